import { App, CfnParameter, Stack, Token } from 'aws-cdk-lib';
import { ClaimMatch } from '../../src/github/claim-match';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';
import { GithubSubjectTemplate } from '../../src/github/subject-template';
import { subjectTexts } from '../../src/github/subject-text';
import { refusalOf } from '../support/refusal';

type Values = Record<string, ClaimMatch>;
type Method = (repository: GithubRepository) => GithubSubject;

const BY_NAME = GithubRepository.of('octo-org/octo-repo');
const WITH_IDS = GithubRepository.of('octo-org@65/octo-repo@74');
const WORKFLOW = 'octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main';
const exactly = ClaimMatch.exactly;

const PRODUCTION: Method = repository => repository.environment('prod');
const MAIN: Method = repository => repository.branch('main');
const ANY: Method = repository => repository.anyContext();

/** Every `sub` of a subject, with its repository's IDs where they are known. */
function textsOf({ _repository, _context, _template }: GithubSubject): string[] {
  return subjectTexts(_repository!.immutableName ?? _repository!.fullName, _repository!, _context, _template);
}

function templated(repository: GithubRepository, keys: string[], values?: Values): GithubRepository {
  return repository.withSubjectTemplate(GithubSubjectTemplate.of(...keys), values);
}

describe("GitHub's own examples", () => {
  test.each<[string[], GithubRepository, Values, Method, string]>([
    [['repo', 'context', 'job_workflow_ref'], BY_NAME, { job_workflow_ref: exactly(WORKFLOW) }, PRODUCTION,
      `repo:octo-org/octo-repo:environment:prod:job_workflow_ref:${WORKFLOW}`],
    [['repository_owner', 'repository_visibility'], GithubRepository.allOwnedBy('monalisa'), { repository_visibility: exactly('private') }, ANY,
      'repository_owner:monalisa:repository_visibility:private'],
    [['repository_owner'], GithubRepository.allOwnedBy('octo-org'), {}, ANY, 'repository_owner:octo-org'],
    [['repository_id'], WITH_IDS, {}, ANY, 'repository_id:74'],
    [['repository_owner_id'], GithubRepository.allOwnedBy('octo-org@65'), {}, ANY, 'repository_owner_id:65'],
    [['environment', 'repository_owner'], GithubRepository.allOwnedBy('octo-org'), {}, repository => repository.environment('production:eastus'),
      'environment:production%3Aeastus:repository_owner:octo-org'],
    [['repo', 'repo_property_workspace_id'], BY_NAME, { repo_property_workspace_id: exactly('ws-abc123') }, ANY,
      'repo:octo-org/octo-repo:repo_property_workspace_id:ws-abc123'],
    [['ref', 'repo', 'job_workflow_ref', 'repository_owner'], BY_NAME, { job_workflow_ref: exactly(WORKFLOW) }, MAIN,
      `ref:refs/heads/main:repo:octo-org/octo-repo:job_workflow_ref:${WORKFLOW}:repository_owner:octo-org`],
  ])('%j', (keys, repository, values, method, sub) => {
    expect(textsOf(method(templated(repository, keys, values)))).toEqual([sub]);
  });
});

describe('IDs', () => {
  test('stand inside repo and nowhere else', () => {
    const keys = ['repository', 'repo', 'repository_owner', 'context', 'job_workflow_ref'];
    const texts = (repository: GithubRepository) => textsOf(PRODUCTION(templated(repository, keys, { job_workflow_ref: exactly(WORKFLOW) })));
    expect(texts(WITH_IDS)).toEqual([
      `repository:octo-org/octo-repo:repo:octo-org@65/octo-repo@74:repository_owner:octo-org:environment:prod:job_workflow_ref:${WORKFLOW}`,
    ]);
    expect(texts(BY_NAME)).toEqual([
      `repository:octo-org/octo-repo:repo:octo-org/octo-repo:repository_owner:octo-org:environment:prod:job_workflow_ref:${WORKFLOW}`,
    ]);
  });

  test('a reusable workflow is named without them, also where they were given', () => {
    const called = ClaimMatch.reusableWorkflow('octo-org@65/octo-automation@80', 'oidc.yml', 'refs/heads/main');
    expect(textsOf(MAIN(templated(WITH_IDS, ['repo', 'context', 'job_workflow_ref'], { job_workflow_ref: called }))))
      .toEqual([`repo:octo-org@65/octo-repo@74:ref:refs/heads/main:job_workflow_ref:${WORKFLOW}`]);
  });

  test.each([['repository_id', '74'], ['repository_owner_id', '65']])('the repository tells %s', (key, id) => {
    expect(textsOf(PRODUCTION(templated(WITH_IDS, [key, 'context'])))).toEqual([`${key}:${id}:environment:prod`]);
    expect(textsOf(PRODUCTION(templated(WITH_IDS, ['context', key])))).toEqual([`environment:prod:${key}:${id}`]);
  });

  test.each(['repository_id', 'repository_owner_id'])('are missed where the template has %s, and the command that prints them is named', key => {
    const { name, message } = refusalOf(() => PRODUCTION(templated(BY_NAME, [key, 'context'])));
    expect(name).toBe('GithubIdsMissing');
    expect(message).toContain(`the key '${key}'`);
    expect(message).toContain("'octo-org/octo-repo'");
    expect(message).toContain('gh api repos/octo-org/octo-repo');
  });
});

describe('what is encoded', () => {
  const value = 'a:b/c@d %e%3Af::';

  test('is every colon of a value, and nothing else', () => {
    expect(textsOf(MAIN(templated(BY_NAME, ['workflow', 'repo', 'context'], { workflow: exactly(value) }))))
      .toEqual(['workflow:a%3Ab/c@d %e%3Af%3A%3A:repo:octo-org/octo-repo:ref:refs/heads/main']);
  });

  test.each([['context'], ['environment']])('is also what the subject tells under the key %s', key => {
    expect(textsOf(templated(BY_NAME, ['repo', key]).environment(value))).toEqual(['repo:octo-org/octo-repo:environment:a%3Ab/c@d %e%3Af%3A%3A']);
    expect(textsOf(templated(BY_NAME, ['repo', key]).environmentLike('eu:*:?'))).toEqual(['repo:octo-org/octo-repo:environment:eu%3A*%3A?']);
  });

  test('is so in patterns of values', () => {
    expect(textsOf(MAIN(templated(BY_NAME, ['repo', 'context', 'workflow'], { workflow: ClaimMatch.like('eu:*') }))))
      .toEqual(['repo:octo-org/octo-repo:ref:refs/heads/main:workflow:eu%3A*']);
  });

  test('leaves each key with one segment of value, so that no value can look like two', () => {
    const [text] = textsOf(PRODUCTION(templated(BY_NAME, ['repo', 'actor', 'context'], { actor: exactly('x:repo:octo-corp/octo-repo') })));
    expect(text.split(':')).toEqual(['repo', 'octo-org/octo-repo', 'actor', 'x%3Arepo%3Aocto-corp/octo-repo', 'environment', 'prod']);
  });
});

describe('a context', () => {
  test.each<[string, Method, string, string, string]>([
    ['branch', MAIN, 'ref:refs/heads/main', 'ref', 'ref:refs/heads/main'],
    ['branchLike', repository => repository.branchLike('release/*'), 'ref:refs/heads/release/*', 'ref', 'ref:refs/heads/release/*'],
    ['tag', repository => repository.tag('v1'), 'ref:refs/tags/v1', 'ref', 'ref:refs/tags/v1'],
    ['tagLike', repository => repository.tagLike('v?'), 'ref:refs/tags/v?', 'ref', 'ref:refs/tags/v?'],
    ['environment', PRODUCTION, 'environment:prod', 'environment', 'environment:prod'],
    ['environmentLike', repository => repository.environmentLike('eu-*'), 'environment:eu-*', 'environment', 'environment:eu-*'],
    ['pullRequest', repository => repository.pullRequest(), 'pull_request', 'event_name', 'event_name:pull_request'],
    ['anyContext', ANY, '*', 'ref', 'ref:*'],
  ])('%s is told by the key context, and by the claim that is its own', (_, method, context, key, segment) => {
    expect(textsOf(method(templated(BY_NAME, ['repo', 'context'])))).toEqual([`repo:octo-org/octo-repo:${context}`]);
    expect(textsOf(method(templated(BY_NAME, ['context', 'repo'])))).toEqual([`${context}:repo:octo-org/octo-repo`]);
    expect(textsOf(method(templated(BY_NAME, ['repo', key])))).toEqual([`repo:octo-org/octo-repo:${segment}`]);
    expect(textsOf(method(templated(WITH_IDS, [key, 'repo'])))).toEqual([`${segment}:repo:octo-org@65/octo-repo@74`]);
    expect(textsOf(method(templated(BY_NAME, ['repo', 'context', key])))).toEqual([`repo:octo-org/octo-repo:${context}:${segment}`]);
  });

  test.each<[string, Method, string]>([['branch', MAIN, 'branch'], ['tag', repository => repository.tag('v1'), 'tag']])(
    'a %s tells the kind of its ref too', (_, method, kind) => {
      expect(textsOf(method(templated(BY_NAME, ['repo', 'ref_type', 'context']))))
        .toEqual([expect.stringMatching(`^repo:octo-org/octo-repo:ref_type:${kind}:ref:refs/`)]);
    },
  );

  test('an environment runs on any ref, so the ref is a further value', () => {
    expect(textsOf(PRODUCTION(templated(BY_NAME, ['repo', 'environment', 'ref'], { ref: exactly('refs/heads/main') }))))
      .toEqual(['repo:octo-org/octo-repo:environment:prod:ref:refs/heads/main']);
  });

  test.each<[string, Method, string[], string]>([
    ['a branch', MAIN, ['repo'], 'branch main'],
    ['a branch', MAIN, ['repo', 'environment'], 'branch main'],
    // whether it is a branch does not tell which
    ['a branch', MAIN, ['repo', 'ref_type'], 'branch main'],
    ['branches', repository => repository.branchLike('*'), ['repo', 'event_name'], 'branches like *'],
    ['a tag', repository => repository.tag('v1'), ['repo', 'ref_type'], 'tag v1'],
    ['tags', repository => repository.tagLike('v*'), ['repo'], 'tags like v*'],
    ['an environment', PRODUCTION, ['repo', 'ref'], 'environment prod'],
    ['environments', repository => repository.environmentLike('*'), ['repo', 'event_name'], 'environments like *'],
    ['pull requests', repository => repository.pullRequest(), ['repo', 'ref'], 'pull requests'],
    ['pull requests', repository => repository.pullRequest(), ['repo', 'environment'], 'pull requests'],
  ])('%s is refused under a template that does not tell it from other runs', (_, method, keys, words) => {
    const { name, message } = refusalOf(() => method(templated(BY_NAME, keys)));
    expect(name).toBe('GithubSubjectTemplateInvalid');
    expect(message).toContain(`the template is '${keys.join(', ')}'`);
    expect(message).toContain(`'${words}'`);
    expect(message).toContain("add 'context' or");
  });

  test.each<[string, Method]>([
    ['branch main', MAIN], ['branches like *', repository => repository.branchLike('*')], ['tag v1', repository => repository.tag('v1')],
    ['tags like *', repository => repository.tagLike('*')], ['pull requests', repository => repository.pullRequest()],
  ])('%s is refused where every job names an environment, so that the context is never that', (words, method) => {
    for (const values of [undefined, { environment: exactly('prod') }]) {
      const { name, message } = refusalOf(() => method(templated(BY_NAME, ['repo', 'context', 'environment'], values)));
      expect(name).toBe('GithubSubjectTemplateInvalid');
      expect(message).toContain(`none has the context '${words}'`);
      expect(message).toContain('use environment()');
    }
  });
});

describe('values', () => {
  test('several make several texts, each with each', () => {
    const values = { workflow: exactly('a', 'b'), actor: exactly('x', 'y:z') };
    expect(textsOf(PRODUCTION(templated(BY_NAME, ['workflow', 'repo', 'context', 'actor'], values)))).toEqual([
      'workflow:a:repo:octo-org/octo-repo:environment:prod:actor:x',
      'workflow:a:repo:octo-org/octo-repo:environment:prod:actor:y%3Az',
      'workflow:b:repo:octo-org/octo-repo:environment:prod:actor:x',
      'workflow:b:repo:octo-org/octo-repo:environment:prod:actor:y%3Az',
    ]);
  });

  test('like patterns make patterns', () => {
    expect(textsOf(PRODUCTION(templated(BY_NAME, ['repo', 'context', 'workflow'], { workflow: ClaimMatch.like('deploy-*', 'release-?') })))).toEqual([
      'repo:octo-org/octo-repo:environment:prod:workflow:deploy-*',
      'repo:octo-org/octo-repo:environment:prod:workflow:release-?',
    ]);
  });

  test.each([
    'workflow', 'job_workflow_ref', 'repository_visibility', 'repo_property_team', 'event_name',
  ])('one that is missing is asked for: %s', key => {
    const { name, message } = refusalOf(() => MAIN(templated(BY_NAME, ['repo', 'context', key])));
    expect(name).toBe('GithubSubjectTemplateInvalid');
    expect(message).toContain(`the key '${key}'`);
    expect(message).toContain('withSubjectTemplate()');
    expect(message).toContain(`{ ${key}: ClaimMatch.exactly('VALUE') }`);
  });

  test('none at all may be written as null too', () => {
    const keys = ['repo', 'context'];
    expect(textsOf(PRODUCTION(templated(BY_NAME, keys, null as any)))).toEqual(textsOf(PRODUCTION(templated(BY_NAME, keys))));
    expect(refusalOf(() => PRODUCTION(templated(BY_NAME, ['repo', 'context', 'workflow'], null as any))).message).toContain("the key 'workflow'");
  });

  test("one for 'constructor' is a value like any other, and its lack is told", () => {
    const keys = ['repo', 'constructor', 'context'];
    expect(refusalOf(() => MAIN(templated(BY_NAME, keys)))).toEqual({
      name: 'GithubSubjectTemplateInvalid', message: expect.stringContaining("{ constructor: ClaimMatch.exactly('VALUE') }"),
    });
    expect(textsOf(MAIN(templated(BY_NAME, keys, { constructor: exactly('x') } as any))))
      .toEqual(['repo:octo-org/octo-repo:constructor:x:ref:refs/heads/main']);
  });

  test.each(['workflow', 'Workflow', 'environment'])('one for a key that the template lacks is refused: %s', key => {
    expect(refusalOf(() => templated(BY_NAME, ['repo', 'context'], { [key]: exactly('x') }))).toEqual({
      name: 'GithubSubjectTemplateInvalid', message: expect.stringMatching(new RegExp(`'${key}'.*'repo, context' lacks.*leave it out`)),
    });
  });

  test.each(['repo', 'context', 'repository', 'repository_id', 'repository_owner', 'repository_owner_id'])(
    'one that the repository or the subject tells by itself is refused: %s', key => {
      expect(refusalOf(() => templated(WITH_IDS, [...new Set(['repo', 'context', key])], { [key]: exactly('x') }))).toEqual({
        name: 'GithubSubjectTemplateInvalid', message: expect.stringMatching(new RegExp(`'${key}'.*leave it out`)),
      });
    },
  );

  test.each<[string, Method, string, string]>([
    ['environment', PRODUCTION, 'prod', 'environment prod'],
    ['environment', PRODUCTION, 'staging', 'environment prod'],
    ['ref', MAIN, 'refs/heads/main', 'branch main'],
    ['ref', repository => repository.tagLike('v*'), 'refs/tags/v1', 'tags like v*'],
    ['ref_type', MAIN, 'branch', 'branch main'],
    ['event_name', repository => repository.pullRequest(), 'push', 'pull requests'],
  ])('one that is told twice is refused: %s', (key, method, value, words) => {
    const { name, message } = refusalOf(() => method(templated(BY_NAME, ['repo', 'context', key], { [key]: exactly(value) })));
    expect(name).toBe('GithubSubjectTemplateInvalid');
    expect(message).toContain(`key '${key}'`);
    expect(message).toContain(`'${value}'`);
    expect(message).toContain(`'${words}' tells it already; leave one out`);
  });

  test.each([
    ['prod'], [undefined], [null], [{}], [['prod']], [{ conditionOperator: 'StringNotLike', values: ['x'] }],
  ])('%j is no ClaimMatch', (value: any) => {
    expect(refusalOf(() => templated(BY_NAME, ['repo', 'context', 'workflow'], { workflow: value }))).toEqual({
      name: 'GithubClaimInvalid', message: expect.stringMatching(/^workflow is '.*ClaimMatch\.exactly/),
    });
  });

  test.each([[undefined], [null], ['repo,context'], [['repo', 'context']], [{}]])('%j is no template', (template: any) => {
    expect(refusalOf(() => BY_NAME.withSubjectTemplate(template))).toEqual({
      name: 'GithubSubjectTemplateInvalid', message: expect.stringContaining(`the template is '${template}'`),
    });
  });
});

describe('all of an owner', () => {
  test.each<[string, string[], string]>([
    ['octo-org', ['repo', 'context'], 'repo:octo-org/*:environment:prod'],
    ['octo-org@65', ['repo', 'context'], 'repo:octo-org@65/*:environment:prod'],
    ['octo-org@65', ['context', 'repository'], 'environment:prod:repository:octo-org/*'],
    ['octo-org', ['repository_owner', 'context'], 'repository_owner:octo-org:environment:prod'],
    ['octo-org@65', ['repository_owner_id', 'context'], 'repository_owner_id:65:environment:prod'],
    ['octo-org@65', ['repository_owner_id', 'repository_id', 'context'], 'repository_owner_id:65:repository_id:*:environment:prod'],
  ])('%s under %j', (owner, keys, text) => {
    expect(textsOf(PRODUCTION(templated(GithubRepository.allOwnedBy(owner), keys)))).toEqual([text]);
  });

  test("misses the owner's ID where the template has it", () => {
    const { name, message } = refusalOf(() => PRODUCTION(templated(GithubRepository.allOwnedBy('octo-org'), ['repository_owner_id', 'context'])));
    expect(name).toBe('GithubIdsMissing');
    expect(message).toContain("the key 'repository_owner_id'");
    expect(message).toContain('octo-org');
  });
});

describe.each([
  ['a parameter', new CfnParameter(new Stack(new App(), 'Stack'), 'Parameter').valueAsString],
  ['a token with a colon in its name', Token.asString({ Ref: 'X' }, { displayHint: 'my:hint' })],
])('%s', (_, token) => {
  test('passes through where the text is exact', () => {
    const workflow = exactly(token, `eu:${token}`);
    expect(textsOf(PRODUCTION(templated(WITH_IDS, ['repo', 'context', 'workflow'], { workflow })))).toEqual([
      `repo:octo-org@65/octo-repo@74:environment:prod:workflow:${token}`,
      `repo:octo-org@65/octo-repo@74:environment:prod:workflow:eu%3A${token}`,
    ]);
    expect(textsOf(templated(BY_NAME, ['environment', 'repo']).environment(token))).toEqual([`environment:${token}:repo:octo-org/octo-repo`]);
    expect(textsOf(MAIN(templated(GithubRepository.of(`octo-org/${token}`), ['repository', 'context']))))
      .toEqual([`repository:octo-org/${token}:ref:refs/heads/main`]);
  });

  test.each<[string, () => unknown]>([
    ['a pattern of branches', () => templated(BY_NAME, ['repo', 'context', 'workflow'], { workflow: exactly(token) }).branchLike('release/*')],
    ['a pattern of environments', () => templated(BY_NAME, ['workflow', 'repo', 'context'], { workflow: exactly(token) }).environmentLike('eu-*')],
    ['any context', () => templated(BY_NAME, ['repo', 'context', 'workflow'], { workflow: exactly(token) }).anyContext()],
    ['any ref', () => templated(BY_NAME, ['repo', 'ref', 'workflow'], { workflow: exactly(token) }).anyContext()],
    ['all of an owner', () => PRODUCTION(
      templated(GithubRepository.allOwnedBy('octo-org'), ['repo', 'context', 'workflow'], { workflow: exactly(token) }))],
    ['an environment in all of an owner', () => templated(GithubRepository.allOwnedBy('octo-org'), ['repo', 'context']).environment(token)],
    ['a pattern of another value', () => PRODUCTION(
      templated(BY_NAME, ['repo', 'context', 'workflow', 'actor'], { workflow: exactly(token), actor: ClaimMatch.like('octo*') }))],
    ['a repository beside a pattern of a value', () => PRODUCTION(
      templated(GithubRepository.of(token), ['repo', 'context', 'workflow'], { workflow: ClaimMatch.like('deploy-*') }))],
    ['an environment beside a pattern of a value',
      () => templated(BY_NAME, ['repo', 'context', 'workflow'], { workflow: ClaimMatch.like('deploy-*') }).environment(token)],
  ])('is refused in %s, since its value could be a wildcard', (_where, act) => {
    const { name, message } = refusalOf(act);
    expect(name).toBe('GithubPatternUnresolved');
    expect(message).toContain("a value such as '*' would let others in");
    expect(message).toMatch(/write .* into the program/);
  });
});
