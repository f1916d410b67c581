using System.Collections.Generic;
using System.IO;
using Amazon.CDK;
using Amazon.CDK.Assertions;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.S3;
using CdkGithubActionsOidc;
using Constructs;

/// <summary>What a C# user sees of the package; test/consumers compares it with what TypeScript sees.</summary>
static class Answers
{
    static readonly GithubRepository Repository = GithubRepository.Of("octo-org@123456/octo-repo@456789");

    /// <summary>A construct of the user's own, which passes the role to another package.</summary>
    class Delivery : Construct
    {
        public GithubOidcRole Role { get; }

        public Delivery(Construct scope, string id) : base(scope, id)
        {
            Role = RoleFor(this, Repository.Environment("production"));
            new Bucket(this, "Artifacts").GrantRead(Role);
        }
    }

    static void Main()
    {
        var stack = new Stack();
        var delivery = new Delivery(stack, "Delivery");
        var template = Template.FromStack(stack);
        var trust = GithubOidcTrust.OfTemplate(template);
        var production = GithubOidcToken.ForEnvironment(Repository, "production");
        var review = GithubOidcToken.ForPullRequest(Repository);

        GithubOidcTrust.OfRole(delivery.Role).AssertAllows(production);
        trust.AssertDenies(review);

        File.WriteAllText("answers.json", Newtonsoft.Json.JsonConvert.SerializeObject(new Dictionary<string, object>
        {
            ["allowed"] = trust.Evaluate(production).Explanation,
            ["denied"] = MessageOf(() => trust.AssertAllows(review)),
            ["errors"] = new[]
            {
                MessageOf(() => GithubRepository.Of("octo-org/caf\u00e9 \"x\"")),
                MessageOf(() => RoleFor(stack)),
            },
            ["unsound"] = MessageOf(() => Synthesise()),
            ["acknowledged"] = Synthesise(new Acknowledgment { Id = "GithubOidcChecks::AudienceMissing", Reason = "the role is going to be removed" }),
            ["template"] = template.ToJSON(),
        }));
    }

    static GithubOidcRole RoleFor(Construct scope, params GithubSubject[] subjects)
    {
        return new GithubOidcRole(scope, "Role", new GithubOidcRoleProps { Subjects = subjects });
    }

    /// <summary>Synthesises an app with our checks and a role that somebody wrote by hand, without an audience.</summary>
    static string Synthesise(params IAcknowledgment[] acknowledged)
    {
        var app = new App();
        Validations.Of(app).AddPlugins(new GithubOidcChecks());
        var role = new Role(new Stack(app, "Delivery"), "Role", new RoleProps
        {
            AssumedBy = new WebIdentityPrincipal("arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, string>
                {
                    ["token.actions.githubusercontent.com:sub"] = "repo:octo-org@123456/octo-repo@456789:environment:production",
                },
            }),
        });
        Validations.Of(role).Acknowledge(acknowledged);
        return app.Synth().Stacks[0].StackName;
    }

    static string MessageOf(System.Action call)
    {
        try
        {
            call();
        }
        catch (System.Exception refused)
        {
            return refused.Message;
        }
        throw new System.InvalidOperationException("it was accepted");
    }
}
