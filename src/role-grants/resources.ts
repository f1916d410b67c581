import type { IPublicRepositoryRef, IRepositoryRef } from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import type { IBucketRef } from 'aws-cdk-lib/aws-s3';
import type { ISecretRef } from 'aws-cdk-lib/aws-secretsmanager';
import type { IParameterRef } from 'aws-cdk-lib/aws-ssm';
import { RoleWithDeployments } from './deployments';
import { BedrockInvokeGrantOptions, grantBedrockInvoke } from '../grants/bedrock';
import { CodeArtifactGrantOptions, CodeArtifactPublishGrantOptions, grantCodeArtifactPublish, grantCodeArtifactRead } from '../grants/codeartifact';
import { grantEcrPull, grantEcrPush } from '../grants/ecr';
import { grantEcrPublicPush } from '../grants/ecr-public';
import { grantImageSigning } from '../grants/image-signing';
import { grantInspectorScan } from '../grants/inspector';
import { grantParametersRead } from '../grants/parameters';
import { grantSecretsRead } from '../grants/secrets';
import { grantStaticSiteDeploy, StaticSiteDeployGrantOptions } from '../grants/static-site';

/**
 * The grants by which a job reads and writes as itself.
 *
 * @internal
 */
export abstract class RoleWithGrants extends RoleWithDeployments {
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
    return this._record('grantEcrPull', grantEcrPull(this, repository));
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
    return this._record('grantEcrPush', grantEcrPush(this, repository));
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
    return this._record('grantEcrPublicPush', grantEcrPublicPush(this, repository));
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
    return this._record('grantStaticSiteDeploy', grantStaticSiteDeploy(this, bucket, options));
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
    return this._record('grantCodeArtifactRead', grantCodeArtifactRead(this, this, options));
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
    return this._record('grantCodeArtifactPublish', grantCodeArtifactPublish(this, this, options));
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
    return this._record('grantBedrockInvoke', grantBedrockInvoke(this, this, options));
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
    return this._record('grantImageSigning', grantImageSigning(this, key));
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
    return this._record('grantInspectorScan', grantInspectorScan(this));
  }

  /**
   * Lets the role read the values of these secrets, as `aws-actions/aws-secretsmanager-get-secrets` does for names and ARNs.
   *
   * A secret that knows its KMS key gets the key's use too, for this secret only; for an L1, or one imported without its key, grant it by
   * `key.grantDecrypt(role)`. Not by prefix (`app/*` in the action's `secret-ids`). A secret of another account must also allow the role in its
   * resource policy, and its key in the key policy: where the app owns them, call `secret.grantRead(role)` of aws-cdk-lib as well, which writes both.
   *
   * @param secrets the secrets, also L1s or imported ones
   * @throws if there is none, or one of them is none or stands for several
   * @see https://github.com/aws-actions/aws-secretsmanager-get-secrets
   */
  public grantSecretsRead(...secrets: ISecretRef[]): iam.Grant {
    return this._record('grantSecretsRead', grantSecretsRead(this, secrets));
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
    return this._record('grantParametersRead', grantParametersRead(this, parameters));
  }
}
