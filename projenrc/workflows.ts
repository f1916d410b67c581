import { Component, github, Project } from 'projen';

type Job = github.workflows.Job;
type Step = github.workflows.JobStep;

const RELEASED = "needs.release.outputs.tag_exists != 'true' && needs.release.outputs.latest_commit == github.sha";

/** What the generated go.mod asks for; projen's own is too old to read it. */
const GO = { version: '^1.25.0' };

/** What the consumers download. A release starts from nothing: whoever can write to a cache must not be able to change it. */
export const KEEP_DOWNLOADS: Step = {
  name: "Keep the consumers' downloads",
  uses: 'actions/cache@v6',
  with: {
    path: '~/.cache/cdk-github-actions-oidc\n~/go/pkg/mod',
    key: "consumers-${{ hashFiles('package-lock.json', 'examples/**', 'test/consumers/**') }}",
  },
};

/** Runs the packed release in the languages that it is published for, before anything is published. */
export const CONSUMERS: Job = {
  name: 'Use the release in five languages',
  needs: ['release'],
  runsOn: ['ubuntu-latest'],
  permissions: { contents: github.workflows.JobPermission.READ },
  if: RELEASED,
  tools: {
    node: { version: '24' },
    python: { version: '3.x' },
    java: { version: '17' },
    go: GO,
    dotnet: { version: '8.x' },
  },
  steps: [
    github.WorkflowSteps.checkout({ with: { fetchDepth: 0 } }), // the release tags come with it
    { name: 'Install dependencies', run: 'npm ci' },
    github.WorkflowSteps.downloadArtifact({ with: { artifactIds: ['${{ needs.release.outputs.artifact_id }}'], path: 'dist' } }),
    // The times of the files in it are of 1985, and would have it compiled anew.
    { name: 'Extract build artifact', run: 'tar --strip-components=1 --touch -xzf dist/js/*.tgz' },
    { name: 'Check the package itself', run: 'npm run check-package' },
    { name: 'Compare it with the last release', run: 'npm run compat' },
    { name: 'Use it', run: 'npm run test:consumers', env: { REQUIRE_CONSUMERS: 'python,java,go,csharp' } },
    // The consumer packs only Go's code, and may take a version of aws-cdk-go above the floor.
    { name: 'Pack it for Go as its release does', run: 'npx projen package:go' },
  ],
};

/** What projen's own workflows leave to wish for. It has no options for these, and adds some of the jobs only when it synthesises. */
export class GuardedWorkflows extends Component {
  constructor(project: Project) {
    super(project);
  }

  public preSynthesize(): void {
    for (const workflow of github.GitHub.of(this.project)!.workflows) {
      for (const [id, job] of Object.entries(workflow.jobs)) {
        if ('steps' in job) { workflow.updateJob(id, guarded(id, job)); }
      }
    }
  }
}

function guarded(id: string, job: Job): Job {
  const steps: Step[] = typeof job.steps === 'function' ? (job.steps as () => Step[])() : job.steps;
  return {
    ...job,
    ...id === 'build' && { permissions: { contents: github.workflows.JobPermission.READ } },
    ...job.tools?.go && { tools: { ...job.tools, go: GO } },
    ...job.needs === undefined || !/^release_(?!github)/.test(id) ? {} : { needs: [job.needs, 'consumers'].flat() },
    steps: steps.map(withoutRegistry).map(step => withoutToken(id, step)),
  };
}

/** The token stays out of `.git/config`, where every later step can read it. Only a job that pushes needs it there. */
function withoutToken(id: string, step: Step): Step {
  return step.uses?.startsWith('actions/checkout') && !step.with?.token
    ? { ...step, with: { ...step.with, 'persist-credentials': false, ...id === 'build' && { 'fetch-depth': 0 } } } : step;
}

/** The default is the right one. */
function withoutRegistry({ env, ...step }: Step): Step {
  const { NPM_REGISTRY, ...rest } = env ?? {};
  return env ? { ...step, env: rest } : step;
}
