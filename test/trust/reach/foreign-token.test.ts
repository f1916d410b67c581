import { GithubIssuer } from '../../../src/github/issuer';
import { GithubRepository } from '../../../src/github/repository';
import { SubjectFormat } from '../../../src/github/subject-format';
import { GithubSubjectTemplate } from '../../../src/github/subject-template';
import { foreignToken } from '../../../src/trust/reach/foreign-token';
import { readPolicy } from '../../../src/trust/read-policy';
import { providerArn, trustPolicy } from '../../support/arbitraries';
import { denying, exactly, like, NEW_SERVER, OLD_SERVER, reachOf, shownReach } from '../../support/gates';

const MAIN = 'repo:evil/x:ref:refs/heads/main by repo,context';
const WORKFLOW = 'octo-org/automation/.github/workflows/deploy.yml@refs/heads/main';

describe('open to any owner', () => {
  test.each([
    ['no subject', {}, MAIN],
    ['everything', like('*'), MAIN],
    ['a context alone', like('*:ref:refs/heads/main'), MAIN],
    ['an environment alone', like('*:environment:prod'), 'repo:evil/x:environment:prod by repo,context'],
    ['what looks like a path', like('*/repo:*'), 'workflow:/repo:repo_property_y:x by workflow,repo_property_y'],
    ['every owner', like('repo:*'), MAIN],
    ['every repository', like('repo:*/*'), MAIN],
    ['every owner of some characters', like('repo:?*'), MAIN],
    ['an owner that begins alike', like('repo:org*'), 'repo:org-evil/x:ref:refs/heads/main by repo,context'],
    ['one with a hyphen', like('repo:org-*'), 'repo:org-evil/x:ref:refs/heads/main by repo,context'],
    ['one before a slash', like('repo:org*/*'), 'repo:org-evil/x:ref:refs/heads/main by repo,context'],
    ['one that ends alike', like('repo:*-org/app:*'), 'repo:x-org/app:ref:refs/heads/main by repo,context'],
    ['one character', like('repo:o?/r:*'), 'repo:ox/r:ref:refs/heads/main by repo,context'],
    ['the second of two', like('repo:octo-org/app:environment:prod', 'repo:*/app:environment:prod'), 'repo:evil/app:environment:prod by repo,context'],
    ['IDs behind a wildcard', like('repo:*@123456/*@456789:environment:production'),
      'repo:evil/x:workflow:@123456/@456789:environment:production by repo,workflow,context'],
    ['an ID that begins alike', like('repository_owner_id:7*'), 'repository_owner_id:78 by repository_owner_id'],
    ['a workflow alone', { StringEquals: { job_workflow_ref: WORKFLOW } }, MAIN],
    ['a workflow of any ref', { StringLike: { job_workflow_ref: 'octo-org/automation/*' } }, MAIN],
    ['a workflow first', like('job_workflow_ref:octo-org/automation/*'), 'job_workflow_ref:octo-org/automation/x@x by job_workflow_ref'],
    ['all values of a claim that is not read', { 'ForAllValues:StringLike': { repository_owner: 'octo-org' } }, MAIN],
    ['one if it exists', { StringEqualsIfExists: { repository_owner: 'octo-org' } }, MAIN],
    ['one negated', { StringNotEquals: { repository_owner: 'octo-org' } }, MAIN],
    ['all but one', { StringNotLike: { sub: 'repo:evil/*' } }, 'repo:x/x:ref:refs/heads/main by repo,context'],
    ['a subject that is there', { Null: { sub: 'false' } }, MAIN],
    ['an ID that is a pattern', { StringLike: { repository_id: '1*' } }, MAIN],
    ['an enterprise that is a pattern', { ...like('repo:*'), StringNotEquals: { enterprise_id: '5' } }, MAIN],
    ['any enterprise', { StringLike: { sub: 'repo:*', enterprise_id: '*' } }, MAIN],
    ['a name of any owner', { StringLike: { repository: '*/app' } }, 'repo:evil/app:ref:refs/heads/main by repo,context'],
    ['an actor', { ...like('repo:*'), StringEquals: { actor_id: '12', actor: 'dependabot[bot]' } }, MAIN],
    ['a ref first', like('ref:refs/heads/main:*'), 'ref:refs/heads/main:workflow:x by context,workflow'],
    ['a workflow name first', like('workflow:deploy:*'), 'workflow:deploy:repo_property_x:x by workflow,repo_property_x'],
    ['an environment first', exactly('environment:prod'), 'environment:prod by context'],
    ['pull requests', exactly('pull_request'), 'pull_request by context'],
    ['pull requests of anybody', like('pull_request:actor:*'), 'pull_request:actor:x by context,actor'],
    ['what looks like pull requests of anybody', like('repo:*:pull_request:actor:*'), 'repo:evil/x:workflow:pull_request:actor:x by repo,workflow,actor'],
    ['a custom property', exactly('repo_property_team:platform'), 'repo_property_team:platform by repo_property_team'],
    ['any owner behind a key', like('repo:*:repository_owner:*'), 'repo:evil/x:repository_owner:evil by repo,repository_owner'],
    ['an owner behind a key that begins alike', like('*:repository_owner:octo*'), 'workflow:x:repository_owner:octo-evil by workflow,repository_owner'],
    ['a text that a property can be named for', like('workflow:*repo:octo/app'),
      'workflow:x:repo_property_repo:octo/app by workflow,repo_property_repo'],
    ['an environment whose name holds a colon', { ...exactly('workflow:deploy:environment:a%3Ab'), StringLike: { environment: 'a:*' } },
      'workflow:deploy:environment:a%3Ab by workflow,context'],
    ['a ref beside an environment', { ...like('repo:*:ref:refs/heads/*'), StringEquals: { ref: 'refs/heads/main', environment: 'prod' } },
      'repo:evil/x:ref:refs/heads/main by repo,ref'],
    ['a tag by its kind', like('ref:*:ref_type:tag'), 'ref:refs/tags/x:ref_type:tag by context,ref_type'],
    ['a kind of ref alone', exactly('ref_type:tag'), 'ref_type:tag by ref_type'],
    ['a branch of a pull request', like('repo:*:head_ref:x'), 'repo:evil/y:head_ref:x by repo,head_ref'],
    ['an enterprise behind a key', like('enterprise:*:enterprise_id:*'), 'enterprise:x:enterprise_id:7 by enterprise,enterprise_id'],
    ['a commit', like('sha:?*'), `sha:${'7'.repeat(40)} by sha`],
    ['the workflow of a run', like('workflow_ref:*/ci.yml@refs/heads/main'), 'workflow_ref:evil/x/.github/workflows/ci.yml@refs/heads/main by workflow_ref'],
    ['a policy variable', exactly('${token.actions.githubusercontent.com:sub}'), MAIN],
    ['an owner by a policy variable', exactly('repo:${aws:username}/x:environment:prod'), 'repo:evil/x:environment:prod by repo,context'],
    ['a condition on the request', { ...like('repo:*'), StringEquals: { 'sts:RoleSessionName': 'x' } }, MAIN],
    ['an operator for numbers', { ...like('repo:*'), NumericEquals: { repository_owner_id: '1' } }, MAIN],
    ['any case', { StringEqualsIgnoreCase: { sub: 'ENVIRONMENT:Prod' } }, 'environment:PROD by context'],
  ] as const)('%s', (_, conditions, expected) => {
    expect(shownReach(conditions)).toBe(expected);
  });

  test('two texts of one owner have to be the same', () => {
    const short = { StringNotLike: { sub: '*:*:*:*:*' } };
    expect(shownReach({ ...like('repo:a*:repository_owner:?b*'), ...short })).toBe('repo:ab/x:repository_owner:ab by repo,repository_owner');
    expect(shownReach({ ...like('repo:a*/x:repository_owner:?b'), ...short })).toBe('repo:ab/x:repository_owner:ab by repo,repository_owner');
    expect(shownReach({ ...like('repo:a*/x:repository_owner:b*'), ...short })).toBeUndefined();
  });

  test('two texts of one repository, and the claim', () => {
    const conditions = { StringLike: { sub: 'repo:*/a*:repository_owner:b*', repository: '?c/?d' }, StringNotLike: { sub: '*:*:*:*:*' } };
    expect(shownReach(conditions)).toBe('repo:bc/ad:repository_owner:bc by repo,repository_owner');
    expect(shownReach({ StringLike: { sub: 'repository_owner:*', repository: 'b?/*' } })).toBe('repository_owner:bx by repository_owner');
    expect(shownReach({ StringLike: { sub: 'repository_owner:a*', repository: 'b?/*' } })).toBeUndefined();
  });

  test('two custom properties have two names', () => {
    expect(shownReach(like('repo_property_?:a:repo_property_?:b'))).toBe('repo_property_x:a:repo_property_z:b by repo_property_x,repo_property_z');
  });

  test('on a server that may leave colons alone, a value may look like an owner', () => {
    expect(shownReach(like('environment:*:repo:octo-org/app'), [], OLD_SERVER)).toBe('environment::repo:octo-org/app by context');
    expect(shownReach(exactly('environment:prod:repo:octo-org/app'), [], OLD_SERVER)).toBe('environment:prod:repo:octo-org/app by context');
    expect(shownReach(like('environment:*:repo:octo-org/app'), [], NEW_SERVER)).toBeUndefined();
    expect(shownReach(like('repo:octo-org/*'), [], OLD_SERVER)).toBeUndefined();
  });

  test('immutable subjects are of GitHub.com, and not of servers', () => {
    expect(shownReach(like('repo:*@*/*@*'))).toMatch(/^repo:evil@7\/x@7 by repo$/);
    expect(shownReach(exactly('repo:${*}@7/x@7'), [], NEW_SERVER)).toBeUndefined();
    expect(shownReach(like('repo:?@?/?@?'), [], NEW_SERVER)).toBeUndefined();
  });

  test('by its claims, whoever reads them', () => {
    const found = reachOf({ StringLike: { sub: 'repo:org*:environment:prod', aud: 'sts.*' }, StringEquals: { job_workflow_ref: WORKFLOW, environment: 'prod' } });
    expect(found).toEqual({
      template: ['repo', 'context'],
      claims: {
        iss: 'https://token.actions.githubusercontent.com',
        aud: 'sts.amazonaws.com',
        sub: 'repo:org-evil/x:environment:prod',
        repository: 'org-evil/x',
        repository_owner: 'org-evil',
        repository_owner_id: '7',
        repository_id: '7',
        repository_visibility: 'public',
        environment: 'prod',
        ref: 'refs/heads/main',
        ref_type: 'branch',
        event_name: 'push',
        actor: 'evil',
        actor_id: '666',
        workflow: 'deploy',
        job_workflow_ref: WORKFLOW,
        workflow_ref: 'org-evil/x/.github/workflows/x.yml@refs/heads/main',
      },
    });
  });
});

describe('closed to foreign owners', () => {
  test.each([
    ['an owner', like('repo:octo-org/*')],
    ['an owner and his ID', like('repo:octo-org@123456/*')],
    ['an owner of any ID', like('repo:octo-org@*/app@*:environment:production')],
    ['an environment of any repository', like('repo:org/*:environment:prod')],
    ['a name alone', exactly('repo:o/r:ref:refs/heads/main')],
    ['the withdrawn form', exactly('repo:o-123/r-456:environment:x')],
    ['digits at the end', like('repo:team-2024/app-1:*')],
    ['wildcards that are text', exactly('repo:*', '*', 'repo:org*/x')],
    ['characters written like variables', exactly('repo:${*}')],
    ['nothing', exactly('')],
    ['no values', { StringEquals: { sub: [] } }],
    ['what nobody can have', exactly('repo:octo', 'environment', 'pull_request:pull_request', 'repo::*', 'ref:main')],
    ['a workflow and an owner', { StringEquals: { job_workflow_ref: WORKFLOW, repository_owner_id: '123456' } }],
    ['a workflow that nobody can call', { StringEquals: { job_workflow_ref: 'deploy.yml' } }],
    ['all values of a subject', { 'ForAllValues:StringEquals': { sub: 'repo:o/r:environment:prod' } }],
    ['a subject if it exists', { StringLikeIfExists: { sub: 'repo:octo-org/*' } }],
    ['an ID without a subject', { StringEquals: { repository_id: '1' } }],
    ['an enterprise', { ...like('repo:*'), StringEquals: { enterprise_id: '5' } }],
    ['a name without a subject', { StringEquals: { repository: 'octo-org/app' } }],
    ['a name of one owner', { StringLike: { repository: 'octo-org/*', sub: '*' } }],
    ['a claim that AWS does not read', { StringEquals: { repository_owner: 'octo-org' } }],
    ['another issuer', { ...like('*'), StringEquals: { 'gitlab.com:sub': 'x' } }],
    ['a key that no token has', { ...like('*'), StringEquals: { 'sts:ExternalId': 'x' } }],
    ['a template that names the owner last', exactly('environment:production%3Aeastus:repository_owner:octo-org')],
    ['one with a pattern before', like('environment:*:repository_owner:octo-org')],
    ['one that names the repository last', like('workflow:*:repo:octo-org/app')],
    ['one with the workflow first', exactly('job_workflow_ref:octo-org/auto/.github/workflows/a.yml@refs/heads/main:repo:octo-org/app:ref:refs/heads/main')],
    ['one with the context in the middle', like('workflow:deploy*:repo:octo-org/app:ref:*')],
    ['one of a repository', exactly('repository_id:74')],
    ['one of an owner', like('repository_owner_id:65:*')],
    ['one of an enterprise', exactly('enterprise:avocado-corp')],
    ['one of a run', like('workflow_ref:octo-org/app/*')],
    ['a pull request and an owner', exactly('pull_request:repository_owner:octo-org')],
    ['an owner that only another template names', like('repo:*:repository_owner:octo-org')],
    ['two owners in one subject', like('repo:a*/x:repository_owner:b*')],
    ['two environments', exactly('environment:a:environment:b')],
    ['a branch that is a tag', like('ref:refs/tags/*:ref_type:branch')],
    ['pull requests that are pushes', exactly('pull_request:event_name:push')],
    ['pull requests of an environment', { ...like('pull_request'), StringEquals: { environment: 'prod' } }],
    ['an environment that must not be there', { ...exactly('environment:prod'), Null: { environment: 'true' } }],
    ['an environment other than the claim', { StringLike: { sub: 'environment:a*', environment: 'b*' } }],
    ['a key twice', exactly('workflow:a:workflow:b')],
    ['what only deployment knows', like('repo:\ue000Owner\ue001/*', '\ue000Subject\ue001', 'environment:\ue000Name\ue001')],
    ['what only deployment knows, behind a wildcard', like('*\ue000Owner\ue001*')],
    ['an owner and a policy variable', exactly('repo:octo-org/${aws:username}')],
    ['no subject at all', { ...like('repo:*'), Null: { sub: 'true' } }],
    ['an owner in any case', { StringEqualsIgnoreCase: { sub: 'REPO:Octo-Org/App:environment:prod' } }],
    ['an owner under a pattern of his name alone', { StringLike: { sub: 'repo:org*' }, StringNotLike: { sub: ['repo:org?*/*', 'repo:org?*@*'] } }],
  ] as const)('%s', (_, conditions) => {
    expect(reachOf(conditions)).toBeUndefined();
  });

  test.each([
    ['all but an owner', { StringNotLike: { sub: 'repo:octo-org/*' } }],
    ["all but an owner's ID", { StringNotEquals: { repository_owner_id: '123456' } }],
    ['all but a repository', { StringNotEquals: { repository: 'octo-org/app' } }],
    ['all but an enterprise', { StringNotEqualsIfExists: { enterprise_id: '5' } }],
    ['all', {}],
    ['all of any subject', { StringLike: { sub: '*' } }],
  ] as const)('by a Deny of %s', (_, conditions) => {
    expect(reachOf(like('repo:*'), [denying(conditions)])).toBeUndefined();
    expect(reachOf({}, [denying({ StringEquals: { aud: 'x' } }), denying(conditions)])).toBeUndefined();
  });

  test.each([
    ['another owner', { StringLike: { sub: 'repo:evil*' } }, 'repo:x/x:ref:refs/heads/main by repo,context'],
    ['what is not there', { StringNotLike: { sub: 'repo:*' } }, MAIN],
    ['what has an environment', { Null: { environment: 'false' } }, MAIN],
    ['what has none', { Null: { environment: 'true' } }, 'repo:evil/x:environment:production by repo,context'],
    ['one claim and another', { StringNotLike: { sub: 'repo:octo-org/*' }, StringEquals: { actor: 'somebody' } }, MAIN],
    ['a request', { StringEquals: { 'aws:SourceIp': 'x' } }, MAIN],
    ['a policy variable', { StringLike: { sub: '${aws:username}' } }, MAIN],
    ['what only deployment knows', { StringLike: { sub: '*\ue000Name\ue001*' } }, MAIN],
  ] as const)('not by a Deny of %s', (_, conditions, expected) => {
    expect(shownReach(like('repo:*'), [denying(conditions)])).toBe(expected);
  });

  test('whoever any statement names', () => {
    const other = { ...denying({ StringEquals: { sub: 'repo:ab/x:environment:prod' } }), Effect: 'Allow' };
    const onlyB = { StringLike: { sub: 'repo:a?/app:*' }, StringNotLike: { sub: 'repo:aX/app:*' }, StringLikeIfExists: { repository: '?b/*' } };
    expect(shownReach(onlyB)).toBe('repo:ab/app:ref:refs/heads/main by repo,context');
    expect(reachOf(onlyB, [other])).toBeUndefined();
  });
});

describe('what the package itself writes', () => {
  const octo = ['app', 'web', 'infra'].map((name, index) => GithubRepository.of(`octo-org@123456/${name}@${index + 1}`));
  const many = Array.from({ length: 60 }, (_, index) => GithubRepository.of(`octo-org@123456/repository-${index}@${456000 + index}`));
  const owner = GithubRepository.allOwnedBy('octo-org@123456');
  const template = GithubSubjectTemplate.of('environment', 'repository_owner', 'repo');

  test.each([
    ['an environment', octo.map(one => one.environment('production')), {}],
    ['any context', octo.map(one => one.anyContext()), {}],
    ['names', octo.map(one => one.branchLike('main*')), { format: SubjectFormat.NAME }],
    ['IDs', octo.map(one => one.tagLike('v*')), { format: SubjectFormat.IMMUTABLE }],
    ['packed', many.map(one => one.pullRequest()), { quota: { characters: 2048, providerArn: providerArn(GithubIssuer.GITHUB_COM) } }],
    ['a whole owner', [owner.environment('production'), owner.anyContext(), owner.pullRequest()], {}],
    ['an ambiguous environment', [octo[0].environment('a:b'), octo[1].environmentLike('a%3A*')], {}],
    ['a template', [octo[0].withSubjectTemplate(template).environment('prod')], {}],
    ['a server', [GithubRepository.allOwnedBy('octo-org').branch('main')], { issuer: NEW_SERVER }],
  ] as const)('%s', (_, subjects, options) => {
    const issuer = 'issuer' in options ? options.issuer : GithubIssuer.GITHUB_COM;
    const statements = readPolicy(trustPolicy({ subjects: [...subjects], ...options }));
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.map(statement => foreignToken({ statement, denies: [], issuer }, statements))).toEqual(statements.map(() => undefined));
  });
});

describe('what is too entangled', () => {
  test('is told as unknown, and soon', () => {
    const far = `*a${'?'.repeat(40)}`;
    expect(reachOf({ StringLike: { sub: `repo:*:repository_owner:b${far}:repository:c${far}` }, StringNotLike: { sub: [`*b${far}`, `*c${far}`, `*d${far}`] } })).toBe('unknown');
  });

  test('is told as unknown where one name would have to stand twice', () => {
    expect(reachOf(exactly('repo_property_a:x:repo_property_a:y'))).toBe('unknown');
  });

  test('Deny statements multiply', () => {
    const denies = Array.from({ length: 12 }, (_, index) =>
      denying({ StringNotLike: { sub: `repo:*:${index}`, actor: `${index}*`, workflow: `${index}*`, ref: `refs/heads/${index}*` } }));
    expect(reachOf(like('repo:*'), denies)).toBe('unknown');
  });
});
