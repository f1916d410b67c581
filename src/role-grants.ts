import type { IProjectRef } from 'aws-cdk-lib/aws-codebuild';
import type { IDeploymentGroupRef } from 'aws-cdk-lib/aws-codedeploy';
import type { IPublicRepositoryRef, IRepositoryRef } from 'aws-cdk-lib/aws-ecr';
import type { IServiceRef, ITaskDefinitionRef } from 'aws-cdk-lib/aws-ecs';
import type { IClusterRef } from 'aws-cdk-lib/aws-eks';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import type { IFunctionRef } from 'aws-cdk-lib/aws-lambda';
import type { IBucketRef } from 'aws-cdk-lib/aws-s3';
import type { ISecretRef } from 'aws-cdk-lib/aws-secretsmanager';
import type { IParameterRef } from 'aws-cdk-lib/aws-ssm';
import type { IStateMachineRef } from 'aws-cdk-lib/aws-stepfunctions';
import { BedrockInvokeGrantOptions, grantBedrockInvoke } from './grants/bedrock';
import { CdkGrantOptions, grantCdkDeploy, grantCdkDiff } from './grants/cdk';
import { CloudFormationDeployGrantOptions, grantCloudFormationDeploy } from './grants/cloudformation';
import { CodeArtifactGrantOptions, CodeArtifactPublishGrantOptions, grantCodeArtifactPublish, grantCodeArtifactRead } from './grants/codeartifact';
import { CodeBuildRunGrantOptions, grantCodeBuildRun } from './grants/codebuild';
import { CodeDeployGrantOptions, grantCodeDeploy } from './grants/codedeploy';
import { grantEcrPull, grantEcrPush } from './grants/ecr';
import { grantEcrPublicPush } from './grants/ecr-public';
import { EcsDeployGrantOptions, EcsRunTaskGrantOptions, grantEcsDeploy, grantEcsRunTask } from './grants/ecs';
import { EksAccessGrantOptions, grantEksAccess } from './grants/eks';
import { Granted } from './grants/granted';
import { grantImageSigning } from './grants/image-signing';
import { grantInspectorScan } from './grants/inspector';
import { grantLambdaDeploy, LambdaDeployGrantOptions } from './grants/lambda';
import { grantParametersRead } from './grants/parameters';
import { grantSecretsRead } from './grants/secrets';
import { grantStaticSiteDeploy, StaticSiteDeployGrantOptions } from './grants/static-site';
import { grantStepFunctionsDeploy, StepFunctionsDeployGrantOptions } from './grants/step-functions';
import { grantTerraformState, TerraformStateGrantOptions } from './grants/terraform-state';

/** A grant method that was called, and what came of it. */
export interface RecordedGrant extends Granted {
  readonly method: string;
}

/**
 * The grant methods of `GithubOidcRole`. jsii gives a hidden class's members to its heirs, and role.ts stays about trust.
 *
 * @internal
 */
export abstract class RoleWithGrants extends iam.Role {
  readonly #grants: RecordedGrant[] = [];

  /** @internal what the role was granted by these methods, for whoever reviews it or writes its workflow */
  public get _grants(): readonly RecordedGrant[] {
    return this.#grants;
  }

  /**
   * Lets the role log in to ECR and pull images of one repository.
   *
   * A repository encrypted with a KMS key needs nothing more: ECR uses the key by grants of its own. A repository of another account must
   * also allow the role in its repository policy.
   *
   * @param repository the repository, also an L1 or an imported one
   * @throws if it is no private repository, or stands for several
   * @see https://github.com/aws-actions/amazon-ecr-login#permissions
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
   */
  public grantEcrPull(repository: IRepositoryRef): iam.Grant {
    return this.#record('grantEcrPull', grantEcrPull(this, repository));
  }

  /**
   * Lets the role log in to ECR and push images to one repository, reusing the layers that are there, so also pull them.
   *
   * A repository encrypted with a KMS key needs nothing more: ECR uses the key by grants of its own. A repository of another account must
   * also allow the role in its repository policy.
   *
   * @param repository the repository, also an L1 or an imported one
   * @throws if it is no private repository, or stands for several
   * @see https://github.com/aws-actions/amazon-ecr-login#permissions
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
   */
  public grantEcrPush(repository: IRepositoryRef): iam.Grant {
    return this.#record('grantEcrPush', grantEcrPush(this, repository));
  }

  /**
   * Lets the role log in to the public registry, `public.ecr.aws`, and push images to one public repository.
   *
   * The login works in us-east-1 only: set `aws-region` of aws-actions/configure-aws-credentials to that, and `registry-type: public` of
   * aws-actions/amazon-ecr-login. Pulling needs no permission. The bearer token that the login is made of is for ECR Public alone. What is
   * pushed, everybody can pull from then on.
   *
   * @param repository the public repository, an L1 or an imported one: aws-cdk-lib has no L2
   * @throws if it is no public repository, or stands for several
   * @see https://github.com/aws-actions/amazon-ecr-login#ecr-public
   */
  public grantEcrPublicPush(repository: IPublicRepositoryRef): iam.Grant {
    return this.#record('grantEcrPublicPush', grantEcrPublicPush(this, repository));
  }

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
   * Another account than the role's must have been bootstrapped with `--trust` and the role's account. Stacks with a synthesizer of their own
   * (other role names, session tags, `AppStagingSynthesizer`, `BootstraplessSynthesizer`) need other permissions.
   *
   * @param options which environments: by default the one of the role's stack
   * @throws if an account, a region or the qualifier has a wildcard or is none
   * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html#bootstrapping-env-roles
   */
  public grantCdkDeploy(options: CdkGrantOptions = {}): iam.Grant {
    return this.#record('grantCdkDeploy', grantCdkDeploy(this, this, options));
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
    return this.#record('grantCdkDiff', grantCdkDiff(this, this, options));
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
   * needs `grantParametersRead`. A template with a transform such as `AWS::Serverless-2016-10-31` needs `cloudformation:CreateChangeSet` on the
   * transform's ARN: of the execution role, or of this role if there is none.
   *
   * @param stack the stack's name; its ARN if it is in another account or region than the role's stack. A value that is known only at deployment
   * is a name
   * @param options CloudFormation's role and the bucket for templates
   * @throws if the stack, the role, the bucket or the folder is not one, or stands for several
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
   * @see https://github.com/aws-actions/aws-cloudformation-github-deploy
   */
  public grantCloudFormationDeploy(stack: string, options: CloudFormationDeployGrantOptions = {}): iam.Grant {
    return this.#record('grantCloudFormationDeploy', grantCloudFormationDeploy(this, this, stack, options));
  }

  /**
   * Lets the role register revisions of one task definition family and roll them out to one service, as `amazon-ecs-deploy-task-definition` does.
   *
   * The job decides what runs: the image, the command, the secrets that ECS injects. **It acts through the passable roles**, those of earlier
   * revisions, and on EC2 capacity the instance role: what they may do, the job can bring about. It can pass no other role, register no other family and touch no other service. It
   * may change the service's other settings too, such as its count: AWS knows no permission for only the image.
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
    return this.#record('grantEcsDeploy', grantEcsDeploy(this, service, options));
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
    return this.#record('grantEcsRunTask', grantEcsRunTask(this, taskDefinition, options));
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
   * `bucket.grantPut` for code in S3 (and reading it), and `grantEcrPush` for images.
   *
   * @param lambdaFunction the function, also an L1 or an imported one; not a version or an alias
   * @param options the roles that the job may give the function
   * @throws if it is a version or an alias, if a name stands for several, or if passableRoles is an empty list
   * @see https://github.com/aws-actions/aws-lambda-deploy#permissions
   */
  public grantLambdaDeploy(lambdaFunction: IFunctionRef, options: LambdaDeployGrantOptions = {}): iam.Grant {
    return this.#record('grantLambdaDeploy', grantLambdaDeploy(this, lambdaFunction, options));
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
    return this.#record('grantStepFunctionsDeploy', grantStepFunctionsDeploy(this, stateMachine, options));
  }

  /**
   * Lets the role make a bucket, or one folder of it, the same as a directory (`aws s3 sync --delete`), and have CloudFront forget what it cached.
   *
   * It lists, puts and deletes objects, and reads none: a copy from bucket to bucket needs more. It changes no ACL, tag, version or setting. A
   * bucket of another account must also allow the role in its bucket policy, and a key of another account in its key policy.
   *
   * @param bucket the bucket, also an L1 or an imported one
   * @param options the folder, the key and the distribution
   * @throws if one of them is none or stands for several, or if the folder does not end in `/`
   * @see https://docs.aws.amazon.com/cli/latest/reference/s3/sync.html
   */
  public grantStaticSiteDeploy(bucket: IBucketRef, options: StaticSiteDeployGrantOptions = {}): iam.Grant {
    return this.#record('grantStaticSiteDeploy', grantStaticSiteDeploy(this, bucket, options));
  }

  /**
   * Lets the role read, lock and write a Terraform or OpenTofu state in S3.
   *
   * **Whoever writes the state steers the role that applies it next**: Terraform believes the state about what exists, and fetches the providers
   * that it names. A state holds secrets in plain text. So a job that only plans deserves a role, and a state, of its own. What the plan creates
   * is another permission.
   *
   * The state itself is never deleted, the states of named workspaces are. The bucket's list is limited to these states, and with `workspaces` or
   * `workspaceKeyPrefix` to the names of all workspaces: Terraform and OpenTofu 1.6 need that list, later ones do not. A lock table with a KMS key of its own needs `key.grantEncryptDecrypt(role)` too.
   *
   * @param bucket the bucket, also an L1 or an imported one
   * @param options the state, its workspaces, its key and its lock
   * @throws if one of them is none or stands for several
   * @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
   * @see https://opentofu.org/docs/language/settings/backends/s3/
   */
  public grantTerraformState(bucket: IBucketRef, options: TerraformStateGrantOptions): iam.Grant {
    return this.#record('grantTerraformState', grantTerraformState(this, bucket, options));
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
    return this.#record('grantCodeBuildRun', grantCodeBuildRun(this, project, options));
  }

  /**
   * Lets the role log in to a CodeArtifact domain and read the packages of one repository, with those that it takes from upstream.
   *
   * The token acts for the role, for up to 12 hours: it can do what the role can do in CodeArtifact. A domain of another account must also allow
   * the role in its domain policy and its repository policy.
   *
   * @param options the repository
   * @throws if a name is none or stands for several
   * @see https://docs.aws.amazon.com/codeartifact/latest/ug/get-set-up-provision-user.html
   */
  public grantCodeArtifactRead(options: CodeArtifactGrantOptions): iam.Grant {
    return this.#record('grantCodeArtifactRead', grantCodeArtifactRead(this, this, options));
  }

  /**
   * Lets the role publish packages to one CodeArtifact repository, and read from it.
   *
   * Without `packages`, it may publish any name, also one that others depend on from a public registry. Nothing is deleted, unlisted or replaced.
   *
   * @param options the repository, and the packages
   * @throws if a name is none or stands for several
   * @see https://docs.aws.amazon.com/codeartifact/latest/ug/packages-overview.html
   */
  public grantCodeArtifactPublish(options: CodeArtifactPublishGrantOptions): iam.Grant {
    return this.#record('grantCodeArtifactPublish', grantCodeArtifactPublish(this, this, options));
  }

  /**
   * Lets the role deploy to one deployment group and wait for it: `aws deploy create-deployment`, and what `amazon-ecs-deploy-task-definition`
   * calls for a service with the CODE_DEPLOY controller (which also needs `grantEcsDeploy`).
   *
   * **The job acts through the deployment group's role and through whatever it deploys to**: hooks run on the instances with their instance
   * profile, an AppSpec for Lambda or ECS names the function version or *any* task definition and hook functions that the group's role may use.
   * AWS knows no permission for only some AppSpecs, so keep the group's role small.
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
    return this.#record('grantCodeDeploy', grantCodeDeploy(this, deploymentGroup, options));
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
    return this.#record('grantEksAccess', grantEksAccess(this, cluster, options));
  }

  /**
   * Lets the role call Bedrock foundation models: InvokeModel, Converse, and both as a stream.
   *
   * With `inferenceProfileIds` the models are reached through these profiles only, wherever a profile sends the call. The account must have
   * access to the models, and an organization's Region limits count for each Region of a profile.
   *
   * @param options the models, and the inference profiles
   * @throws if one of them is none or stands for several
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
   */
  public grantBedrockInvoke(options: BedrockInvokeGrantOptions): iam.Grant {
    return this.#record('grantBedrockInvoke', grantBedrockInvoke(this, this, options));
  }

  /**
   * Lets the role sign images and attestations with a KMS key, as `cosign sign --key awskms:///…` does, and verify them.
   *
   * The signature is stored in the registry: `grantEcrPush` allows that. The key must be asymmetric, for signing. A key of another account must
   * also allow the role in its key policy.
   *
   * @param key the key, also an L1 or an imported one, or an alias that knows its key
   * @throws if it is none, or an alias that does not know its key
   * @see https://docs.sigstore.dev/cosign/key_management/overview/
   * @see https://github.com/sigstore/sigstore/blob/main/pkg/signature/kms/aws/client.go
   */
  public grantImageSigning(key: IKeyRef): iam.Grant {
    return this.#record('grantImageSigning', grantImageSigning(this, key));
  }

  /**
   * Lets the role have Amazon Inspector scan a software bill of materials, as Inspector's GitHub action does.
   *
   * AWS offers no resource for the one call, so it is allowed on `*`; it reads nothing of the account. To scan an image of a private ECR
   * repository the job must pull it: `grantEcrPull`.
   *
   * @see https://docs.aws.amazon.com/inspector/latest/user/configure-cicd-account.html#cicd-iam-role
   */
  public grantInspectorScan(): iam.Grant {
    return this.#record('grantInspectorScan', grantInspectorScan(this));
  }

  /**
   * Lets the role read the values of these secrets, as `aws-actions/aws-secretsmanager-get-secrets` does for names and ARNs.
   *
   * A secret that knows its KMS key gets the key's use too, for this secret only; for an L1, or one imported without its key, grant it by
   * `key.grantDecrypt(role)`. Prefixes (`app/*` in the action's `secret-ids`) need `secretsmanager:ListSecrets` on `*`, which shows the name of
   * every secret: list the secrets instead. A secret of another account must also allow the role in its resource policy, and its key in the key
   * policy: where the app owns them, call `secret.grantRead(role)` of aws-cdk-lib as well, which writes both.
   *
   * @param secrets the secrets, also L1s or imported ones
   * @throws if there is none, or one of them is none or stands for several
   * @see https://github.com/aws-actions/aws-secretsmanager-get-secrets
   */
  public grantSecretsRead(...secrets: ISecretRef[]): iam.Grant {
    return this.#record('grantSecretsRead', grantSecretsRead(this, secrets));
  }

  /**
   * Lets the role read these parameters (`aws ssm get-parameter`, `get-parameters`), decrypted where they are SecureStrings.
   *
   * Not by path: who may read a path reads everything below it. A SecureString with the key `aws/ssm` needs nothing more. A parameter that knows
   * its KMS key gets the key's use too, for this parameter only; else grant it by `key.grantDecrypt(role)`.
   *
   * @param parameters the parameters, also L1s or imported ones
   * @throws if there is none, or one of them is none or stands for several
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
   */
  public grantParametersRead(...parameters: IParameterRef[]): iam.Grant {
    return this.#record('grantParametersRead', grantParametersRead(this, parameters));
  }

  #record(method: string, granted: Granted): iam.Grant {
    this.#grants.push({ method, ...granted });
    return granted.grant;
  }
}
