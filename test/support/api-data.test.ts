import { apiMisfits } from './api-data';

const misfits = (Action: string, Resource: string, keys: string[]) =>
  apiMisfits([{ Action, Resource, Condition: { StringEquals: Object.fromEntries(keys.map(key => [key, 'any'])) } }]);

const ACCOUNT = 'eu-west-1:111111111111';

test.each<string[]>([
  ['ecr:PutImage', `arn:aws:ecr:${ACCOUNT}:repository/team/images`],
  ['ecr:GetAuthorizationToken', '*'],
  ['s3:ListBucket', 'arn:aws:s3:::bucket', 's3:prefix', 'aws:SourceIp'],
  ['s3:GetObject', 'arn:aws:s3:::bucket/*', 'S3:existingobjecttag/team'],
  ['s3:GetObject', 'arn:aws-cn:s3:::bucket/env:/*/key'],
  ['lambda:UpdateFunctionCode', `arn:aws:lambda:${ACCOUNT}:function:name`],
  ['lambda:GetFunctionConfiguration', `arn:aws:lambda:${ACCOUNT}:function:name:*`],
  ['logs:GetLogEvents', `arn:aws:logs:${ACCOUNT}:log-group:/aws/codebuild/name:*`],
  ['logs:CreateLogStream', `arn:aws:logs:${ACCOUNT}:log-group:/aws/codebuild/name:*`],
  ['cloudformation:CreateChangeSet', `arn:aws:cloudformation:${ACCOUNT}:stack/name/*`, 'cloudformation:RoleArn', 'aws:ResourceTag/team', 'aws:TagKeys'],
  ['iam:PassRole', 'arn:aws:iam::111111111111:role/path/name', 'iam:PassedToService'],
  ['sts:GetServiceBearerToken', '*', 'sts:AWSServiceName'],
])('AWS knows %s on %s', async (action, resource, ...keys) => {
  expect(await misfits(action, resource, keys)).toEqual([]);
});

test.each<[string, string, string[], string]>([
  ['ecr:PushImage', '*', [], 'ecr:PushImage does not exist'],
  ['nosuchservice:Any', '*', [], 'nosuchservice:Any does not exist'],
  ['s3:Get*', 'arn:aws:s3:::bucket/*', [], 's3:Get* does not exist'],
  ['ecr:putImage', `arn:aws:ecr:${ACCOUNT}:repository/a`, [], 'ecr:putImage is written PutImage'],
  ['ecr:PutImage', '*', [], 'ecr:PutImage is not for *'],
  ['ecr:GetAuthorizationToken', `arn:aws:ecr:${ACCOUNT}:repository/a`, [], `ecr:GetAuthorizationToken is not for arn:aws:ecr:${ACCOUNT}:repository/a`],
  ['ecr:PutImage', 'arn:aws:ecr:eu-west-1::repository/a', [], 'ecr:PutImage is not for arn:aws:ecr:eu-west-1::repository/a'],
  ['ecr:PutImage', `arn:aws:ecr:${ACCOUNT}:repository/`, [], `ecr:PutImage is not for arn:aws:ecr:${ACCOUNT}:repository/`],
  ['s3:ListBucket', 'arn:aws:s3:::bucket/*', [], 's3:ListBucket is not for arn:aws:s3:::bucket/*'],
  ['s3:GetObject', 'arn:aws:s3:::bucket', [], 's3:GetObject is not for arn:aws:s3:::bucket'],
  ['cloudformation:CreateChangeSet', `arn:aws:cloudformation:${ACCOUNT}:stack/name`, [],
    `cloudformation:CreateChangeSet is not for arn:aws:cloudformation:${ACCOUNT}:stack/name`],
  ['cloudformation:ExecuteChangeSet', `arn:aws:cloudformation:${ACCOUNT}:stack/name/*`, ['cloudformation:RoleArn'],
    'cloudformation:ExecuteChangeSet has no cloudformation:RoleArn'],
  ['iam:PassRole', 'arn:aws:iam::111111111111:role/name', ['iam:PassedToServices'], 'iam:PassRole has no iam:PassedToServices'],
  ['ecr:GetAuthorizationToken', '*', ['aws:ResourceTag/team'], 'ecr:GetAuthorizationToken has no aws:ResourceTag/team'],
  ['ecr:PutImage', { 'Fn::ImportValue': 'x' } as never, [], 'ecr:PutImage is not for {"Fn::ImportValue":"x"}'],
])('AWS knows no %s on %s with %j', async (action, resource, keys, misfit) => {
  expect(await misfits(action, resource, keys)).toEqual([misfit]);
});
