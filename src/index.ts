export * from './github/issuer';
export * from './github/repository';
export * from './github/subject';
export * from './github/subject-format';
export * from './github/subject-template';
export * from './github/claims';
export * from './github/claim-match';
export * from './github/oidc-token';

export * from './provider';
export * from './principal';
export * from './role';
export type { BedrockInvokeGrantOptions } from './grants/bedrock';
export type { CdkGrantOptions } from './grants/cdk';
export type { CloudFormationDeployGrantOptions } from './grants/cloudformation';
export type { CodeArtifactGrantOptions, CodeArtifactPublishGrantOptions } from './grants/codeartifact';
export type { CodeBuildRunGrantOptions } from './grants/codebuild';
export type { CodeDeployGrantOptions } from './grants/codedeploy';
export type { EcsDeployGrantOptions, EcsRunTaskGrantOptions } from './grants/ecs';
export type { EksAccessGrantOptions } from './grants/eks';
export type { LambdaDeployGrantOptions } from './grants/lambda';
export type { StaticSiteDeployGrantOptions } from './grants/static-site';
export type { StepFunctionsDeployGrantOptions } from './grants/step-functions';
export type { TerraformStateGrantOptions } from './grants/terraform-state';

export * from './oidc-trust';
export * from './checks/github-oidc-checks';
export * from './review/github-oidc-review';
