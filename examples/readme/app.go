package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/jsii-runtime-go"
	oidc "github.com/cdk-github-actions-oidc/cdk-github-actions-oidc-go/cdkgithubactionsoidc"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Delivery"), nil)
	images := awsecr.NewRepository(stack, jsii.String("Images"), nil)

	repository := oidc.GithubRepository_Of(jsii.String("octo-org@123456/octo-repo@456789"))
	deploy := oidc.NewGithubOidcRole(stack, jsii.String("Deploy"), &oidc.GithubOidcRoleProps{
		Subjects: &[]oidc.GithubSubject{repository.Environment(jsii.String("production"))},
		// If the account has the provider already, add:
		// Provider: oidc.GithubOidcProvider_FromAccount(stack, jsii.String("Github"), nil),
	})
	deploy.GrantEcrPush(images)

	awscdk.NewCfnOutput(stack, jsii.String("DeployRoleArn"), &awscdk.CfnOutputProps{Value: deploy.RoleArn()})
	awscdk.NewCfnOutput(stack, jsii.String("ImagesName"), &awscdk.CfnOutputProps{Value: images.RepositoryName()})
	app.Synth(nil)
}
