import { idCommand } from './id-command';
import { isUnresolved, requirePolicyText, splitAtColons } from './text';
import { hasWildcard } from './wildcard';
import { Misuse } from '../misuse';

/** A repository, or all of an owner's, as `sub` names it. */
export interface RepositoryIdentity {
  /** Undefined where the whole name is known only at deployment. */
  readonly owner?: string;
  /** `owner/name`, or `owner/*`. */
  readonly fullName: string;
  /** The numeric IDs: of one repository both or none. */
  readonly ids?: RepositoryIds;
  /** `owner@1/name@2`, or `owner@1/*`, where there are IDs. */
  readonly immutableName?: string;
  /** Whether it is every repository of the owner, so that the names are patterns. */
  readonly isWholeOwner: boolean;
}

export interface RepositoryIds {
  readonly owner: string;
  /** Undefined for a whole owner. */
  readonly repository?: string;
}

const HOW = `write 'OWNER/REPO', or 'OWNER@OWNER_ID/REPO@REPO_ID' as printed by ${idCommand('OWNER/REPO')}`;
const HOW_OWNER = `write 'OWNER', or 'OWNER@OWNER_ID' as printed by ${idCommand('OWNER/*')}`;

interface Names {
  readonly allowed: RegExp;
  /** What is allowed, in words. */
  readonly rule: string;
}

/** GitHub's sign-up form. */
const OWNER_NAMES: Names = {
  allowed: /^(?=.{1,39}$)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?:_[A-Za-z0-9]+)?$/,
  rule: 'letters, digits and single hyphens, at most 39 characters, with _SHORTCODE at the end for a managed user',
};
const REPOSITORY_NAMES: Names = {
  allowed: /^[A-Za-z0-9._-]{1,100}$/,
  rule: "letters, digits, '.', '_' and '-', at most 100 characters",
};

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
    return { fullName: name, isWholeOwner: false };
  }
  if (parts.length !== 2) {
    throw new Misuse('GithubRepositoryInvalid', `the repository is '${text}'; ${HOW}`);
  }
  const owner = parsePart(`the repository is '${text}'`, 'owner', parts[0], OWNER_NAMES, HOW);
  const repository = parsePart(`the repository is '${text}'`, 'repository', parts[1], REPOSITORY_NAMES, HOW);
  if (/^\.{1,2}$|\.git$/i.test(repository.name)) {
    throw new Misuse('GithubRepositoryInvalid', `the repository is '${text}', and no repository can be named '${repository.name}'; ${HOW}`);
  }
  const fullName = `${owner.name}/${repository.name}`;
  if (owner.id === undefined && repository.id === undefined) {
    return { owner: owner.name, fullName, isWholeOwner: false };
  }
  if (owner.id === undefined || repository.id === undefined) {
    const [given, missing] = owner.id === undefined ? ['repository', 'owner'] : ['owner', 'repository'];
    throw new Misuse('GithubIdMissing', `the repository is '${text}', with the ${given}'s ID but not the ${missing}'s; give both or none: ${HOW}`);
  }
  requireNotWithdrawn(owner);
  requireNotWithdrawn(repository);
  return {
    owner: owner.name,
    fullName,
    ids: { owner: owner.id, repository: repository.id },
    immutableName: `${owner.name}@${owner.id}/${repository.name}@${repository.id}`,
    isWholeOwner: false,
  };
}

/** Reads `OWNER@OWNER_ID` or `OWNER`. */
export function parseOwner(text: string): RepositoryIdentity {
  requirePolicyText('the owner', text);
  if (isUnresolved(text)) {
    throw new Misuse('GithubPatternUnresolved',
      `the owner is '${text}', known only at deployment, and all of its repositories are a pattern: a value such as '*' would let others in; write the owner into the program`);
  }
  if (/[/:]/.test(text)) {
    throw new Misuse('GithubRepositoryInvalid', `the owner is '${text}'; pass the owner alone: ${HOW_OWNER}`);
  }
  if (hasWildcard(text)) {
    throw new Misuse('GithubWildcardRefused', `the owner is '${text}', and '*' or '?' would let in owners that are not named; name each owner`);
  }
  const owner = parsePart(`the owner is '${text}'`, 'owner', text, OWNER_NAMES, HOW_OWNER);
  requireNotWithdrawn(owner);
  const { name, id } = owner;
  return { owner: name, fullName: `${name}/*`, isWholeOwner: true, ...(id !== undefined && { ids: { owner: id }, immutableName: `${name}@${id}/*` }) };
}

function parsePart(subject: string, what: string, part: string, { allowed, rule }: Names, how: string): { name: string; id?: string } {
  const [name, id, ...more] = part.split('@');
  if (more.length > 0) {
    throw new Misuse('GithubRepositoryInvalid', `${subject}, and its ${what} '${part}' has more than one '@'; ${how}`);
  }
  if (!isUnresolved(name) && !allowed.test(name)) {
    const escape = what === 'owner' && name !== '' ? ', or use GithubSubject.custom() or customLike() for an old account that breaks this rule' : '';
    throw new Misuse('GithubRepositoryInvalid', `${subject}, and GitHub cannot have the ${what} '${name}': ${rule}; ${how}${escape}`);
  }
  if (id !== undefined && !isUnresolved(id) && !/^[1-9][0-9]*$/.test(id)) {
    throw new Misuse('GithubIdInvalid', `${subject}, and the ${what}'s ID '${id}' is not a number; ${how}`);
  }
  return { name, id };
}

function requireNotWithdrawn({ name, id }: { name: string; id?: string }): void {
  if (name.endsWith(`-${id}`)) {
    throw new Misuse('GithubWithdrawnIdFormat',
      `'${name}@${id}' ends in its own ID: GitHub withdrew the form NAME-ID, which anyone can register; write '${name.slice(0, -1 - id!.length)}@${id}'`);
  }
}
