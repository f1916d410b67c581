import type { IProjectRef } from 'aws-cdk-lib/aws-codebuild';
import type { IDeploymentGroupRef } from 'aws-cdk-lib/aws-codedeploy';
import type { IServiceRef, ITaskDefinitionRef } from 'aws-cdk-lib/aws-ecs';
import type { IClusterRef } from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IFunctionRef } from 'aws-cdk-lib/aws-lambda';
import type { IBucketRef } from 'aws-cdk-lib/aws-s3';
import type { IStateMachineRef } from 'aws-cdk-lib/aws-stepfunctions';
import { RoleWithRecord } from './record';
import { CdkGrantOptions, grantCdkDeploy, grantCdkDiff } from '../grants/cdk';
import { CloudFormationDeployGrantOptions, grantCloudFormationDeploy } from '../grants/cloudformation';
import { CodeBuildRunGrantOptions, grantCodeBuildRun } from '../grants/codebuild';
import { CodeDeployGrantOptions, grantCodeDeploy } from '../grants/codedeploy';
import { EcsDeployGrantOptions, EcsRunTaskGrantOptions, grantEcsDeploy, grantEcsRunTask } from '../grants/ecs';
import { EksAccessGrantOptions, grantEksAccess } from '../grants/eks';
import { grantLambdaDeploy, LambdaDeployGrantOptions } from '../grants/lambda';
import { grantStepFunctionsDeploy, StepFunctionsDeployGrantOptions } from '../grants/step-functions';
import { grantTerraformState, TerraformStateGrantOptions } from '../grants/terraform-state';

/**
 * The grants by which a job has a service act as another role.
 *
 * @internal
 */
export abstract class RoleWithDeployments extends RoleWithRecord {
  /**
   * Lets the role run `cdk deploy`, by assuming the roles that `cdk bootstrap` made: deploy, file-publishing, image-publishing and lookup role.
   *
   * **What this means.** The deploy role can deploy any stack of the environment, this role's own included, and passes CloudFormation the role
   * `cdk-QUALIFIER-cfn-exec-role-ACCOUNT-REGION`, which has `AdministratorAccess` unless the environment was bootstrapped with
   * `--cloudformation-execution-policies`. So whoever gets this role can become administrator of each account named here: trust few subjects,
   * best an environment with required reviewers, and bootstrap with fewer policies or a permissions boundary. A qualifier parts nothing inside
   * one account: a stack keeps the role of an earlier deployment. The role itself may do nothing but assume those roles; it never assumes
   * CloudFormation's.
   *
   * Another account than the role's must have been bootstrapped with `--trust` and the role's account. A synthesizer of your own may need more.
   *
   * @param options which environments: by default the one of the role's stack
   * @throws if an account, a region or the qualifier has a wildcard or is none
   * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html#bootstrapping-env-roles
   */
  public grantCdkDeploy(options: CdkGrantOptions = {}): iam.Grant {
    return this._record('grantCdkDeploy', grantCdkDeploy(this, this, options));
  }

  /**
   * Lets the role run `cdk diff --method=template`, and look up context values, by assuming the lookup role that `cdk bootstrap` made.
   *
   * The default, `--method=auto`, makes a change set with the deploy role, so it needs `grantCdkDeploy`.
   *
   * **What this means.** The lookup role has AWS's `ReadOnlyAccess` on the account, without `kms:Decrypt`: the job changes nothing, and it can
   * read nearly everything, such as objects, items, logs and plain parameters. Do not give it to jobs of pull requests from people who may not.
   *
   * @param options which environments: by default the one of the role's stack
   * @throws if an account, a region or the qualifier has a wildcard or is none
   * @see https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-diff.html
   */
  public grantCdkDiff(options: CdkGrantOptions = {}): iam.Grant {
    return this._record('grantCdkDiff', grantCdkDiff(this, this, options));
  }

  /**
   * Lets the role deploy one CloudFormation stack by change sets, as aws-actions/aws-cloudformation-github-deploy v2 and
   * `aws cloudformation deploy` do; the stack need not exist yet.
   *
   * **With an execution role**, CloudFormation does the work as that role: what it may do, the job can bring about with the template it brings.
   * The job must name it every time (`role-arn` of the action, `--role-arn` of the AWS CLI), can name no other, and passes it to CloudFormation
   * alone. **Without one**, the job names none, and CloudFormation works with the permissions of this role: this grant alone then deploys
   * nothing. But a stack keeps the role of an earlier deployment: if it has one, CloudFormation works as that, whoever deploys.
   *
   * Not allowed: deleting the stack, its rollback, its policy or protection, stack sets, other stacks. A template that reads SSM parameters also
   * needs `grantParametersRead`, and one with a transform `cloudformation:CreateChangeSet` on it.
   *
   * @param stack the stack's name; its ARN if it is in another account or region than the role's stack. A value that is known only at deployment
   * is a name, but for the `stackId` of a stack of the app
   * @param options CloudFormation's role and the bucket for templates
   * @throws if the stack, the role, the bucket or the folder is not one, or stands for several
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
   * @see https://github.com/aws-actions/aws-cloudformation-github-deploy
   */
  public grantCloudFormationDeploy(stack: string, options: CloudFormationDeployGrantOptions = {}): iam.Grant {
    return this._record('grantCloudFormationDeploy', grantCloudFormationDeploy(this, this, stack, options));
  }

  /**
   * Lets the role register revisions of one task definition family and roll them out to one service, as `amazon-ecs-deploy-task-definition` does.
   *
   * The job decides what runs: the image, the command, the secrets that ECS injects. **It acts through the passable roles**, those of any registered
   * revision, and on EC2 capacity the instance role: what they may do, the job can bring about. It can pass no other role, register no other family
   * and touch no other service. It may change the service's other settings too, such as its count, network, load balancers and ECS Exec: AWS knows no
   * permission for only the image.
   *
   * Not allowed: reading task definitions (`aws ecs describe-task-definition`: AWS offers no resource for that, so it reads those of the whole
   * account), tags, ECS Exec, deleting. Pushing the image is `grantEcrPush`; a service that CodeDeploy deploys also needs `grantCodeDeploy`.
   *
   * @param service the service, also an L1 or an imported one; import it by the ARN with its cluster's name
   * @param options its task definition, and the roles that the job may pass to ECS tasks
   * @throws if the service's ARN lacks the cluster, if a name stands for several, or if passableRoles is empty
   * @see https://github.com/aws-actions/amazon-ecs-deploy-task-definition#permissions
   */
  public grantEcsDeploy(service: IServiceRef, options: EcsDeployGrantOptions): iam.Grant {
    return this._record('grantEcsDeploy', grantEcsDeploy(this, service, options));
  }

  /**
   * Lets the role run tasks of one family in one cluster, any revision of it, and wait until they stop.
   *
   * **The job acts through the passable roles**: it may override the command and the environment of a task. It registers no revision: with
   * `amazon-ecs-deploy-task-definition` use `task-definition-arn`, or add `grantEcsDeploy` of the family. It sees every task of the cluster,
   * stops none, reads no log, and sets no tags.
   *
   * @param taskDefinition the task definition, also an L1 or an imported one
   * @param options the cluster, and the roles that the job may pass to ECS tasks
   * @throws if a name stands for several, or if passableRoles is empty
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_id-based-policy-examples.html#IAM_run_policies
   */
  public grantEcsRunTask(taskDefinition: ITaskDefinitionRef, options: EcsRunTaskGrantOptions): iam.Grant {
    return this._record('grantEcsRunTask', grantEcsRunTask(this, taskDefinition, options));
  }

  /**
   * Lets the role update one function's code and configuration, publish versions and move its aliases, as `aws-lambda-deploy` does for a function
   * that exists.
   *
   * **The job acts through the function's role**: what that role may do, the job can bring about, also without `iam:PassRole`. Only with
   * `passableRoles` can the job name a role (input `role` of the action), be it the one that the function has: AWS then asks for `iam:PassRole`.
   *
   * Not allowed: creating, deleting or calling the function, downloading its code, making aliases, permissions, URLs, tags. Wait with
   * `aws lambda wait function-updated`: the `-v2` waiters call GetFunction, which hands out the code. Also needed, where the job does so:
   * `grantEcrPush` for images; for code in S3 `bucket.grantPut(role, 'releases/*')` and `bucket.grantRead(role, 'releases/*')`, which lists the whole
   * bucket: the action looks for it, and Lambda reads the package as the job. Set the action's `s3-key`, such as `releases/web.zip`.
   *
   * @param lambdaFunction the function, also an L1 or an imported one; not a version or an alias
   * @param options the roles that the job may give the function
   * @throws if it is a version or an alias, if a name stands for several, or if passableRoles is an empty list
   * @see https://github.com/aws-actions/aws-lambda-deploy#permissions
   */
  public grantLambdaDeploy(lambdaFunction: IFunctionRef, options: LambdaDeployGrantOptions = {}): iam.Grant {
    return this._record('grantLambdaDeploy', grantLambdaDeploy(this, lambdaFunction, options));
  }

  /**
   * Lets the role update one state machine, publish versions and move its aliases.
   *
   * **The job acts through the state machine's role**: a definition calls any AWS API as that role, also without `iam:PassRole`. Only with
   * `passableRoles` can the job give it another role.
   *
   * Not allowed: starting or stopping executions (`stateMachine.grantStartExecution(role)`), reading them, making or deleting state machines,
   * versions or aliases, tags, logging settings, and no use of a KMS key: where the state machine is encrypted with your own, grant that too.
   *
   * @param stateMachine the state machine, also an L1 or an imported one; not a version or an alias
   * @param options the roles that the job may give the state machine
   * @throws if it is a version or an alias, if a name stands for several, or if passableRoles is an empty list
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
   */
  public grantStepFunctionsDeploy(stateMachine: IStateMachineRef, options: StepFunctionsDeployGrantOptions = {}): iam.Grant {
    return this._record('grantStepFunctionsDeploy', grantStepFunctionsDeploy(this, stateMachine, options));
  }

  /**
   * Lets the role read, lock and write a Terraform or OpenTofu state in S3.
   *
   * **Whoever writes the state steers the role that applies it next**: Terraform believes the state about what exists, and fetches the providers
   * that it names. A state holds secrets in plain text. So a job that only plans deserves a role, and a state, of its own. What the plan creates
   * is another permission.
   *
   * The state itself is never deleted, the states of named workspaces are. The bucket's list is limited to these states, and with `workspaces` or
   * `workspaceKeyPrefix` to the names of all workspaces: Terraform and OpenTofu 1.6 need that list, later ones do not. A lock table that does not
   * know its KMS key, an L1 or an imported one, needs `key.grantDecrypt(role)` too.
   *
   * @param bucket the bucket, also an L1 or an imported one
   * @param options the state, its workspaces, its key and its lock
   * @throws if one of them is none or stands for several
   * @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
   * @see https://opentofu.org/docs/language/settings/backends/s3/
   */
  public grantTerraformState(bucket: IBucketRef, options: TerraformStateGrantOptions): iam.Grant {
    return this._record('grantTerraformState', grantTerraformState(this, bucket, options));
  }

  /**
   * Lets the role start builds of one project, follow them and their log, and stop them, as `aws-codebuild-run-build` does.
   *
   * **The job acts through the project's role**: whoever starts a build may replace its source, buildspec, image and environment, and so run any
   * commands as that role. It cannot start a build as another role. It can stop builds of the project that others started.
   *
   * @param project the project, also an L1 or an imported one
   * @param options the log group, where the project does not write to CodeBuild's own
   * @throws if it is none or stands for several
   * @see https://github.com/aws-actions/aws-codebuild-run-build#credentials-and-permissions
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/action-context-keys.html
   */
  public grantCodeBuildRun(project: IProjectRef, options: CodeBuildRunGrantOptions = {}): iam.Grant {
    return this._record('grantCodeBuildRun', grantCodeBuildRun(this, project, options));
  }

  /**
   * Lets the role deploy to one deployment group and wait for it: `aws deploy create-deployment`, and what `amazon-ecs-deploy-task-definition`
   * calls for a service with the CODE_DEPLOY controller (which also needs `grantEcsDeploy`).
   *
   * **The job acts through the deployment group's role and through whatever that role may deploy to**, the group's own or not: a deployment names
   * target instances, whose profile its hooks run with, and an AppSpec *any* function, task definition and hook function. AWS knows no permission for
   * only some of them, so keep the group's role small.
   *
   * Not allowed: stopping or continuing deployments (AWS offers no resource for those), changing the group or the application, other
   * configurations. Putting the revision into S3 is `bucket.grantPut(role)`.
   *
   * @param deploymentGroup the deployment group, also an L1 or an imported one
   * @param options the deployment configurations that the job asks for by name
   * @throws if a name stands for several, or if deploymentConfigNames is an empty list
   * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/auth-and-access-control-permissions-reference.html
   */
  public grantCodeDeploy(deploymentGroup: IDeploymentGroupRef, options: CodeDeployGrantOptions = {}): iam.Grant {
    return this._record('grantCodeDeploy', grantCodeDeploy(this, deploymentGroup, options));
  }

  /**
   * Lets the role find an EKS cluster (`aws eks update-kubeconfig`) and, with `accessPolicies`, act in it through an EKS access entry.
   *
   * Without `accessPolicies` the role sees the cluster's address and may do nothing inside: let it in with an access entry or an RBAC rule of
   * your own. **With them, the job acts through other roles too**: a pod that it starts has the role of its service account, and of its node
   * where that is not blocked, and the cluster acts as its own role for the objects that the job makes. Name `namespaces` to keep it to those
   * whose service accounts it may use.
   *
   * EKS keeps one access entry for each role and cluster. This one belongs to the role's stack; calling `cluster.grantAccess` for the same role
   * makes a second, which EKS refuses. The cluster must have the authentication mode `API` or `API_AND_CONFIG_MAP`.
   *
   * @param cluster the cluster, also an L1 or an imported one; with `accessPolicies`, of the role's account and region
   * @param options what the role may do in the cluster
   * @throws if it is none, stands for several, is elsewhere, or knows no access entries
   * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
   */
  public grantEksAccess(cluster: IClusterRef, options: EksAccessGrantOptions = {}): iam.Grant {
    return this._record('grantEksAccess', grantEksAccess(this, cluster, options));
  }
}
