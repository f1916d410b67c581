import { readFileSync } from 'fs';
import { join } from 'path';
import { Acknowledgment, App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { canonical, firstDifference } from './canonical';
import { Check, check } from './check';
import { quietly } from './quietly';
import { refusalOf } from '../support/refusal';
import { GithubOidcChecks, GithubOidcRole, GithubOidcToken, GithubOidcTrust, GithubRepository, GithubSubject } from 'cdk-github-actions-oidc';

/** What each language's `answers` program writes as JSON. The program below is the original; the others follow it line by line. */
export interface Answers {
  /** Why the token that must pass is let in. */
  readonly allowed: string;
  /** What is thrown where the token that must not pass is said to be let in. */
  readonly denied: string;
  /** What bad input is refused with. */
  readonly errors: readonly string[];
  /** What synthesis is refused with where the checks find a role without an audience. What they found is told on stderr. */
  readonly unsound: string;
  /** The stack that is synthesised where that finding is acknowledged. */
  readonly acknowledged: string;
  /** The stack of a construct of the user's own, which passes the role to another package. */
  readonly template: object;
}

const FAILURE = 'Validation failed. ';
const FINDING = "no condition demands 'token.actions.githubusercontent.com:aud'";

const REPOSITORY = GithubRepository.of('octo-org@123456/octo-repo@456789');

class Delivery extends Construct {
  public readonly role: GithubOidcRole;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.role = roleFor(this, [REPOSITORY.environment('production')]);
    new Bucket(this, 'Artifacts').grantRead(this.role);
  }
}

export function answersInTypeScript(): Answers {
  const stack = new Stack();
  const delivery = new Delivery(stack, 'Delivery');
  const template = Template.fromStack(stack);
  const trust = GithubOidcTrust.ofTemplate(template);
  const production = GithubOidcToken.forEnvironment(REPOSITORY, 'production');
  const review = GithubOidcToken.forPullRequest(REPOSITORY);

  GithubOidcTrust.ofRole(delivery.role).assertAllows(production);
  trust.assertDenies(review);

  return {
    allowed: trust.evaluate(production).explanation,
    denied: messageOf(() => trust.assertAllows(review)),
    errors: [
      messageOf(() => GithubRepository.of('octo-org/caf\u00e9 "x"')),
      messageOf(() => roleFor(stack, [])),
    ],
    unsound: messageOf(() => quietly(synthesise)),
    acknowledged: synthesise({ id: 'GithubOidcChecks::AudienceMissing', reason: 'the role is going to be removed' }),
    template: template.toJSON(),
  };
}

function roleFor(scope: Construct, subjects: GithubSubject[]): GithubOidcRole {
  return new GithubOidcRole(scope, 'Role', { subjects });
}

/** Synthesises an app with our checks and a role that somebody wrote by hand, without an audience. */
function synthesise(...acknowledged: Acknowledgment[]): string {
  const app = new App();
  Validations.of(app).addPlugins(new GithubOidcChecks());
  const role = new iam.Role(new Stack(app, 'Delivery'), 'Role', {
    assumedBy: new iam.WebIdentityPrincipal('arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com', {
      StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:octo-org@123456/octo-repo@456789:environment:production' },
    }),
  });
  Validations.of(role).acknowledge(...acknowledged);
  return app.synth().stacks[0].stackName;
}

function messageOf(action: () => unknown): string {
  return refusalOf(action).message;
}

/** What another language's program wrote into its folder and told on stderr, beside what TypeScript answers. */
export function compareAnswers(folder: string, told: string, expected: Answers): Check[] {
  const actual: Answers = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8'));
  const template = [actual, expected].map(answers => canonical(JSON.stringify(answers.template)));
  return [
    check('trust allowed', differenceOf([actual.allowed], [expected.allowed])),
    check('trust denied', differenceOf([actual.denied], [expected.denied])),
    check('error text', differenceOf(actual.errors, expected.errors)),
    check('checks fail synth', wrongInChecks(actual, told, expected)),
    check('other package', firstDifference(template[0], template[1])),
  ];
}

function differenceOf(actual: readonly string[], expected: readonly string[]): string | undefined {
  const different = expected.findIndex((message, index) => !carries(actual[index] ?? '', message));
  return different < 0 ? undefined : `the text is '${actual[different]}', not '${expected[different]}'`;
}

/** The CDK's own words end in the path of a report, and a later CDK may go on in other words. */
function wrongInChecks({ unsound, acknowledged }: Answers, told: string, expected: Answers): string | undefined {
  if (!withoutName(unsound).startsWith(FAILURE)) { return `synthesis is refused with '${unsound}', not '${FAILURE}'`; }
  if (!told.includes(FINDING)) { return `the terminal says '${told}', not '${FINDING}'`; }
  return differenceOf([acknowledged], [expected.acknowledged]);
}

/** Whether a text is the message: jsii puts the error's name before it where it can, and Java the stack of the JavaScript side behind it. */
export function carries(text: string, message: string): boolean {
  return [text, withoutName(text)].some(start => start === message || start.startsWith(`${message}\n`));
}

const withoutName = (text: string) => text.replace(/^[A-Z]\w+: /, '');
