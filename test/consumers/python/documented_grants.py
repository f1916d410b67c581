"""The Python column of docs/grants.md, each call made; test/consumers compares the template with that of the TypeScript column."""

import json
from typing import Any, Dict

from aws_cdk import App, Environment, Stack
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_codedeploy as codedeploy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_eks as eks
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_ssm as ssm
from aws_cdk import aws_stepfunctions as stepfunctions
from aws_cdk.assertions import Template
from cdk_github_actions_oidc import GithubOidcRole, GithubRepository


def resources_in(stack: Stack) -> Dict[str, Any]:
    """Those of test/support/documented-grants.ts."""

    def role(id: str) -> iam.Role:
        return iam.Role(stack, id, assumed_by=iam.AccountRootPrincipal())

    encryption_key = kms.Key(stack, "EncryptionKey")
    definition = ecs.FargateTaskDefinition(stack, "Task")
    definition.add_container(
        "web", image=ecs.ContainerImage.from_registry("web"), logging=ecs.LogDriver.aws_logs(stream_prefix="web")
    )
    cluster = ecs.Cluster.from_cluster_arn(stack, "Cluster", "arn:aws:ecs:eu-west-1:111111111111:cluster/main")
    partition_key = dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
    return {
        "repository": ecr.Repository(stack, "Repository"),
        "public_repository": ecr.CfnPublicRepository(stack, "PublicRepository"),
        "signing_key": kms.Key(stack, "SigningKey", key_spec=kms.KeySpec.ECC_NIST_P256, key_usage=kms.KeyUsage.SIGN_VERIFY),
        "execution_role": role("ExecutionRole"),
        "bucket": s3.Bucket(stack, "Bucket", encryption_key=encryption_key),
        "service": ecs.FargateService.from_fargate_service_arn(
            stack, "Service", "arn:aws:ecs:eu-west-1:111111111111:service/main/web"
        ),
        "task_definition": definition,
        "task_role": definition.task_role,
        "task_execution_role": definition.execution_role,
        "cluster": cluster,
        "eks_cluster": eks.CfnCluster(
            stack,
            "EksCluster",
            role_arn=role("EksRole").role_arn,
            resources_vpc_config=eks.CfnCluster.ResourcesVpcConfigProperty(subnet_ids=["subnet-1", "subnet-2"]),
            access_config=eks.CfnCluster.AccessConfigProperty(authentication_mode="API"),
        ),
        "fn": lambda_.Function(
            stack, "Function", runtime=lambda_.Runtime.NODEJS_22_X, handler="index.handler", code=lambda_.Code.from_inline(" ")
        ),
        "function_role": role("FunctionRole"),
        "state_machine": stepfunctions.StateMachine(
            stack, "StateMachine", definition_body=stepfunctions.DefinitionBody.from_chainable(stepfunctions.Pass(stack, "Pass"))
        ),
        "state_machine_role": role("StateMachineRole"),
        "deployment_group": codedeploy.ServerDeploymentGroup(stack, "DeploymentGroup"),
        "distribution": cloudfront.Distribution.from_distribution_attributes(
            stack, "Distribution", distribution_id="E1", domain_name="d1.cloudfront.net"
        ),
        "lock_table": dynamodb.Table(stack, "LockTable", partition_key=partition_key, encryption_key=encryption_key),
        "project": codebuild.Project.from_project_name(stack, "Project", "web"),
        "log_group": logs.LogGroup(stack, "LogGroup"),
        "token": secretsmanager.Secret(stack, "Token", encryption_key=encryption_key),
        "password": secretsmanager.Secret(stack, "Password", encryption_key=encryption_key),
        "url": ssm.StringParameter.from_secure_string_parameter_attributes(
            stack, "Url", parameter_name="/web/url", encryption_key=encryption_key
        ),
        "version": ssm.StringParameter(stack, "Version", string_value="1"),
        "key": kms.Key(stack, "Key"),
        "table": dynamodb.Table(stack, "Table", partition_key=partition_key),
        "topic": sns.Topic(stack, "Topic"),
        "queue": sqs.Queue(stack, "Queue"),
        "event_bus": events.EventBus(stack, "EventBus"),
        "other_role": role("OtherRole"),
        "ecr": ecr,
    }


with open("documented-grants.json", encoding="utf-8") as file:
    calls = json.load(file)

stack = Stack(App(), "Delivery", env=Environment(account="111111111111", region="eu-west-1"))
resources = resources_in(stack)
subjects = [GithubRepository.of("octo-org@123456/octo-repo@456789").environment("production")]
for index, call in enumerate(calls):
    eval(call, {**resources, "role": GithubOidcRole(stack, f"Job{index}", subjects=subjects)})

with open("documented-grants.template.json", "w", encoding="utf-8") as file:
    json.dump(Template.from_stack(stack).to_json(), file)
