import { roleOf } from './rule-case';
import { CheckedRole } from '../../src/checks/checked-role';
import { JudgedFinding } from '../../src/checks/finding';
import { readPermissions } from '../../src/checks/read-role';
import { RuleCase } from '../../src/checks/rule';
import { unknownText } from '../../src/github/unknown-text';
import { ReviewInput } from '../../src/review/model';

export const IMAGES = unknownText('OctoService/Images.Arn');
const ECR_PUSH = { Effect: 'Allow', Action: ['ecr:BatchGetImage', 'ecr:PutImage', 'ecr:UploadLayerPart'], Resource: IMAGES };

/** A role of a case, with what only a whole app tells. */
export function reviewedCase(path: string, given: RuleCase = {}, more: Partial<CheckedRole> = {}): CheckedRole {
  return { ...roleOf(given), path, ...more };
}

export function subjectsOf(...sub: string[]): RuleCase {
  return { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub } } };
}

export function findingOf(path: string, ruleId: string, more: Partial<JudgedFinding> = {}): JudgedFinding {
  return { path, ruleId, severity: 'warning', message: `something is 'odd' about ${ruleId}`, fix: "write 'even'", ...more };
}

/** An app as a team has it: environments, tags, pull requests, an owner's repositories, a hand-made role that is too open. */
export function octoInput(): ReviewInput {
  const production = 'OctoService/Deploy';
  const byHand = 'Legacy/ByHand';
  return {
    roles: [
      reviewedCase(production, {
        conditions: {
          StringEquals: {
            aud: 'sts.amazonaws.com',
            sub: ['repo:octo-org/octo-repo:environment:production', 'repo:octo-org@123456/octo-repo@456789:environment:production'],
            repository_id: '456789',
            repository_owner_id: '123456',
          },
        },
        statement: { Sid: 'EnvironmentProduction' },
        permissions: [ECR_PUSH, { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
          { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: ['deploy', 'lookup'].map(kind => `arn:aws:iam::111111111111:role/cdk-hnb659fds-${kind}-role-111111111111-eu-west-1`) }],
      }, {
        region: 'eu-west-1',
        description: 'Assumed by GitHub Actions: octo-org/octo-repo, environment production',
        steers: [{ by: 'grantCdkDeploy', roleArn: 'arn:aws:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-west-1', how: 'has CloudFormation deploy any stack as it' }],
      }),
      reviewedCase('OctoService/Release', {
        conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: 'repo:octo-org@123456/octo-repo@456789:ref:refs/tags/v*' } },
        permissions: [ECR_PUSH],
      }),
      reviewedCase('OctoService/Review', {
        ...subjectsOf('repo:octo-org@123456/octo-repo@456789:pull_request'),
        permissions: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: ['arn:aws:s3:::octo-reports', 'arn:aws:s3:::octo-reports/*'], Condition: { StringEquals: { 'aws:ResourceAccount': '111111111111' } } }],
      }),
      reviewedCase(byHand, {
        conditions: { StringEquals: { aud: 'sts.amazonaws.com' }, StringLike: { sub: 'repo:octo-org/*' } },
        more: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::222222222222:root', Service: 'ec2.amazonaws.com' } },
          { Sid: 'NotForks', Effect: 'Deny', Action: '*', Principal: '*', Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': '*:pull_request' } } },
        ],
        permissions: [{ Effect: 'Allow', Action: ['s3:*'], Resource: '*' }, { Effect: 'Deny', Action: 's3:DeleteBucket', Resource: '*' }, { Effect: 'Allow', NotAction: ['iam:*'], NotResource: 'arn:aws:s3:::secrets' }],
        properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'], MaxSessionDuration: 43200, RoleName: 'by-hand' },
      }, {
        boundaries: [{ arn: 'arn:aws:iam::111111111111:policy/boundary' }, { arn: unknownText('Legacy/Boundary'), permissions: readPermissions({ Statement: [{ Effect: 'Allow', Action: ['logs:GetLogEvents', 'logs:PutLogEvents'], Resource: '*' }] }, 'managed policy Legacy/Boundary') }],
        unreadPermissions: [`'${unknownText('Fn::Transform')}' in 'inline policy more'`, "the permissions boundary 'arn:aws:iam::111111111111:policy/boundary'"],
      }),
    ],
    findings: [
      findingOf(byHand, 'AdministratorPermissions', { message: "the role has 'arn:aws:iam::aws:policy/AdministratorAccess'", fix: 'grant what the job needs' }),
      findingOf(byHand, 'AnyContextTrusted', { severity: 'error' }),
      findingOf(byHand, 'LongSession', { acknowledged: 'the nightly build takes seven hours, see #42' }),
      findingOf('GithubOidc/Provider', 'ProviderDuplicated', { severity: 'error' }),
    ],
  };
}

/** Many roles of many repositories. */
export function manyRoles(count: number): ReviewInput {
  const roles = Array.from({ length: count }, (_, index) => reviewedCase(`Team${index % 40}/Service${index}/Deploy`, {
    ...subjectsOf(`repo:octo-org@123456/service-${index}@${1000 + index}:environment:production`),
    permissions: [{ ...ECR_PUSH, Resource: `arn:aws:ecr:eu-west-1:111111111111:repository/service-${index}` },
      { Effect: 'Allow', Action: ['s3:GetObject'], Resource: `arn:aws:s3:::bucket-${index % 25}/*` }],
  }));
  return { roles, findings: roles.filter((_, index) => index % 100 === 7).map(({ path }) => findingOf(path, 'LongSession')) };
}
