import { App, Aws, CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { warningsOf } from './support/templates';
import { GithubIssuer, GithubOidcPrincipal, GithubOidcProvider, GithubOidcRole, GithubRepository, GithubSubject } from 'cdk-github-actions-oidc';

const ISSUER = 'token.actions.githubusercontent.com';
const REPOSITORY = GithubRepository.of('octo-org@123456/octo-repo@456789');

const NOTHING: Record<string, () => string> = {
  'a Lazy that yields undefined': () => Lazy.string({ produce: () => undefined }),
  'AWS::NoValue': () => Aws.NO_VALUE,
  'a condition with AWS::NoValue in a branch': () => Fn.conditionIf('IsProduction', 'repo:o/r:environment:p', Aws.NO_VALUE).toString(),
};

const vanishes = expect.objectContaining({ name: 'ConditionVanishes', message: expect.stringContaining('give it a value in every case') });

function synthesise(build: (stack: Stack) => unknown): () => unknown {
  return () => {
    const app = new App();
    build(new Stack(app, 'Stack'));
    return app.synth();
  };
}

describe.each(Object.entries(NOTHING))('%s', (_, nothing) => {
  test('as a whole subject is refused, since the role would trust everybody', () => {
    expect(synthesise(stack => new GithubOidcRole(stack, 'Role', { subjects: [GithubSubject.custom(nothing())] }))).toThrow(vanishes);
  });

  test('as a whole subject of a server is refused too', () => {
    const issuer = GithubIssuer.server('github.example.com');
    expect(synthesise(stack => new GithubOidcRole(stack, 'Role', { issuer, subjects: [GithubSubject.custom(nothing())] }))).toThrow(vanishes);
  });

  test('as one subject of several is refused', () => {
    const subjects = () => [REPOSITORY.branch('main'), GithubSubject.custom(nothing())];
    expect(synthesise(stack => new GithubOidcRole(stack, 'Role', { subjects: subjects(), subjectFormat: undefined }))).toThrow(vanishes);
  });

  test('as IDs is refused, since the name alone would be left', () => {
    const subjects = () => [GithubRepository.of(`octo-org@${nothing()}/octo-repo@${nothing()}`).environment('production')];
    expect(synthesise(stack => new GithubOidcRole(stack, 'Role', { subjects: subjects() }))).toThrow(vanishes);
  });

  test('as the audience is refused', () => {
    const provider = (stack: Stack) => GithubOidcProvider.fromAccount(stack, 'Github');
    expect(synthesise(stack => new GithubOidcRole(stack, 'Role', { subjects: [REPOSITORY.branch('main')], audience: nothing(), provider: provider(stack) })))
      .toThrow(vanishes);
  });

  test('in a further condition is refused, alone or in a list', () => {
    for (const value of [nothing(), ['vpc-1', nothing()]]) {
      expect(synthesise(stack => {
        const principal = new GithubOidcPrincipal(GithubOidcProvider.getOrCreate(stack), { subjects: [REPOSITORY.branch('main')] });
        new iam.Role(stack, 'Role', { assumedBy: principal.withConditions({ StringEquals: { 'aws:SourceVpc': value } }) });
      })).toThrow(vanishes);
    }
  });
});

test.each([
  ['a policy variable', '${token.actions.githubusercontent.com:sub}', 'GithubPolicyVariable'],
  ['a character that IAM refuses', 'repo:o/r:environment:日本', 'GithubTextRefusedByIam'],
  ['nothing but blanks', ' ', 'GithubTextBlank'],
])('a Lazy subject that turns out to be %s is refused at synthesis', (_, text, name) => {
  expect(synthesise(stack => new GithubOidcRole(stack, 'Role', { subjects: [GithubSubject.custom(Lazy.string({ produce: () => text }))] })))
    .toThrow(expect.objectContaining({ name }));
});

test('a Lazy subject with a value is rendered as that value', () => {
  const stack = new Stack(new App(), 'Stack');
  const role = new GithubOidcRole(stack, 'Role', { subjects: [GithubSubject.custom(Lazy.string({ produce: () => 'repo:o/r:pull_request' }))] });
  expect(stack.resolve(role.assumeRolePolicy!.toJSON()).Statement[0].Condition).toEqual({
    StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com', [`${ISSUER}:sub`]: 'repo:o/r:pull_request' },
  });
});

describe('the warning UnresolvedSubject', () => {
  const rulesFor = (...subjects: ((stack: Stack) => GithubSubject)[]) => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    new GithubOidcRole(stack, 'Role', { subjects: subjects.map(subject => subject(stack)) });
    return (warningsOf(app)['Stack/Role'] ?? []).map(text => /GithubOidcChecks::(\w+)/.exec(text)?.[1]);
  };
  const parameter = (stack: Stack) => new CfnParameter(stack, 'Value').valueAsString;

  test('is raised where a deployed value decides who gets in', () => {
    const unresolved = ['TrustPolicyLengthUnknown', 'UnresolvedSubject'];
    expect(rulesFor(stack => GithubRepository.of(parameter(stack)).environment('production'))).toEqual(['MutableSubject', ...unresolved]);
    expect(rulesFor(stack => GithubSubject.custom(parameter(stack)))).toEqual(unresolved);
    expect(rulesFor(stack => GithubRepository.of(`octo-org@1/octo-repo@${parameter(stack)}`).branch('main'))).toEqual(unresolved);
  });

  test('is not raised where literal IDs hold whatever the rest turns out to be, nor for literal subjects', () => {
    expect(rulesFor(stack => REPOSITORY.environment(parameter(stack)))).toEqual(['TrustPolicyLengthUnknown']);
    expect(rulesFor(() => REPOSITORY.environment('production'))).toEqual([]);
  });
});

describe('names of condition operators', () => {
  const narrowed = (conditions: unknown) => () => new GithubOidcPrincipal(
    GithubOidcProvider.getOrCreate(new Stack(new App(), 'Stack')), { subjects: [REPOSITORY.branch('main')] },
  ).withConditions(conditions as iam.Conditions);

  test.each(['toString', 'constructor', 'stringequals', 'StringEqual', 'ForAllValues', ''])("'%s' is refused", name => {
    expect(narrowed({ [name]: { 'aws:SourceVpc': 'vpc-1' } })).toThrow(expect.objectContaining({
      name: 'ConditionInvalid', message: expect.stringContaining(`the condition operator is '${name}'`),
    }));
  });

  test('__proto__ is refused and pollutes nothing', () => {
    expect(narrowed(JSON.parse('{"__proto__":{"polluted":"x"}}'))).toThrow(expect.objectContaining({ name: 'ConditionInvalid' }));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each(['StringEquals', 'ForAnyValue:StringLike', 'ForAllValues:StringEquals', 'StringNotEqualsIfExists', 'IpAddress', 'Bool', 'Null', 'DateLessThan'])(
    "'%s' is taken", name => {
      expect(narrowed({ [name]: { 'aws:Example': 'x' } })).not.toThrow();
    });

  test.each([{}, { 'aws:SourceVpc': [] }])('the block %j, which would limit nothing, is refused', block => {
    expect(narrowed({ StringEquals: block })).toThrow(expect.objectContaining({ name: 'ConditionInvalid' }));
  });
});
