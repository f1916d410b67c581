export type { RecordedGrant } from './record';
export { RoleWithGrants } from './resources';
