import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IProjectRef } from 'aws-cdk-lib/aws-codebuild';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { ILogGroupRef } from 'aws-cdk-lib/aws-logs';
import { allow } from './allow';
import { Granted } from './granted';
import { requireOptions } from './options';
import { ownRoleArn, steeredOwn } from './passable-roles';
import { referenceArn, referenceText } from './reference';

/** Options of `grantCodeBuildRun`. */
export interface CodeBuildRunGrantOptions {
  /**
   * The log group that the project writes to.
   *
   * @default - the one that CodeBuild makes for the project, /aws/codebuild/NAME
   */
  readonly logGroup?: ILogGroupRef;
}

/**
 * Start builds of one project as the project's own role, follow their log, and stop them: the action does so when a workflow is cancelled,
 * although its README does not list it.
 *
 * @see https://github.com/aws-actions/aws-codebuild-run-build/blob/main/code-build.js
 */
export function grantCodeBuildRun(grantee: iam.IGrantable, project: IProjectRef, options: CodeBuildRunGrantOptions = {}): Granted {
  const { logGroup } = requireOptions(project, options, { logGroup: true });
  const projectArn = referenceArn(['codebuild', /^project\/[^/]+$/], 'the project', 'a CodeBuild project; pass a codebuild.Project, a codebuild.CfnProject or an imported one',
    project, ({ projectRef }: IProjectRef) => projectRef?.projectArn);
  return {
    grant: allow(grantee, [
      // The key is there when the request asks for another role: https://docs.aws.amazon.com/codebuild/latest/userguide/action-context-keys.html
      { actions: ['codebuild:StartBuild'], resources: [projectArn], conditions: { Null: { 'codebuild:serviceRole': 'true' } } },
      { actions: ['codebuild:BatchGetBuilds', 'codebuild:StopBuild'], resources: [projectArn] },
      { actions: ['logs:GetLogEvents'], resources: [streamsOf(project, logGroup)] },
    ]),
    resources: [projectArn],
    get steers() { return [steeredOwn(ownRoleArn(project, 'serviceRole'), 'the project', 'runs any commands as')]; },
  };
}

/** Every stream of the project's log group. By its name: the ARN that CloudFormation returns for a log group ends with a wildcard. */
function streamsOf(project: IProjectRef, logGroup: ILogGroupRef | undefined): string {
  const name = logGroup === undefined ? `/aws/codebuild/${project.projectRef.projectName}`
    : referenceText('the log group', 'a log group; pass a logs.LogGroup, a logs.CfnLogGroup or an imported one',
      logGroup, ({ logGroupRef }: ILogGroupRef) => logGroupRef?.logGroupName);
  const { account, region } = (logGroup ?? project).env;
  return Stack.of(logGroup ?? project).formatArn({
    service: 'logs', account, region, resource: 'log-group', resourceName: `${name}:log-stream:*`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
