using System.Collections.Generic;
using System.IO;
using Amazon.CDK;
using Amazon.CDK.Assertions;
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
            ["template"] = template.ToJSON(),
        }));
    }

    static GithubOidcRole RoleFor(Construct scope, params GithubSubject[] subjects)
    {
        return new GithubOidcRole(scope, "Role", new GithubOidcRoleProps { Subjects = subjects });
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
