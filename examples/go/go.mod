module octo-service

go 1.25

require (
	github.com/aws/aws-cdk-go/awscdk/v2 v2.271.0
	github.com/aws/constructs-go/constructs/v10 v10.5.0
	github.com/aws/jsii-runtime-go v1.140.0
	github.com/cdk-github-actions-oidc/cdk-github-actions-oidc-go/cdkgithubactionsoidc v0.0.0
)

// What `npx jsii-pacmak --targets go` makes of this checkout; without the line, go takes the released module.
replace github.com/cdk-github-actions-oidc/cdk-github-actions-oidc-go/cdkgithubactionsoidc => ../../dist/go/cdkgithubactionsoidc
