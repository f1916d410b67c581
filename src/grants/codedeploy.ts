import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IDeploymentGroupRef } from 'aws-cdk-lib/aws-codedeploy';
import * as iam from 'aws-cdk-lib/aws-iam';
import { allow } from './allow';
import { Granted } from './granted';
import { requireOptions } from './options';
import { ownRoleArn, steeredOwn } from './passable-roles';
import { referenceText, requireOne } from './reference';
import { shown } from '../github/text';
import { Misuse } from '../misuse';

/** Options of `grantCodeDeploy`. */
export interface CodeDeployGrantOptions {
  /**
   * The deployment configurations that the job asks for by name, beside the one of the deployment group, or that an imported group has.
   *
   * @default - the deployment group's own, or CodeDeployDefault.OneAtATime where none is known
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
   */
  readonly deploymentConfigNames?: string[];
}

/** What a group has that names none: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html */
const DEFAULT_CONFIG = 'CodeDeployDefault.OneAtATime';

/**
 * Create deployments of one deployment group, and wait for them. Creating also needs to read the configuration, and to register the revision,
 * or to read it if it was registered before.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/auth-and-access-control-permissions-reference.html
 */
export function grantCodeDeploy(grantee: iam.IGrantable, deploymentGroup: IDeploymentGroupRef, options: CodeDeployGrantOptions = {}): Granted {
  const { deploymentConfigNames } = requireOptions(deploymentGroup, options, { deploymentConfigNames: true });
  const what = 'the deployment group';
  const kind = 'a CodeDeploy deployment group; pass such as a codedeploy.ServerDeploymentGroup, a codedeploy.CfnDeploymentGroup or an imported one';
  const group = referenceText(what, kind, deploymentGroup, ({ deploymentGroupRef }: IDeploymentGroupRef) => deploymentGroupRef?.deploymentGroupName);
  const application = requireOne('the application', deploymentGroup.deploymentGroupRef.applicationName);
  const { account, region } = deploymentGroup.env;
  const arn = (resource: string, resourceName: string) => Stack.of(deploymentGroup)
    .formatArn({ service: 'codedeploy', account, region, resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const groupArn = arn('deploymentgroup', `${application}/${group}`);
  const configs = [configOf(deploymentGroup), ...configNames(deploymentConfigNames)];
  return {
    grant: allow(grantee, [
      { actions: ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment', 'codedeploy:GetDeploymentGroup'], resources: [groupArn] },
      { actions: ['codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'], resources: [arn('application', application)] },
      { actions: ['codedeploy:GetDeploymentConfig'], resources: configs.map(name => arn('deploymentconfig', name)) },
    ]),
    resources: [groupArn],
    get steers() {
      return [
        steeredOwn(ownRoleArn(deploymentGroup, 'serviceRoleArn'), what, 'has CodeDeploy deploy any revision as'),
        { how: 'deploys code that runs as the roles of any instance, function or ECS task that CodeDeploy may deploy to with the group\'s role' },
      ];
    },
  };
}

/** By shape: an L2 holds its configuration, an L1 the name. */
function configOf(deploymentGroup: object): string {
  const { deploymentConfig, deploymentConfigName } = deploymentGroup as {
    deploymentConfig?: { deploymentConfigName?: string }; deploymentConfigName?: string;
  };
  return requireOne('the deployment configuration', deploymentConfig?.deploymentConfigName ?? deploymentConfigName ?? DEFAULT_CONFIG);
}

function configNames(names: readonly string[] | undefined): string[] {
  if (names === undefined) { return []; }
  if (!Array.isArray(names) || names.length === 0 || names.some(name => typeof name !== 'string' || name.trim() === '')) {
    throw new Misuse('GrantOptionInvalid',
      `deploymentConfigNames is '${shown(names)}', not a list of names; list such as CodeDeployDefault.AllAtOnce, or leave it out`);
  }
  return names.map(name => requireOne('the deployment configuration', name));
}
