import { classesOf, shortest } from './classes';
import { boundName, Foreigner, Settled } from './foreigner';
import { Conflict, jobOf, repositoryOf } from './job-of-segments';
import { Budget, Quest, search } from './search';
import { Context, templateKeys } from './template-keys';
import { Job } from './token';
import { usualValues } from './usual-values';
import { GithubIssuer } from '../../github/issuer';

/** A kind of job, under the limits of one way in. */
export interface Kind {
  readonly foreigner: Foreigner;
  readonly context: Context;
  readonly issuer: GithubIssuer;
}

/** A foreign job that gets in, where the variables have the texts that are settled. Undefined where there is none, or the budget is spent. */
export function foreignJob(kind: Kind, budget: Budget, settled: Settled = {}): Job | undefined {
  const { foreigner, context, issuer } = kind;
  const { languages, values: behindKeys } = foreigner.saying(settled);
  const isHopeless = (context !== 'environment' && !foreigner.mayLack('environment'))
    || (foreigner.isLimited('job_workflow_ref') && shortest(languages('job_workflow_ref'), budget) === undefined)
    || (foreigner.isLimited('repository') && !repositoryOf({}, foreigner, languages, budget));
  const values = isHopeless ? undefined : usualValues(foreigner, languages, context, settled, budget);
  if (!values) {
    return undefined;
  }
  const hasEnterprise = 'enterprise_id' in values || shortest(languages('enterprise_id'), budget) !== undefined;
  const keys = templateKeys(behindKeys, context, { isImmutable: issuer.hasImmutableSubjects, hasEnterprise });
  const quest: Quest = { sub: foreigner.sub, keys, fresh: foreigner.alphabet.fresh[0], encodesColons: issuer.encodesColons };
  const segments = search(quest, budget);
  const found = segments && jobOf(segments, values, { foreigner, context, languages, budget });
  return found && 'conflict' in found ? settling(found, quest, kind, budget, settled) : found;
}

/** Each kind of text is tried for the variable, so that it has the same one wherever it stands. */
function settling({ conflict, texts }: Conflict, quest: Quest, kind: Kind, budget: Budget, settled: Settled): Job | undefined {
  const { foreigner } = kind;
  const name = settled.owner === undefined ? 'owner' : 'name';
  const isName = ['repository', 'owner', 'name'].includes(conflict);
  const variable = isName ? name : conflict;
  const withText = (text: string) => foreignJob(kind, budget, { ...settled, [variable]: text });
  // One of those at hand does, most often.
  const atHand = variable === conflict ? texts : [];
  for (const text of atHand) {
    const job = withText(text);
    if (job) {
      return job;
    }
  }
  const starts = new Map<string, Set<number>>();
  search(quest, budget, starts);
  const { languages } = foreigner.saying(settled);
  const language = isName ? boundName(name, languages, foreigner, settled) : languages(variable);
  for (const text of classesOf(language, [...starts.get(variable) ?? []], quest, budget)) {
    const job = withText(text);
    if (job) {
      return job;
    }
  }
  return undefined;
}
