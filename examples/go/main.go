package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	oidc "github.com/cdk-github-actions-oidc/cdk-github-actions-oidc-go/cdkgithubactionsoidc"
)

// One for each account. It lives apart, so that services come and go without touching it.
func newGithubOidcStack(scope constructs.Construct, env *awscdk.Environment) oidc.GithubOidcProvider {
	stack := awscdk.NewStack(scope, jsii.String("GithubOidc"), &awscdk.StackProps{Env: env})
	return oidc.NewGithubOidcProvider(stack, jsii.String("Provider"), &oidc.GithubOidcProviderProps{
		Tags: &map[string]*string{"owner": jsii.String("platform")},
	})
}

func newOctoServiceStack(scope constructs.Construct, env *awscdk.Environment, provider oidc.GithubOidcProvider) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String("OctoService"), &awscdk.StackProps{Env: env})
	images := awsecr.NewRepository(stack, jsii.String("Images"), &awsecr.RepositoryProps{
		RepositoryName: jsii.String("octo-service"),
	})
	source := oidc.GithubRepository_Of(jsii.String("octo-org@123456/octo-repo@456789"))

	role := func(id string, subject oidc.GithubSubject) oidc.GithubOidcRole {
		return oidc.NewGithubOidcRole(stack, jsii.String(id), &oidc.GithubOidcRoleProps{
			Provider: provider,
			Subjects: &[]oidc.GithubSubject{subject},
		})
	}
	deploy := role("Deploy", source.Environment(jsii.String("production")))
	deploy.GrantEcrPush(images)

	release := role("Release", source.TagLike(jsii.String("v*")))
	release.GrantEcrPush(images)

	review := role("Review", source.PullRequest())
	review.GrantEcrPull(images)

	awscdk.NewCfnOutput(stack, jsii.String("DeployRoleArn"), &awscdk.CfnOutputProps{Value: deploy.RoleArn()})
	awscdk.NewCfnOutput(stack, jsii.String("ReleaseRoleArn"), &awscdk.CfnOutputProps{Value: release.RoleArn()})
	awscdk.NewCfnOutput(stack, jsii.String("ReviewRoleArn"), &awscdk.CfnOutputProps{Value: review.RoleArn()})
	return stack
}

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	env := &awscdk.Environment{Account: jsii.String("111122223333"), Region: jsii.String("eu-central-1")}
	provider := newGithubOidcStack(app, env)
	newOctoServiceStack(app, env, provider)
	app.Synth(nil)
}
