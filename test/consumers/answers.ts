import { readFileSync } from 'fs';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { canonical, firstDifference } from './canonical';
import { Check, check } from './check';
import { refusalOf } from '../support/refusal';
import { GithubOidcRole, GithubOidcToken, GithubOidcTrust, GithubRepository, GithubSubject } from 'cdk-github-actions-oidc';

/** What each language's `answers` program writes as JSON. The program below is the original; the others follow it line by line. */
export interface Answers {
  /** Why the token that must pass is let in. */
  readonly allowed: string;
  /** What is thrown where the token that must not pass is said to be let in. */
  readonly denied: string;
  /** What bad input is refused with. */
  readonly errors: readonly string[];
  /** The stack of a construct of the user's own, which passes the role to another package. */
  readonly template: object;
}

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
    template: template.toJSON(),
  };
}

function roleFor(scope: Construct, subjects: GithubSubject[]): GithubOidcRole {
  return new GithubOidcRole(scope, 'Role', { subjects });
}

function messageOf(action: () => unknown): string {
  return refusalOf(action).message;
}

/** What another language answers, beside what TypeScript answers. */
export function compareAnswers(file: string, expected: Answers): Check[] {
  const actual: Answers = JSON.parse(readFileSync(file, 'utf8'));
  const template = [actual, expected].map(answers => canonical(JSON.stringify(answers.template)));
  return [
    check('trust allowed', differenceOf([actual.allowed], [expected.allowed])),
    check('trust denied', differenceOf([actual.denied], [expected.denied])),
    check('error text', differenceOf(actual.errors, expected.errors)),
    check('other package', firstDifference(template[0], template[1])),
  ];
}

function differenceOf(actual: readonly string[], expected: readonly string[]): string | undefined {
  const different = expected.findIndex((message, index) => !carries(actual[index] ?? '', message));
  return different < 0 ? undefined : `the text is '${actual[different]}', not '${expected[different]}'`;
}

/** Whether a text is the message: jsii puts the error's name before it where it can, and Java the stack of the JavaScript side behind it. */
export function carries(text: string, message: string): boolean {
  const bare = text.replace(/^[A-Z]\w+: /, '');
  return [text, bare].some(start => start === message || start.startsWith(`${message}\n`));
}
