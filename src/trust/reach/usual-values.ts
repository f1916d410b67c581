import { shortest } from './classes';
import { Foreigner, Settled } from './foreigner';
import { Plain } from './language';
import { acceptsText } from './machine';
import { Budget } from './search';
import { Context, Languages } from './template-keys';

export type Values = Readonly<Record<string, string>>;

/** What a job has that nobody asks anything of. */
const USUAL: Values = { actor: 'evil', actor_id: '666', aud: 'sts.amazonaws.com', environment: 'production', ref: 'refs/heads/main', workflow: 'deploy' };
const EVERY_JOB_HAS = ['actor', 'actor_id', 'aud', 'ref', 'repository_id', 'repository_owner_id', 'workflow'];

/** Claims that AWS reads, such as the limits on them want. Undefined where none will do. */
export function usualValues(
  { isLimited, mayLack }: Foreigner, languages: Languages, context: Context, settled: Settled, budget: Budget,
): Values | undefined {
  const optional = [...context === 'environment' ? ['environment'] : [], ...mayLack('enterprise_id') ? [] : ['enterprise_id', 'enterprise']];
  const isFree = (claim: string) => claim in USUAL && !isLimited(claim) && Object.keys(settled).length === 0;
  const values = [...EVERY_JOB_HAS, ...optional].map(claim =>
    [claim, isFree(claim) ? USUAL[claim] : usual(languages(claim), USUAL[claim], budget)] as const);
  return values.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(values) as Values;
}

/** The value, if the language has it. */
function usual(language: Plain, value: string | undefined, budget: Budget): string | undefined {
  return value !== undefined && acceptsText(language, value) ? value : shortest(language, budget);
}
