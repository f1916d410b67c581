import { idCommand } from './id-command';
import { hasWildcard, isUnresolved, requirePolicyText, splitAtColons } from './text';
import { Misuse } from '../misuse';

/** A repository as `sub` names it. */
export interface RepositoryIdentity {
  /** `owner/name`. */
  readonly fullName: string;
  /** The numeric IDs: both or none. */
  readonly ids?: { readonly owner: string; readonly repository: string };
  /** `owner@1/name@2`, where there are IDs. */
  readonly immutableName?: string;
}

const HOW = `write 'OWNER/REPO', or 'OWNER@OWNER_ID/REPO@REPO_ID' as printed by ${idCommand('OWNER/REPO')}`;

// GitHub's sign-up form: letters, digits and single hyphens, none at either end, 39 characters. Managed users end in _SHORTCODE.
const OWNER = /^(?=.{1,39}$)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?:_[A-Za-z0-9]+)?$/;
const REPOSITORY = /^[A-Za-z0-9._-]{1,100}$/;

/** Reads GitHub's `sub_claim_prefix`, with or without the leading `repo:`. */
export function parseRepository(text: string): RepositoryIdentity {
  requirePolicyText('the repository', text);
  const name = text.startsWith('repo:') ? text.slice('repo:'.length) : text;
  if (hasWildcard(name)) {
    throw new Misuse('GithubWildcardRefused',
      `the repository is '${text}', and '*' or '?' would let in repositories that are not named; name each repository`);
  }
  const [bare, ...context] = splitAtColons(name);
  if (context.length > 0 && /^[^/]+\/[^/]+$|^[^/]*\$\{Token[^/]*$/.test(bare)) {
    throw new Misuse('GithubRepositoryInvalid',
      `the repository is '${text}', which goes on with ':${context.join(':')}'; pass '${bare}' alone, and take the rest from a method such as environment()`);
  }
  const parts = name.split('/');
  if (parts.length === 1 && isUnresolved(name)) {
    return { fullName: name };
  }
  if (parts.length !== 2) {
    throw new Misuse('GithubRepositoryInvalid', `the repository is '${text}'; ${HOW}`);
  }
  const owner = parsePart(text, 'owner', parts[0], OWNER,
    'letters, digits and single hyphens, at most 39 characters, with _SHORTCODE at the end for a managed user');
  const repository = parsePart(text, 'repository', parts[1], REPOSITORY,
    "letters, digits, '.', '_' and '-', at most 100 characters");
  if (/^\.{1,2}$|\.git$/i.test(repository.name)) {
    throw new Misuse('GithubRepositoryInvalid', `the repository is '${text}', and no repository can be named '${repository.name}'; ${HOW}`);
  }
  const fullName = `${owner.name}/${repository.name}`;
  if (owner.id === undefined && repository.id === undefined) {
    return { fullName };
  }
  if (owner.id === undefined || repository.id === undefined) {
    const [given, missing] = owner.id === undefined ? ['repository', 'owner'] : ['owner', 'repository'];
    throw new Misuse('GithubIdMissing', `the repository is '${text}', with the ${given}'s ID but not the ${missing}'s; give both or none: ${HOW}`);
  }
  for (const part of [owner, repository]) {
    if (part.name.endsWith(`-${part.id}`)) {
      throw new Misuse('GithubWithdrawnIdFormat',
        `'${part.name}@${part.id}' ends in its own ID: GitHub withdrew the form NAME-ID, which anyone can register; `
        + `write '${part.name.slice(0, -1 - part.id!.length)}@${part.id}'`);
    }
  }
  return {
    fullName,
    ids: { owner: owner.id, repository: repository.id },
    immutableName: `${owner.name}@${owner.id}/${repository.name}@${repository.id}`,
  };
}

function parsePart(text: string, what: string, part: string, allowed: RegExp, rule: string): { name: string; id?: string } {
  const [name, id, ...more] = part.split('@');
  if (more.length > 0) {
    throw new Misuse('GithubRepositoryInvalid', `the repository is '${text}', and its ${what} '${part}' has more than one '@'; ${HOW}`);
  }
  if (!isUnresolved(name) && !allowed.test(name)) {
    const escape = what === 'owner' ? ', or use GithubSubject.custom() for an old account that breaks this rule' : '';
    throw new Misuse('GithubRepositoryInvalid',
      `the repository is '${text}', and GitHub cannot have the ${what} '${name}': ${rule}; ${HOW}${escape}`);
  }
  if (id !== undefined && !isUnresolved(id) && !/^[1-9][0-9]*$/.test(id)) {
    throw new Misuse('GithubIdInvalid', `the repository is '${text}', and the ${what}'s ID '${id}' is not a number; ${HOW}`);
  }
  return { name, id };
}
