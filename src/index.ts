export * from './github/issuer';
export * from './github/repository';
export * from './github/subject';
export * from './github/subject-format';
export * from './github/subject-template';
export * from './github/claims';
export * from './github/claim-match';
export * from './github/oidc-token';

export * from './provider';
export * from './principal';
export * from './role';

export * from './oidc-trust';
