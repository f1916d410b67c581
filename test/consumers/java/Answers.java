package com.example;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdkgithubactionsoidc.GithubOidcChecks;
import io.github.cdkgithubactionsoidc.GithubOidcRole;
import io.github.cdkgithubactionsoidc.GithubOidcToken;
import io.github.cdkgithubactionsoidc.GithubOidcTrust;
import io.github.cdkgithubactionsoidc.GithubRepository;
import io.github.cdkgithubactionsoidc.GithubSubject;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.WebIdentityPrincipal;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;

/** What a Java user sees of the package; test/consumers compares it with what TypeScript sees. */
public final class Answers {
    private static final GithubRepository REPOSITORY = GithubRepository.of("octo-org@123456/octo-repo@456789");

    /** A construct of the user's own, which passes the role to another package. */
    static final class Delivery extends Construct {
        final GithubOidcRole role;

        Delivery(final Construct scope, final String id) {
            super(scope, id);
            role = roleFor(this, List.of(REPOSITORY.environment("production")));
            new Bucket(this, "Artifacts").grantRead(role);
        }
    }

    public static void main(final String[] args) throws IOException {
        Stack stack = new Stack();
        Delivery delivery = new Delivery(stack, "Delivery");
        Template template = Template.fromStack(stack);
        GithubOidcTrust trust = GithubOidcTrust.ofTemplate(template);
        GithubOidcToken production = GithubOidcToken.forEnvironment(REPOSITORY, "production");
        GithubOidcToken review = GithubOidcToken.forPullRequest(REPOSITORY);

        GithubOidcTrust.ofRole(delivery.role).assertAllows(production);
        trust.assertDenies(review);

        Acknowledgment acknowledgment = Acknowledgment.builder()
            .id("GithubOidcChecks::AudienceMissing")
            .reason("the role is going to be removed")
            .build();
        new ObjectMapper().writeValue(new File("answers.json"), Map.of(
            "allowed", trust.evaluate(production).getExplanation(),
            "denied", messageOf(() -> trust.assertAllows(review)),
            "errors", List.of(
                messageOf(() -> GithubRepository.of("octo-org/caf\u00e9 \"x\"")),
                messageOf(() -> roleFor(stack, List.of()))),
            "unsound", messageOf(() -> synthesise()),
            "acknowledged", synthesise(acknowledgment),
            "template", template.toJSON()));
    }

    private static GithubOidcRole roleFor(final Construct scope, final List<GithubSubject> subjects) {
        return GithubOidcRole.Builder.create(scope, "Role").subjects(subjects).build();
    }

    /** Synthesises an app with our checks and a role that somebody wrote by hand, without an audience. */
    private static String synthesise(final Acknowledgment... acknowledged) {
        App app = new App();
        Validations.of(app).addPlugins(new GithubOidcChecks());
        Role role = Role.Builder.create(new Stack(app, "Delivery"), "Role")
            .assumedBy(new WebIdentityPrincipal(
                "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
                Map.of("StringEquals", Map.of(
                    "token.actions.githubusercontent.com:sub", "repo:octo-org@123456/octo-repo@456789:environment:production"))))
            .build();
        Validations.of(role).acknowledge(acknowledged);
        return app.synth().getStacks().get(0).getStackName();
    }

    private static String messageOf(final Runnable call) {
        try {
            call.run();
        } catch (final RuntimeException refused) {
            return refused.getMessage();
        }
        throw new AssertionError("it was accepted");
    }
}
