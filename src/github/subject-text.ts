import { ClaimDemand } from './claim-demands';
import { idCommand } from './id-command';
import { RepositoryIdentity } from './repository-identity';
import { SubjectContext } from './subject-context';
import { encodeColons } from './text';
import { Misuse } from '../misuse';

/** A subject template with the values that neither repository nor context tells. */
export interface AppliedTemplate {
  readonly keys: readonly string[];
  readonly values: Readonly<Record<string, ClaimDemand>>;
}

/** What the keys of a template stand for in one subject. */
export interface SubjectParts {
  /** The value of the key `repo`. */
  readonly repo: string;
  /** The text of the key `context`. */
  readonly context: string;
  /** The other keys' values: any of several. */
  readonly valuesOf: (key: string) => readonly string[];
}

const MOST_TEXTS = 1000;
const DEFAULT_KEYS = ['repo', 'context'];
/** What any run has, with another value each time. */
const VARYING = ['environment', 'event_name', 'ref', 'ref_type'];

/** Every `sub` that a template makes of these parts. */
export function joinSubject(keys: readonly string[], { repo, context, valuesOf }: SubjectParts): string[] {
  const segments = keys.map(key => {
    switch (key) {
      case 'repo': return [`repo:${repo}`];
      case 'context': return [context];
      default: return valuesOf(key).map(value => `${key}:${encodeColons(value)}`);
    }
  });
  const count = segments.reduce((product, { length }) => product * length, 1);
  if (count > MOST_TEXTS) {
    throw new Misuse('GithubSubjectTemplateInvalid',
      `the template '${keys.join(', ')}' makes ${count} subjects of the values that were given, more than any trust policy holds; give fewer values, or a pattern`);
  }
  return segments.reduce((heads, tails) => heads.flatMap(head => tails.map(tail => `${head}:${tail}`)));
}

/**
 * The texts of `sub` for a repository under one of its names.
 *
 * @param name what stands in the key `repo`
 */
export function subjectTexts(name: string, repository: RepositoryIdentity, context: SubjectContext, template?: AppliedTemplate): string[] {
  const keys = template?.keys ?? DEFAULT_KEYS;
  requireContext(keys, context);
  return joinSubject(keys, {
    repo: name,
    context: context.text,
    valuesOf: key => ownValue(key, repository) ?? toldValues(key, context, given(key, template)),
  });
}

/** The claims that a repository tells by itself. Under a whole owner, its name and ID may be any. */
function ownValue(key: string, { owner, fullName, ids, isWholeOwner }: RepositoryIdentity): [string] | undefined {
  const own = new Map([
    ['repository', fullName],
    ['repository_owner', owner],
    ['repository_id', isWholeOwner ? '*' : ids?.repository],
    ['repository_owner_id', ids?.owner],
  ]);
  const value = own.get(key);
  if (own.has(key) && value === undefined) {
    const how = key === 'repository_owner' ? 'write OWNER/REPO' : `write it with its IDs, as printed by ${idCommand(fullName)}`;
    throw new Misuse('GithubIdsMissing', `the template has the key '${key}', and '${fullName}' does not tell it; ${how}`);
  }
  return value === undefined ? undefined : [value];
}

function given(key: string, template?: AppliedTemplate): ClaimDemand | undefined {
  return template && Object.hasOwn(template.values, key) ? template.values[key] : undefined;
}

function toldValues(key: string, { words, claims }: SubjectContext, demand?: ClaimDemand): readonly string[] {
  const isAny = Object.keys(claims).length === 0;
  const told = Object.hasOwn(claims, key) ? claims[key] : (isAny && VARYING.includes(key) && !demand) ? '*' : undefined;
  if (told !== undefined && demand) {
    throw new Misuse('GithubSubjectTemplateInvalid', `the template's key '${key}' is given as '${demand.values.join("' or '")}', and '${words}' tells it already; leave one out`);
  }
  if (told === undefined && !demand) {
    throw new Misuse('GithubSubjectTemplateInvalid',
      `the template has the key '${key}', and '${words}' does not tell its value; pass it to withSubjectTemplate(), such as { ${key}: ClaimMatch.exactly('VALUE') }`);
  }
  return told === undefined ? demand!.values : [told];
}

/** A template that leaves the context out would admit every other run too. */
function requireContext(keys: readonly string[], { words, claims }: SubjectContext): void {
  const telling = Object.keys(claims).filter(key => key !== 'ref_type');
  if (telling.length === 0) {
    return;
  }
  if (!['context', ...telling].some(key => keys.includes(key))) {
    throw new Misuse('GithubSubjectTemplateInvalid',
      `the template is '${keys.join(', ')}', and its subjects do not tell '${words}' from other runs; add 'context' or '${telling.join("' or '")}' to it, or use anyContext()`);
  }
  if (keys.includes('context') && keys.includes('environment') && claims.environment === undefined) {
    throw new Misuse('GithubSubjectTemplateInvalid',
      `the template is '${keys.join(', ')}', under which every job names an environment, so none has the context '${words}'; use environment()`);
  }
}
