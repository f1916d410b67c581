import { requireName, requireNames } from './given-name';
import { maskUnresolved } from '../github/text';
import { Misuse } from '../misuse';

/** Where Terraform keeps a state in its bucket, once for each workspace. */
export interface StatePaths {
  readonly states: readonly string[];
  /** Those of them that Terraform deletes with their workspace. */
  readonly ofWorkspaces: readonly string[];
  /** What Terraform asks the bucket for, by prefix. */
  readonly listed: readonly string[];
  /** How a policy compares them. */
  readonly operator: 'StringEquals' | 'StringLike';
}

// https://developer.hashicorp.com/terraform/language/backend/s3#state-storage
export function statePaths(stateKey: unknown, workspaces: unknown, workspaceKeyPrefix: unknown): StatePaths {
  const key = requireStateKey(stateKey);
  const prefix = workspaceKeyPrefix === undefined ? 'env:' : requirePath('the workspace key prefix', workspaceKeyPrefix, /^\/|\/\/|\/$/, 'env:');
  const names = workspaces === undefined ? [] : requireNames('the workspaces', workspaces, 'staging').map(requireWorkspace);
  const ofWorkspaces = names.map(name => `${prefix}/${name}/${key}`);
  const states = [key, ...ofWorkspaces];
  // https://github.com/hashicorp/terraform/blob/main/internal/backend/remote-state/s3/backend_state.go: every run lists the workspaces, and
  // goes on without them where it may not and their prefix is the default
  const hasWorkspaces = workspaces !== undefined || workspaceKeyPrefix !== undefined;
  return {
    states,
    ofWorkspaces,
    listed: hasWorkspaces ? [...states, `${prefix}/`] : states,
    operator: key.endsWith('*') ? 'StringLike' : 'StringEquals',
  };
}

function requireStateKey(value: unknown): string {
  const key = requirePath('the state key', value, /^\/|\/\//, 'network/terraform.tfstate');
  return key.endsWith('/') ? `${key}*` : key;
}

/** Terraform refuses it, since S3 would take it for another object. */
function requirePath(what: string, value: unknown, refused: RegExp, example: string): string {
  const path = requireName(what, value, example);
  if (refused.test(maskUnresolved(path))) {
    throw new Misuse('GrantOptionInvalid', `${what} is '${path}'; Terraform allows '/' only between two names, as in '${example}'`);
  }
  return path;
}

function requireWorkspace(name: string): string {
  if (maskUnresolved(name).includes('/')) {
    throw new Misuse('GrantOptionInvalid', `one of the workspaces is '${name}'; Terraform allows no '/' in its name`);
  }
  return name;
}
