import { shortest } from './classes';
import { Foreigner } from './foreigner';
import { choice, sequence } from './language';
import { acceptsText } from './machine';
import { Budget, Segment } from './search';
import { Context, Languages, PROPERTY } from './template-keys';
import { Job, ownWorkflow } from './token';
import { Values } from './usual-values';

/** A variable that stands for two texts, or that does not fit to another one. */
export interface Conflict {
  readonly conflict: string;
  readonly texts: readonly string[];
}

interface Around {
  readonly foreigner: Foreigner;
  readonly context: Context;
  readonly languages: Languages;
  readonly budget: Budget;
}

/** The job whose subject has these segments, with the usual values for all that they leave open. */
export function jobOf(segments: readonly Segment[], usual: Values, { foreigner, context, languages, budget }: Around): Job | Conflict {
  const properties = segments.filter(({ key }) => key.name === PROPERTY).map(({ key, value }) => key.value!().read(value));
  const names = propertyNames(properties.map(({ property }) => property), foreigner.alphabet.fresh);
  const merge = merged(segments.filter(({ key }) => key.value && key.name !== PROPERTY).map(({ key, value }) => key.value!().read(value)));
  if ('conflict' in merge) {
    return merge;
  }
  const { said } = merge;
  const ref = said.ref ?? usual.ref;
  if (said.ref_type !== undefined && said.ref_type !== (ref.startsWith('refs/tags/') ? 'tag' : 'branch')) {
    return { conflict: 'ref_type', texts: [] };
  }
  const repository = repositoryOf(said, foreigner, languages, budget);
  if (!repository) {
    return { conflict: 'repository', texts: [] };
  }
  const ofEnterprise = 'enterprise' in said || 'enterprise_id' in said ? ['enterprise', 'enterprise_id'] : [];
  const values: Values = {
    ...usual,
    ...Object.fromEntries(ofEnterprise.map(claim => [claim, shortest(languages(claim), budget)!])),
    ...said,
    ...repository,
    ...Object.fromEntries(properties.map(({ value }, index) => [names[index], value])),
  };
  const workflow = values.job_workflow_ref ?? ownWorkflow(values);
  return {
    template: segments.map(({ key }) => key.name === PROPERTY ? names.shift()! : key.name),
    isImmutable: segments.some(({ key, value }) => key.name === 'repo' && value.includes('@')),
    context,
    values: acceptsText(languages('job_workflow_ref'), workflow) ? values : { ...values, job_workflow_ref: shortest(languages('job_workflow_ref'), budget)! },
  };
}

/** An owner and a name, of which one or both may be said already. */
export function repositoryOf({ owner, name }: Values, foreigner: Foreigner, languages: Languages, budget: Budget): Values | undefined {
  const part = (variable: string, said?: string) => ({ language: said === undefined ? languages(variable) : choice([said]), variable });
  const language = sequence([part('owner', owner), { language: choice(['/']) }, part('name', name)], foreigner.repository);
  const text = shortest(language, budget);
  return text === undefined ? undefined : language.read(text);
}

function merged(read: readonly Values[]): { readonly said: Values } | Conflict {
  const said: Record<string, string> = {};
  for (const [variable, text] of read.flatMap(Object.entries<string>)) {
    if (said[variable] !== undefined && said[variable] !== text) {
      return { conflict: variable, texts: [said[variable], text] };
    }
    said[variable] = text;
  }
  return { said };
}

/** Each stands once in a template; those that are fresh may be called otherwise. */
function propertyNames(found: readonly string[], [fresh, ...others]: readonly string[]): string[] {
  const names: string[] = [];
  for (const name of found) {
    const other = names.includes(`${PROPERTY}${name}`) ? name.replace(fresh, () => others.shift()!) : name;
    names.push(`${PROPERTY}${other}`);
  }
  return names;
}
