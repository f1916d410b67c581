import { RuleCase } from '../../src/checks/rule';
import { RULES } from '../../src/checks/rules';
import { findingsOfRole } from '../../src/checks/run-rules';
import { GithubIssuer } from '../../src/github/issuer';
import { unknownText } from '../../src/github/unknown-text';
import { AUD, denial, KEYS, PROVIDER } from '../support/found-by';
import { roleOf } from '../support/rule-case';

const TOLD = new Map([['github.example.com/_services/token', GithubIssuer.server('github.example.com')]]);
const [OWNER, NAME, WHO] = ['Owner', 'Repository', 'Provider'].map(unknownText);

/** Trust as people write it: by hand, by the samples of documents, and by the libraries of the field. */
const POLICIES: [what: string, given: RuleCase, findings: string[]][] = [
  ['GitHub\'s documents: a branch', { conditions: { StringEquals: { aud: AUD, sub: 'repo:octo-org/octo-repo:ref:refs/heads/octo-branch' } } }, ['MutableSubject']],
  ['GitHub\'s documents: a repository', { conditions: { StringLike: { sub: 'repo:octo-org/octo-repo:*' }, StringEquals: { aud: AUD } } }, ['AnyContextTrusted', 'MutableSubject']],
  ['GitHub\'s documents: an environment', { conditions: { StringEquals: { aud: AUD, sub: 'repo:octo-org/octo-repo:environment:prod' } } }, ['MutableSubject']],
  ['GitHub\'s documents of 2021', { conditions: { 'ForAllValues:StringEquals': { aud: AUD, sub: 'repo:octo-org/octo-repo:ref:refs/heads/main' } } }, ['VacuousCondition', 'VacuousCondition']],
  ['the credentials action\'s documents', { conditions: { StringEquals: { aud: AUD, sub: 'repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main' } } }, []],
  ['the credentials action\'s template', {
    conditions: { StringEquals: { aud: AUD }, StringLike: { sub: `repo:${OWNER}/${NAME}:*` } },
    statement: { Principal: { Federated: WHO } },
  }, ['AnyContextTrusted', 'MutableSubject', 'TrustPolicyLengthUnknown', 'UnresolvedSubject']],
  ['a CDK library: a branch', { conditions: { StringLike: { sub: 'repo:octo-org/octo-repo:ref:refs/heads/main' }, StringEquals: { aud: AUD } } }, ['MutableSubject']],
  ['a CDK library: its default', { conditions: { StringLike: { sub: 'repo:octo-org/octo-repo:*' }, StringEquals: { aud: AUD } } }, ['AnyContextTrusted', 'MutableSubject']],
  ['a CDK library without an audience', { conditions: { StringLike: { sub: ['repo:octo-org/octo-repo:*', 'repo:octo-org/site:*'] } } }, ['AudienceMissing', 'AnyContextTrusted', 'MutableSubject']],
  ['aws-cdk-lib\'s OpenIdConnectPrincipal alone', { conditions: {} }, ['AudienceMissing', 'IamRefusesTrustPolicy', 'SubjectMissing', 'SubjectOpenToAnyOwner']],
  ['aws-cdk-lib\'s principal with conditions', { conditions: { StringEquals: { aud: AUD, sub: 'repo:octo-org/octo-repo:environment:prod' } }, statement: { Principal: { Federated: WHO } } }, ['MutableSubject']],
  ['a Terraform module', {
    conditions: {
      'ForAllValues:StringEquals': { iss: `https://${KEYS}`, aud: AUD },
      'StringLike': { sub: ['repo:octo-org/octo-repo:ref:refs/heads/main', 'repo:octo-org/octo-repo:pull_request'] },
    },
    statement: { Sid: 'GithubOidcAuth', Action: ['sts:TagSession', 'sts:AssumeRoleWithWebIdentity'] },
  }, ['UnknownClaimKey', 'VacuousCondition', 'MutableSubject', 'PullRequestTrusted']],
  ['a Terraform module: an owner', { conditions: { StringEquals: { aud: AUD }, StringLike: { sub: ['repo:octo-org/*'] } } }, ['AnyContextTrusted', 'AnyRepositoryTrusted', 'MutableSubject']],
  ['a Terraform module that takes both forms', { conditions: { StringEquals: { aud: AUD }, StringLike: { sub: ['repo:octo-org/octo-repo:*', 'repo:octo-org@*/octo-repo@*:*'] } } }, ['WildcardIds', 'AnyContextTrusted', 'MutableSubject']],
  ['both forms by a wildcard', { conditions: { StringEquals: { aud: AUD }, StringLike: { sub: 'repo:octo-org*/*' } } }, ['OwnerUnanchored', 'SubjectOpenToAnyOwner']],
  ['an empty variable', { conditions: { StringEquals: { aud: AUD }, StringLike: { sub: 'repo::*' } } }, ['MalformedSubject']],
  ['a URL for a repository', { conditions: { StringEquals: { aud: AUD }, StringLike: { sub: 'repo:github.com/octo-org/octo-repo:*' } } }, ['MalformedSubject']],
  ['a wildcard to the letter', { conditions: { StringEquals: { aud: AUD, sub: 'repo:octo-org/octo-repo:*' } } }, ['WildcardNeverMatches']],
  ['everybody', { conditions: { StringEquals: { aud: AUD }, StringLike: { sub: 'repo:*' } } }, ['SubjectOpenToAnyOwner']],
  ['a misspelt set operator', { conditions: { ForAllValuesStringEquals: { aud: AUD }, StringLike: { sub: 'repo:octo-org/octo-repo:ref:refs/heads/main' } } }, ['AudienceMissing', 'MutableSubject']],
  ['a reusable workflow alone', { conditions: { StringEquals: { aud: AUD }, StringLike: { job_workflow_ref: 'octo-org/workflows/.github/workflows/deploy.yml@*' } } }, ['ReusableWorkflowWithoutOwner', 'SubjectOpenToAnyOwner', 'WorkflowRefUnpinned']],
  ['a reusable workflow of an owner\'s repositories', {
    conditions: { StringEquals: { aud: AUD, job_workflow_ref: 'octo-org/workflows/.github/workflows/deploy.yml@refs/tags/v1' }, StringLike: { sub: 'repo:octo-org/*' } },
  }, ['MutableSubject']],
  ['an owner by name', { conditions: { StringEquals: { aud: AUD, repository_owner: 'octo-org' } } }, ['IamRefusesTrustPolicy', 'UnknownClaimKey']],
  ['a push by event', { conditions: { StringEquals: { aud: AUD, event_name: 'push' }, StringLike: { sub: 'repo:octo-org/octo-repo:*' } } }, ['UnknownClaimKey']],
  ['a default audience', { conditions: { StringLike: { aud: 'https://github.com/octo-org', sub: 'repo:octo-org/octo-repo:ref:refs/heads/main' } } }, ['AudienceShared', 'MutableSubject']],
  ['a server\'s sample', {
    issuer: 'github.example.com/_services/token',
    conditions: { StringLike: { aud: `https://github.example.com/${OWNER}`, sub: `repo:${OWNER}/${NAME}:*` } },
    properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
  }, ['AnyContextTrusted', 'AudienceShared', 'TrustPolicyLengthUnknown', 'UnresolvedSubject']],
  ['an administrator for pull requests', {
    conditions: { StringEquals: { aud: AUD }, StringLike: { sub: 'repo:octo-org/octo-repo:*' } },
    properties: { RoleName: 'GitHubActions', MaxSessionDuration: 43200, ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
  }, ['AdministratorPermissions', 'AnyContextTrusted', 'LongSession', 'MutableSubject', 'PullRequestCanWrite', 'ReservedRoleName']],
  ['a repository, and pull requests denied', {
    conditions: { StringEquals: { aud: AUD }, StringLike: { sub: 'repo:octo-org/octo-repo:ref:refs/heads/main*' } },
    more: [denial({ StringLike: { sub: '*:pull_request' } })],
  }, ['MutableSubject', 'RefPrefixCollision']],
  ['an account beside', {
    conditions: { StringEquals: { aud: AUD, sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } },
    more: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Condition: { StringEquals: { 'sts:ExternalId': 'octo' } } }],
  }, []],
  ['an external ID for a workflow', { conditions: { StringEquals: { 'aud': AUD, 'sub': 'repo:octo-org@123456/octo-repo@456789:environment:production', 'sts:ExternalId': 'octo' } } }, ['ConditionNeverMet']],
  ['two providers', {
    conditions: { StringEquals: { aud: AUD, sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } },
    statement: { Principal: { Federated: [PROVIDER, 'arn:aws:iam::111111111111:oidc-provider/gitlab.com'] } },
  }, []],
];

test.each(POLICIES)('%s', (_, given, findings) => {
  expect(findingsOfRole(roleOf(given, TOLD), RULES).map(({ ruleId }) => ruleId)).toEqual(findings);
});
