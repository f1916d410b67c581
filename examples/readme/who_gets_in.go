package main

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	oidc "github.com/cdk-github-actions-oidc/cdk-github-actions-oidc-go/cdkgithubactionsoidc"
)

func main() {
	defer jsii.Close()

	repository := oidc.GithubRepository_Of(jsii.String("octo-org@123456/octo-repo@456789"))
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Delivery"), nil)
	role := oidc.NewGithubOidcRole(stack, jsii.String("Deploy"), &oidc.GithubOidcRoleProps{
		Subjects: &[]oidc.GithubSubject{repository.Environment(jsii.String("production"))},
	})

	trust := oidc.GithubOidcTrust_OfRole(role) // or _OfTemplate(assertions.Template_FromStack(stack, nil), nil), or _OfPolicy(json)
	trust.AssertAllows(oidc.GithubOidcToken_ForEnvironment(repository, jsii.String("production"), nil), nil)
	trust.AssertDenies(oidc.GithubOidcToken_ForBranch(repository, jsii.String("main"), nil), nil)
	other := oidc.GithubRepository_Of(jsii.String("octo-org-evil@9/octo-repo@8"))
	trust.AssertDenies(oidc.GithubOidcToken_ForEnvironment(other, jsii.String("production"), nil), nil)

	fmt.Println(*trust.Evaluate(oidc.GithubOidcToken_ForPullRequest(repository, nil), nil).Explanation())
}
