import { Alphabet, alphabetOf } from './alphabet';
import { Formats, formatsOf } from './formats';
import { noneOf, oneOf } from './glob-machine';
import { choice, Plain, within } from './language';
import { lazy, lazyByName } from './lazy';
import { Limit } from './limits';
import { all, allTelling, Machine, run, TellingMachine } from './machine';
import { Named } from './named';
import { keyValues, KeyValues, Languages } from './template-keys';
import { GithubIssuer } from '../../github/issuer';
import { readGlob } from '../glob';

/** What a foreign owner's tokens can say under some limits. */
export interface Foreigner {
  readonly alphabet: Alphabet;
  /** What `sub` has to be. */
  readonly sub: TellingMachine;
  /** What the claim `repository` has to be. */
  readonly repository: Machine;
  readonly isLimited: (claim: string) => boolean;
  readonly mayLack: (claim: string) => boolean;
  /** With the variables whose text is settled. */
  readonly saying: (settled: Settled) => Saying;
}

/** What can be said of each variable, and behind each key. */
export interface Saying {
  readonly languages: Languages;
  readonly values: KeyValues;
}

export type Settled = Readonly<Record<string, string>>;

const FORMAT: Readonly<Record<string, string>> = {
  actor: 'actor',
  actor_id: 'number',
  aud: 'text',
  base_ref: 'gitName',
  check_run_id: 'number',
  enterprise: 'login',
  enterprise_id: 'number',
  environment: 'text',
  exp: 'number',
  file: 'path',
  head_ref: 'gitName',
  iat: 'number',
  job_workflow_sha: 'hash',
  name: 'repositoryName',
  nbf: 'number',
  owner: 'login',
  property: 'word',
  repository_id: 'number',
  repository_owner_id: 'number',
  run_attempt: 'number',
  run_id: 'number',
  run_number: 'number',
  sha: 'hash',
  value: 'text',
  workflow: 'text',
  workflow_sha: 'hash',
};
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  ref_protected: ['true', 'false'],
  ref_type: ['branch', 'tag'],
  repository_visibility: ['public', 'private', 'internal'],
  runner_environment: ['github-hosted', 'self-hosted'],
};

export function foreignerUnder(limits: readonly Limit[], named: Named, issuer: GithubIssuer): Foreigner {
  const strangers = {
    owner: named.owners.map(owner => readGlob(owner, 'StringEqualsIgnoreCase')),
    ...Object.fromEntries(['repository_owner_id', 'repository_id', 'enterprise_id'].map(id => [id, named.ids.map(literal)])),
    enterprise: named.enterprises.map(literal),
  };
  const compared = limits.map(({ claim, isWanted, values, base }) => ({ claim, isWanted, globs: values.map(value => readGlob(value, base)) }));
  const alphabet = alphabetOf([...compared.flatMap(({ globs }) => globs), ...Object.values(strangers).flat()]);
  const formats = formatsOf(alphabet);
  const machinesOn = (claim: string) => [
    ...compared.filter(one => one.claim === claim).map(({ isWanted, globs }) => isWanted ? oneOf(globs) : noneOf(globs)),
    ...Object.hasOwn(strangers, claim) ? [noneOf(strangers[claim as keyof typeof strangers])] : [],
  ];
  const repository = all(machinesOn('repository'));
  const saying = (settled: Settled): Saying => {
    const languages = lazyByName(variable => languageOf(variable, formats, machinesOn, { settled, issuer }));
    return { languages, values: keyValues(languages, repository) };
  };
  const unsettled = lazy(() => saying({}));
  return {
    alphabet,
    sub: allTelling(machinesOn('sub')),
    repository,
    isLimited: claim => limits.some(limit => limit.claim === claim),
    mayLack: claim => limits.every(limit => limit.claim !== claim || limit.whenAbsent),
    saying: settled => Object.keys(settled).length === 0 ? unsettled() : saying(settled),
  };
}

function languageOf(
  variable: string, formats: Formats, machinesOn: (claim: string) => readonly Machine[],
  { settled, issuer }: { readonly settled: Settled; readonly issuer: GithubIssuer },
): Plain {
  return settled[variable] === undefined ? within(anyOf(), machinesOn(variable)) : choice([settled[variable]]);

  function anyOf(): Plain {
    switch (variable) {
      case 'iss': return choice([issuer.url]);
      case 'job_workflow_ref': return formats('calledWorkflow');
      case 'ref': return formats(settled.ref_type === undefined ? 'ref' : `${settled.ref_type}Ref`);
      default: return variable in CHOICES ? choice(CHOICES[variable]) : formats(FORMAT[variable]);
    }
  }
}

/** The owner's or the repository's name, with what the claim `repository` allows behind or before it. */
export function boundName(variable: 'owner' | 'name', languages: Languages, { repository }: Foreigner, { owner }: Settled): Plain {
  return within(languages(variable), [variable === 'owner'
    ? { ...repository, accepts: () => true }
    : { ...repository, start: run(repository, repository.start, `${owner}/`) }]);
}

function literal(text: string) {
  return readGlob(text, 'StringEquals');
}
