import { RuleCase } from '../../src/checks/rule';
import { RULES } from '../../src/checks/rules';
import { findingsOfRole } from '../../src/checks/run-rules';
import { GithubIssuer } from '../../src/github/issuer';
import { AUD, denial, KEYS, PROVIDER, SERVER, SUB } from '../support/found-by';
import { roleWithPolicy } from '../support/policy-role';
import { roleOf } from '../support/rule-case';

const TOLD = new Map([[SERVER, GithubIssuer.server('github.example.com', { version: '3.19' })]]);
const WORKFLOW = 'octo-org/workflows/.github/workflows/deploy.yml@refs/heads/main';
const ENVIRONMENT = 'environment:production';
const PINNED = { aud: AUD, repository_owner_id: '123456' };

test.each<[string, RuleCase]>([
  ['a workflow with an owner\'s ID', { conditions: { StringEquals: { ...PINNED, job_workflow_ref: WORKFLOW } } }],
  ['the packed form', {
    conditions: {
      StringEquals: { ...PINNED, repository_id: ['456789', '456790', '456791'] },
      StringLike: { sub: [`repo:octo-org@123456/*:${ENVIRONMENT}`, `repo:octo-org/*:${ENVIRONMENT}`] },
      StringNotLike: { sub: `repo:*:*:${ENVIRONMENT}` },
    },
  }],
  ['a name pinned by its ID', { conditions: { StringEquals: { ...PINNED, repository_id: '456789', sub: `repo:octo-org/octo-repo:${ENVIRONMENT}` } } }],
  ['a name pinned by its owner\'s ID', { conditions: { StringEquals: { ...PINNED, sub: `repo:octo-org/octo-repo:${ENVIRONMENT}` } } }],
  ['the name of a server\'s repository', { issuer: SERVER, conditions: { StringEquals: { aud: AUD, sub: `repo:octo-org/octo-repo:${ENVIRONMENT}` } } }],
  ['names that end in digits', { conditions: { StringEquals: { ...PINNED, sub: `repo:team-2024/app-1:${ENVIRONMENT}` } } }],
  ['names that end in digits, with IDs', { conditions: { StringEquals: { aud: AUD, sub: `repo:team-2024@123456/app-1@456789:${ENVIRONMENT}` } } }],
  ['a managed user\'s name', { conditions: { StringEquals: { ...PINNED, sub: `repo:octocat_octo/app.js:${ENVIRONMENT}` } } }],
  ['a template of several segments', { conditions: { StringEquals: { aud: AUD, sub: `${SUB}:job_workflow_ref:${WORKFLOW}` } } }],
  ['a template of IDs', { conditions: { StringEquals: { aud: AUD, sub: `repository_owner_id:123456:repository_id:456789:${ENVIRONMENT}` } } }],
  ['keys of the request', {
    conditions: {
      StringEquals: { 'aud': AUD, 'sub': SUB, 'sts:RoleSessionName': `\${${KEYS}:actor}`, 'aws:RequestedRegion': 'eu-west-1' },
      IpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
    },
  }],
  ['keys of another issuer beside its provider', {
    conditions: { StringEquals: { aud: AUD, sub: SUB }, StringEqualsIfExists: { 'gitlab.com:namespace_path': 'octo' } },
    statement: { Principal: { Federated: [PROVIDER, 'arn:aws:iam::111111111111:oidc-provider/gitlab.com'] } },
  }],
  ['all that a denial leaves of a repository', {
    conditions: { StringEquals: { aud: AUD }, StringLike: { sub: 'repo:octo-org@123456/octo-repo@456789:*' } },
    more: [denial({ StringNotEquals: { sub: SUB } }, { Principal: '*' })],
  }],
  ['all that a denial leaves of an owner', {
    conditions: { StringEquals: { aud: AUD }, StringLike: { sub: 'repo:octo-org@123456/*' } },
    more: [denial({ StringNotEquals: { repository_id: '456789' } }), denial({ StringNotEquals: { environment: 'production' } })],
  }],
  ['a statement that another one denies', { conditions: { StringEquals: { aud: AUD }, StringLike: { sub: 'repo:octo-org@123456/*' } }, more: [denial({})] }],
  ['subjects in mixed case', { conditions: { StringEquals: { aud: AUD, sub: `repo:Octo-Org@123456/Octo.Repo@456789:${ENVIRONMENT}` } } }],
  ['several statements', { more: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] }],
])('no rule finds anything in %s', (_, given) => {
  expect(findingsOfRole(roleOf(given, TOLD), RULES)).toEqual([]);
});

test('no rule finds anything in a long policy where the quota was raised', () => {
  const subjects = Array.from({ length: 40 }, (_, index) => `repo:octo-org@123456/octo-repo@4567${index}:${ENVIRONMENT}`);
  const Statement = {
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: PROVIDER },
    Condition: { StringEquals: { [`${KEYS}:aud`]: AUD, [`${KEYS}:sub`]: subjects } },
  };
  const findingsWithin = (quota: number) => findingsOfRole(
    roleWithPolicy({ Version: '2012-10-17', Statement }, { account: '111111111111', quota, told: TOLD }), RULES).map(({ ruleId }) => ruleId);

  expect(findingsWithin(4096)).toEqual([]);
  expect(findingsWithin(2048)).toEqual(['TrustPolicyTooLarge']);
});
