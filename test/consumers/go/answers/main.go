// Command answers writes what a Go user sees of the package; test/consumers compares it with what TypeScript sees.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	oidc "github.com/cdk-github-actions-oidc/cdk-github-actions-oidc-go/cdkgithubactionsoidc"
)

type answers struct {
	Allowed      *string         `json:"allowed"`
	Denied       string          `json:"denied"`
	Errors       []string        `json:"errors"`
	Unsound      string          `json:"unsound"`
	Acknowledged *string         `json:"acknowledged"`
	Template     *map[string]any `json:"template"`
}

// A construct of the user's own, which passes the role to another package.
type delivery struct {
	constructs.Construct
	role oidc.GithubOidcRole
}

func newDelivery(scope constructs.Construct, id string, subject oidc.GithubSubject) delivery {
	construct := constructs.NewConstruct(scope, jsii.String(id))
	role := roleFor(construct, subject)
	awss3.NewBucket(construct, jsii.String("Artifacts"), nil).GrantRead(role, nil)
	return delivery{construct, role}
}

func roleFor(scope constructs.Construct, subjects ...oidc.GithubSubject) oidc.GithubOidcRole {
	return oidc.NewGithubOidcRole(scope, jsii.String("Role"), &oidc.GithubOidcRoleProps{Subjects: &subjects})
}

// Synthesises an app with our checks and a role that somebody wrote by hand, without an audience.
func synthesise(acknowledged ...*awscdk.Acknowledgment) *string {
	app := awscdk.NewApp(nil)
	awscdk.Validations_Of(app).AddPlugins(oidc.NewGithubOidcChecks(nil))
	role := awsiam.NewRole(awscdk.NewStack(app, jsii.String("Delivery"), nil), jsii.String("Role"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewWebIdentityPrincipal(
			jsii.String("arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"),
			&map[string]any{"StringEquals": map[string]string{
				"token.actions.githubusercontent.com:sub": "repo:octo-org@123456/octo-repo@456789:environment:production",
			}},
		),
	})
	awscdk.Validations_Of(role).Acknowledge(acknowledged...)
	return (*app.Synth(nil).Stacks())[0].StackName()
}

// In Go, what the package throws is a panic.
func messageOf(action func()) (message string) {
	defer func() { message = fmt.Sprint(recover()) }()
	action()
	return
}

func main() {
	defer jsii.Close()

	repository := oidc.GithubRepository_Of(jsii.String("octo-org@123456/octo-repo@456789"))
	stack := awscdk.NewStack(nil, nil, nil)
	delivery := newDelivery(stack, "Delivery", repository.Environment(jsii.String("production")))
	template := assertions.Template_FromStack(stack, nil)
	trust := oidc.GithubOidcTrust_OfTemplate(template, nil)
	production := oidc.GithubOidcToken_ForEnvironment(repository, jsii.String("production"), nil)
	review := oidc.GithubOidcToken_ForPullRequest(repository, nil)

	oidc.GithubOidcTrust_OfRole(delivery.role).AssertAllows(production, nil)
	trust.AssertDenies(review, nil)

	text, err := json.Marshal(answers{
		Allowed: trust.Evaluate(production, nil).Explanation(),
		Denied:  messageOf(func() { trust.AssertAllows(review, nil) }),
		Errors: []string{
			messageOf(func() { oidc.GithubRepository_Of(jsii.String("octo-org/caf\u00e9 \"x\"")) }),
			messageOf(func() { roleFor(stack) }),
		},
		Unsound: messageOf(func() { synthesise() }),
		Acknowledged: synthesise(&awscdk.Acknowledgment{
			Id:     jsii.String("GithubOidcChecks::AudienceMissing"),
			Reason: jsii.String("the role is going to be removed"),
		}),
		Template: template.ToJSON(),
	})
	if err == nil {
		err = os.WriteFile("answers.json", text, 0o644)
	}
	if err != nil {
		panic(err)
	}
}
