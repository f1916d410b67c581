import { PROPERTY } from './template-keys';
import { Job } from './token';

/** The job as a reader would rather have it, as far as it gets in so. */
export function plainest(job: Job, getsIn: (job: Job) => boolean): Job {
  const first = (jobs: readonly Job[], otherwise: Job) => jobs.find(getsIn) ?? otherwise;
  const defaulted = first([{ ...job, template: ['repo', 'context'], isImmutable: false }], withWorkflow(job, getsIn));
  const pushed = first([onMain(defaulted)], defaulted);
  const renamed = first(owners(pushed.values.owner).map(owner => ({ ...pushed, values: { ...pushed.values, owner } })), pushed);
  return { ...renamed, values: withoutUnused(renamed) };
}

/** Not every account has custom properties. */
function withWorkflow(job: Job, getsIn: (job: Job) => boolean): Job {
  const property = job.template.find(key => key.startsWith(PROPERTY)) ?? '';
  const { [property]: value, ...values } = job.values;
  const changed = { ...job, template: job.template.map(key => key === property ? 'workflow' : key), values: { ...values, workflow: value } };
  return property !== '' && getsIn(changed) ? changed : job;
}

function onMain(job: Job): Job {
  const { environment, event_name, ...values } = job.values;
  return { ...job, context: 'ref', values: { ...values, ref: 'refs/heads/main' } };
}

function owners(found: string): string[] {
  const begun = found.slice(0, -1);
  return ['evil', ...begun === '' ? [] : [`${begun.replace(/-$/, '')}-evil`]];
}

function withoutUnused({ template, values }: Job): Job['values'] {
  return Object.fromEntries(Object.entries(values).filter(([claim]) => !claim.startsWith(PROPERTY) || template.includes(claim)));
}
