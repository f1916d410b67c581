import { RuleCase } from '../../../src/checks/rule';
import { iamRefusesTrustPolicy } from '../../../src/checks/rules/iam-refuses-trust-policy';
import { unknownText } from '../../../src/github/unknown-text';
import { AUD, denial, foundBy, KEYS, PROVIDER, SERVER, SUB } from '../../support/found-by';

const ONLY_AUDIENCE = { StringEquals: { aud: AUD } };

test.each<[string, RuleCase]>([
  ['no subject', { conditions: ONLY_AUDIENCE }],
  ['an enterprise\'s issuer and no subject', { issuer: `${KEYS}/octo-inc`, conditions: ONLY_AUDIENCE }],
  ['any subject', { conditions: { StringLike: { sub: '*' } } }],
  ['any subject first', { conditions: { StringLike: { sub: ['*', SUB] } } }],
  ['any context', { conditions: { StringLike: { sub: '*:environment:production' } } }],
  ['a blank subject', { conditions: { StringEquals: { sub: ' ' } } }],
  ['IDs alone', { conditions: { StringEquals: { aud: AUD, repository_id: '1', repository_owner_id: '2' } } }],
  ['a subject that need not be there', { conditions: { StringLikeIfExists: { sub: SUB } } }],
  ['a good subject and any workflow in one block', { conditions: { StringLike: { sub: 'repo:o/r:*', job_workflow_ref: '*' } } }],
  ['a provider that only deployment knows', { conditions: ONLY_AUDIENCE, statement: { Principal: { Federated: unknownText('Provider') } } }],
  ['another provider beside', { conditions: ONLY_AUDIENCE, statement: { Principal: { Federated: ['arn:aws:iam::111111111111:saml-provider/x', PROVIDER] } } }],
  ['every STS action', { statement: { Action: 'sts:*' } }],
  ['every action', { statement: { Action: '*' } }],
  ['an action in another case', { statement: { Action: ['sts:AssumeRole', 'sts:AssumeRoleWithWebidentity'] } }],
])('finds a statement with %s', (_, given) => {
  expect(foundBy(iamRefusesTrustPolicy, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['a subject', {}],
  // IAM looks at spelling, not at meaning.
  ['any repository', { conditions: { StringLike: { sub: 'repo:*' } } }],
  ['any subject after a good one', { conditions: { StringLike: { sub: ['repo:a/b:*', '*'] } } }],
  ['a character and a wildcard', { conditions: { StringLike: { sub: '?*' } } }],
  ['a workflow alone', { conditions: { StringEquals: { aud: AUD, job_workflow_ref: 'octo-org/x/.github/workflows/y.yml@refs/heads/main' } } }],
  ['ForAllValues', { conditions: { 'ForAllValues:StringLike': { sub: SUB } } }],
  ['no value', { conditions: { StringLike: { sub: [] } } }],
  ['a good block beside a bad one', { conditions: { StringEquals: { sub: SUB }, StringLike: { sub: '*' } } }],
  ['GHE.com', { issuer: 'token.actions.octocorp.ghe.com', conditions: ONLY_AUDIENCE, statement: { Action: 'sts:*' } }],
  ['a server', { issuer: SERVER, conditions: ONLY_AUDIENCE }],
  ['more actions', { statement: { Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession', 'sts:AssumeRole'] } }],
  ['a denial beside', { more: [denial({ StringEquals: { repository_id: '1' } }), denial({}, { Action: 'sts:*' })] }],
  ['an account beside', { more: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::111111111111:root' } }] }],
  ['another provider that only deployment knows beside one of GitHub.com', {
    issuer: 'token.actions.octocorp.ghe.com',
    conditions: ONLY_AUDIENCE,
    statement: { Principal: { Federated: unknownText('One') } },
    more: [{ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: unknownText('Two') }, Condition: { StringEquals: { [`${KEYS}:sub`]: SUB } } }],
  }],
  ['anybody but a provider', { conditions: ONLY_AUDIENCE, statement: { Principal: undefined, NotPrincipal: { Federated: PROVIDER } } }],
  ['anybody, who is no provider', { conditions: ONLY_AUDIENCE, statement: { Principal: '*' } }],
])('finds nothing in a statement with %s', (_, given) => {
  expect(foundBy(iamRefusesTrustPolicy, given)).toEqual([]);
});

test.each<[string, RuleCase['conditions'], string]>([
  ['nothing', ONLY_AUDIENCE, `nothing is demanded of '${KEYS}:sub'`],
  ['a wildcard', { StringLike: { sub: ['*', SUB] } }, "sub is '*' and 1 more under 'StringLike'"],
  ['two claims', { StringLike: { sub: SUB, job_workflow_ref: '*' } }, `sub is '${SUB}' under 'StringLike' and job_workflow_ref is '*' under 'StringLike'`],
])('says what it refuses where the conditions demand %s, and what to demand', (_, conditions, why) => {
  expect(foundBy(iamRefusesTrustPolicy, { conditions })).toEqual([
    `statement 1: IAM refuses a trust policy in which ${why}; `
    + "demand sub by StringEquals or StringLike, with a first value that begins with the owner, such as 'repo:OWNER@OWNER_ID/'",
  ]);
});

test('says which action it refuses, and what to write', () => {
  expect(foundBy(iamRefusesTrustPolicy, { statement: { Action: 'sts:*' } })).toEqual([
    "statement 1: IAM refuses the action 'sts:*' in a trust policy; write 'sts:AssumeRoleWithWebIdentity'",
  ]);
});
