import { ReviewedCondition, ReviewedPermission, ReviewedRole, ReviewedStatement, ReviewedSteer, SampleKind, TrustedJobs } from './model';
import { joined, Phrase, phrase } from './phrase';
import { hasWildcard } from '../github/wildcard';

const MOST_SHOWN = 6;
/** A verb for one value, and one for several where it differs. */
const VERBS: ReadonlyMap<string, readonly [one: string, several?: string]> = new Map(Object.entries({
  StringEquals: ['is'],
  StringEqualsIgnoreCase: ['is, in any case,'],
  StringLike: ['is like'],
  StringNotEquals: ['is not', 'is none of'],
  StringNotEqualsIgnoreCase: ['is not, in any case,', 'is, in any case, none of'],
  StringNotLike: ['is not like', 'is like none of'],
  ArnEquals: ['is like'],
  ArnLike: ['is like'],
  ArnNotEquals: ['is not like', 'is like none of'],
  ArnNotLike: ['is not like', 'is like none of'],
  Bool: ['is'],
  decides: ['decides'],
  IpAddress: ['is within'],
  NotIpAddress: ['is outside', 'is outside all of'],
}));

/** What a sample is called; where the role trusts others of its kind, it is about the rest of them. */
const SAMPLES: Readonly<Record<SampleKind, { readonly words: string; readonly run?: TrustedJobs['run'] }>> = {
  'pull-requests': { words: 'pull requests' },
  'branches': { words: 'branches', run: 'branch' },
  'tags': { words: 'tags', run: 'tag' },
  'environments': { words: 'environments', run: 'environment' },
  'repositories': { words: 'other repositories of the same owner' },
  'registered-again': { words: 'the same names registered anew by somebody else' },
  'owners': { words: 'other owners' },
};

/** Where a role is, and what is set on it. */
export function placeInWords({ name, account, region, partition, maxSessionSeconds }: ReviewedRole): Phrase[] {
  return [
    name === undefined ? ['with a generated name'] : phrase`named ${name}`,
    ...(account === undefined ? [] : [phrase`account ${account}`]),
    ...(region === undefined ? [] : [phrase`region ${region}`]),
    ...(partition === 'aws' ? [] : [phrase`partition ${partition}`]),
    ...(maxSessionSeconds === undefined ? [] : [[`sessions of up to ${maxSessionSeconds} seconds`]]),
  ];
}

export function jobsInWords(jobs: TrustedJobs): Phrase {
  const { repository, run, value = '', isPattern } = jobs;
  const of = repositoryInWords(jobs);
  switch (run) {
    case 'any': return phrase`any job of ${of}, pull requests included`;
    case 'pull_request': return phrase`pull requests of ${of}`;
    case 'branch': return isPattern ? phrase`${of} on branches like ${value}` : phrase`${of} on the branch ${value}`;
    case 'tag': return isPattern ? phrase`${of} at tags like ${value}` : phrase`${of} at the tag ${value}`;
    case 'ref': return isPattern ? phrase`${of} at refs like ${value}` : phrase`${of} at the ref ${value}`;
    case 'environment': return isPattern ? phrase`${of} in environments like ${value}` : phrase`${of} in the environment ${value}`;
    default: {
      const whose = repository === undefined ? phrase`whoever has a subject` : phrase`${of} where the subject goes on`;
      return value === '' ? phrase`${of} where the subject names no run` : isPattern ? phrase`${whose} like ${value}` : phrase`${whose} ${value}`;
    }
  }
}

function repositoryInWords({ repository, ids }: TrustedJobs): Phrase {
  const [, owner] = /^([^/*?]+)\/\*$/.exec(repository ?? '') ?? [];
  const whose = repository === undefined ? [] : owner !== undefined ? phrase` of ${owner}` : phrase` like ${repository}`;
  switch (true) {
    case ids !== undefined: return ids.length === 1 ? [...phrase`the repository with the ID ${ids[0]}`, ...whose] : [`${ids.length} repositories by ID`, ...whose];
    case repository !== undefined && !hasWildcard(repository): return phrase`${repository}`;
    default: return [owner === undefined && repository !== undefined ? 'repositories' : 'any repository', ...whose];
  }
}

export function conditionInWords({ operator, key, values }: ReviewedCondition): Phrase {
  const [, set, base, ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/s.exec(operator)!;
  const whose = set === undefined ? phrase`${key}` : set === 'ForAnyValue' ? phrase`any value of ${key}` : phrase`every value of ${key}, if any,`;
  const orAbsent = ifExists === undefined ? [] : [' or is absent'];
  if (base === 'Null' && values.length === 1 && /^(true|false)$/i.test(values[0])) {
    return /true/i.test(values[0]) ? phrase`${key} is absent` : phrase`${key} is there`;
  }
  const [one, several = one] = VERBS.get(base) ?? [];
  const verb: Phrase = one === undefined ? phrase` meets ${base}` : [` ${values.length === 1 ? one : several}`];
  return [...whose, ...verb, ' ', ...listInWords(values), ...orAbsent];
}

export function conditionsInWords(conditions: readonly ReviewedCondition[]): Phrase {
  return joined(conditions.map(conditionInWords), ', and ');
}

export function listInWords(values: readonly string[]): Phrase {
  const shown = values.slice(0, MOST_SHOWN).map(value => phrase`${value}`);
  const rest = values.length - shown.length;
  return values.length === 0 ? ['no value'] : joined([...shown, ...(rest > 0 ? [[`${rest} more`]] : [])], ', ', ' or ');
}

export function statementInWords({ statement, principals, actions, conditions }: ReviewedStatement): Phrase {
  const who = principals.includes('*') ? ['anybody'] : listed(principals);
  const what = actions.includes('*') ? ['any action'] : listed(actions);
  return [...phrase`${who} for ${what}`, ...onlyIf(conditions), ...phrase` (${[statement]})`];
}

/** What is left of a sentence where there are conditions. */
export function onlyIf(conditions: readonly ReviewedCondition[]): Phrase {
  return conditions.length === 0 ? [] : [', only if ', ...conditionsInWords(conditions)];
}

/** The samples that get in, or those that don't. */
export function samplesInWords({ samples, trusts }: ReviewedRole, admitted: boolean): string {
  const named = new Set(trusts.flatMap(({ jobs }) => jobs.map(({ run }) => run)));
  // By a template of its own, an environment's job on such a ref has the ref in its subject.
  const isByRef = [...named].some(run => run !== 'environment' && run !== 'pull_request');
  return samples.filter(sample => sample.admitted === admitted).map(({ jobs }) => {
    const { words, run } = SAMPLES[jobs];
    return `${run !== undefined && named.has(run) ? 'other ' : ''}${words}${jobs === 'environments' && isByRef && !admitted ? ' on other refs' : ''}`;
  }).join(', ');
}

export function steerInWords({ by, role, how }: ReviewedSteer): Phrase {
  return [...(role === undefined ? [] : phrase`${role}: `), ...phrase`by ${by}, a job ${[how]}`];
}

/** Whether it stands for more than it names. */
export function isWide({ reads, writes, notActions, resources, notResources }: ReviewedPermission): boolean {
  return [...reads, ...writes, ...resources].some(hasWildcard) || notActions !== undefined || notResources !== undefined;
}

export function resourcesInWords({ resources, notResources }: ReviewedPermission): Phrase {
  return notResources ? phrase`everything but ${listed(notResources)}` : listed(resources);
}

export function actionsInWords({ notActions, reads, writes }: ReviewedPermission): Phrase {
  return notActions ? phrase`everything but ${listed(notActions)}` : listed([...writes, ...reads]);
}

function listed(values: readonly string[]): Phrase {
  return joined(values.map(value => phrase`${value}`), ', ');
}
