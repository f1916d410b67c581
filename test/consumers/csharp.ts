import { cpSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { answersInTypeScript, compareAnswers } from './answers';
import { synthesise } from './cdk-app';
import { Check } from './check';
import { Consumer, Outcome, Packed } from './consumer';
import { checkCsharpPackage, PACKAGE } from './csharp-package';
import { execute, pack, streamsOf, whyNot } from './execute';
import { compareTemplates } from './templates';

export const csharp: Consumer = { language: 'csharp', missing, run, checkWithout };

function missing(): string | undefined {
  return whyNot(() => execute('dotnet', ['--version']));
}

/** The way of a user whose package comes from a folder. The machines that this was written on have no .NET, so the release's workflow is the first to go it. */
function run(packed: Packed): Outcome {
  const { root, dist, version, work } = packed;
  rmSync(join(dist, 'dotnet'), { recursive: true, force: true });
  const packSeconds = pack(packed, 'dotnet');

  const app = build(packed, join(root, 'examples', 'csharp'), 'OctoService');
  const assembly = join(work, 'cdk.out');
  const synthSeconds = synthesise(app, assembly, { more: ['--no-build'] });
  const answers = build(packed, join(root, 'test', 'consumers', 'csharp', 'answers'), 'Answers');
  const { stderr } = streamsOf('dotnet', ['run', '--no-build'], { cwd: answers });
  return {
    packageFile: `${PACKAGE}.${version}.nupkg`,
    packSeconds,
    synthSeconds,
    checks: [compareTemplates(root, assembly), ...compareAnswers(answers, stderr, answersInTypeScript()), ...staticChecks(packed).checks],
  };
}

/** Builds a copy of a project with exactly the package in dist/dotnet: a released one might have the same version. */
function build({ dist, version, work, cache }: Packed, source: string, name: string): string {
  const project = join(work, name);
  const file = join(project, `${name}.csproj`);
  cpSync(source, project, { recursive: true });
  writeFileSync(file, readFileSync(file, 'utf8').replace('Version="0.*"', `Version="[${version}]"`));
  const env = { NUGET_PACKAGES: join(cache, 'packages') };
  rmSync(join(env.NUGET_PACKAGES, PACKAGE.toLowerCase()), { recursive: true, force: true });
  execute('dotnet', ['build', `-p:RestoreAdditionalProjectSources=${join(dist, 'dotnet')}`], { cwd: project, env });
  return project;
}

function checkWithout(packed: Packed): Outcome {
  const { packSeconds, checks } = staticChecks(packed);
  return { packageFile: PACKAGE, packSeconds, checks };
}

function staticChecks(packed: Packed): { readonly packSeconds: number; readonly checks: readonly Check[] } {
  const code = join(packed.work, 'code');
  const packSeconds = pack({ ...packed, dist: code }, 'dotnet', '--code-only');
  return { packSeconds, checks: checkCsharpPackage(packed, join(code, 'dotnet', PACKAGE)) };
}
