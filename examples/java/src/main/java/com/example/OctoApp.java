package com.example;

import io.github.cdkgithubactionsoidc.GithubOidcProvider;
import io.github.cdkgithubactionsoidc.GithubOidcRole;
import io.github.cdkgithubactionsoidc.GithubRepository;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ecr.Repository;
import software.constructs.Construct;

public final class OctoApp {
    public static void main(final String[] args) {
        App app = new App();
        StackProps props = StackProps.builder()
            .env(Environment.builder().account("111122223333").region("eu-central-1").build())
            .build();
        GithubOidcStack github = new GithubOidcStack(app, "GithubOidc", props);
        new OctoServiceStack(app, "OctoService", props, github.provider);
        app.synth();
    }

    /** One for each account. It lives apart, so that services come and go without touching it. */
    static final class GithubOidcStack extends Stack {
        final GithubOidcProvider provider;

        GithubOidcStack(final Construct scope, final String id, final StackProps props) {
            super(scope, id, props);
            provider = GithubOidcProvider.Builder.create(this, "Provider").tags(Map.of("owner", "platform")).build();
        }
    }

    static final class OctoServiceStack extends Stack {
        OctoServiceStack(final Construct scope, final String id, final StackProps props, final GithubOidcProvider provider) {
            super(scope, id, props);
            Repository images = Repository.Builder.create(this, "Images").repositoryName("octo-service").build();
            GithubRepository source = GithubRepository.of("octo-org@123456/octo-repo@456789");

            GithubOidcRole deploy = GithubOidcRole.Builder.create(this, "Deploy")
                .provider(provider).subjects(List.of(source.environment("production"))).build();
            deploy.grantEcrPush(images);

            GithubOidcRole release = GithubOidcRole.Builder.create(this, "Release")
                .provider(provider).subjects(List.of(source.tagLike("v*"))).build();
            release.grantEcrPush(images);

            GithubOidcRole review = GithubOidcRole.Builder.create(this, "Review")
                .provider(provider).subjects(List.of(source.pullRequest())).build();
            review.grantEcrPull(images);

            CfnOutput.Builder.create(this, "DeployRoleArn").value(deploy.getRoleArn()).build();
            CfnOutput.Builder.create(this, "ReleaseRoleArn").value(release.getRoleArn()).build();
            CfnOutput.Builder.create(this, "ReviewRoleArn").value(review.getRoleArn()).build();
        }
    }
}
