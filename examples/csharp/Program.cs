using System.Collections.Generic;
using Amazon.CDK;
using Amazon.CDK.AWS.ECR;
using CdkGithubActionsOidc;
using Constructs;

var app = new App();
var env = new Environment { Account = "111122223333", Region = "eu-central-1" };
var github = new GithubOidcStack(app, "GithubOidc", new StackProps { Env = env });
_ = new OctoServiceStack(app, "OctoService", github.Provider, new StackProps { Env = env });
app.Synth();

/// <summary>One for each account. It lives apart, so that services come and go without touching it.</summary>
class GithubOidcStack : Stack
{
    public GithubOidcProvider Provider { get; }

    public GithubOidcStack(Construct scope, string id, IStackProps props) : base(scope, id, props)
    {
        Provider = new GithubOidcProvider(this, "Provider", new GithubOidcProviderProps
        {
            Tags = new Dictionary<string, string> { ["owner"] = "platform" },
        });
    }
}

class OctoServiceStack : Stack
{
    public OctoServiceStack(Construct scope, string id, GithubOidcProvider provider, IStackProps props) : base(scope, id, props)
    {
        var images = new Repository(this, "Images", new RepositoryProps { RepositoryName = "octo-service" });
        var source = GithubRepository.Of("octo-org@123456/octo-repo@456789");

        var deploy = new GithubOidcRole(this, "Deploy", new GithubOidcRoleProps
        {
            Provider = provider,
            Subjects = new[] { source.Environment("production") },
        });
        deploy.GrantEcrPush(images);

        var release = new GithubOidcRole(this, "Release", new GithubOidcRoleProps
        {
            Provider = provider,
            Subjects = new[] { source.TagLike("v*") },
        });
        release.GrantEcrPush(images);

        var review = new GithubOidcRole(this, "Review", new GithubOidcRoleProps
        {
            Provider = provider,
            Subjects = new[] { source.PullRequest() },
        });
        review.GrantEcrPull(images);

        _ = new CfnOutput(this, "DeployRoleArn", new CfnOutputProps { Value = deploy.RoleArn });
        _ = new CfnOutput(this, "ReleaseRoleArn", new CfnOutputProps { Value = release.RoleArn });
        _ = new CfnOutput(this, "ReviewRoleArn", new CfnOutputProps { Value = review.RoleArn });
    }
}
