package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	oidc "github.com/cdk-github-actions-oidc/cdk-github-actions-oidc-go/cdkgithubactionsoidc"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	// … the app's stacks
	awscdk.Validations_Of(app).AddPlugins(oidc.NewGithubOidcChecks(nil))
	oidc.NewGithubOidcReview(app, jsii.String("GithubOidcReview"), nil)
	app.Synth(nil)
}
