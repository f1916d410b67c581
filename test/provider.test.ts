import { App, Aspects, Aws, CfnResource, RemovalPolicy, Stack, Tag, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { GithubIssuer, GithubOidcProvider } from '../src';

const GITHUB_COM_ARN = ':oidc-provider/token.actions.githubusercontent.com';

function newStack(account?: string): Stack {
  return new Stack(new App(), 'Stack', { env: account ? { account, region: 'eu-west-1' } : undefined });
}

function providersIn(stack: Stack): any[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::OIDCProvider'));
}

describe('GithubOidcProvider', () => {
  test('is the native resource, with the audience of the credentials action, without thumbprints and tags, kept when it leaves the template', () => {
    const stack = newStack();
    const provider = new GithubOidcProvider(stack, 'Provider');

    expect(Template.fromStack(stack).toJSON().Resources).toEqual({
      Provider2281708E: {
        Type: 'AWS::IAM::OIDCProvider',
        Properties: { Url: 'https://token.actions.githubusercontent.com', ClientIdList: ['sts.amazonaws.com'] },
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      },
    });
    expect(provider).toBeInstanceOf(iam.OidcProviderNative);
    expect(provider.issuer).toBe(GithubIssuer.GITHUB_COM);
    expect(provider.audiences).toEqual(['sts.amazonaws.com']);
    expect(stack.resolve(provider.oidcProviderArn)).toEqual({ Ref: 'Provider2281708E' });
    expect(stack.resolve(provider.oidcProviderRef)).toEqual({ oidcProviderArn: { Ref: 'Provider2281708E' } });
  });

  test('takes audiences, thumbprints, tags and a removal policy', () => {
    const stack = newStack();
    const thumbprints = ['0123456789abcdef0123456789abcdef01234567'];
    new GithubOidcProvider(stack, 'Provider', {
      issuer: GithubIssuer.server('github.example.com'),
      audiences: ['sts.amazonaws.com', 'https://deploy.example.com'],
      thumbprints,
      tags: { team: 'platform' },
      removalPolicy: RemovalPolicy.DESTROY,
    });

    expect(providersIn(stack)).toEqual([{
      Type: 'AWS::IAM::OIDCProvider',
      Properties: {
        Url: 'https://github.example.com/_services/token',
        ClientIdList: ['sts.amazonaws.com', 'https://deploy.example.com'],
        ThumbprintList: thumbprints,
        Tags: [{ Key: 'team', Value: 'platform' }],
      },
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
    }]);
  });

  test('carries the tags of its own, of Tags.of() and of aspects', () => {
    const stack = newStack();
    const provider = new GithubOidcProvider(stack, 'Provider', { tags: { team: 'platform' } });
    Tags.of(provider).add('cost', '42');
    Aspects.of(stack).add(new Tag('stage', 'test'));

    expect(providersIn(stack)[0].Properties.Tags).toEqual([
      { Key: 'cost', Value: '42' }, { Key: 'stage', Value: 'test' }, { Key: 'team', Value: 'platform' },
    ]);
  });

  test('gives each issuer a provider of its own in one account', () => {
    const stack = newStack('111111111111');
    const issuers = [
      GithubIssuer.GITHUB_COM,
      GithubIssuer.enterprise('octocat-inc'),
      GithubIssuer.enterprise('Octocat-Inc'),
      GithubIssuer.dataResidency('octocorp'),
      GithubIssuer.server('github.example.com'),
    ];
    issuers.forEach((issuer, index) => new GithubOidcProvider(stack, `Provider${index}`, { issuer }));

    expect(providersIn(stack).map(({ Properties: { Url: url } }) => url)).toEqual(issuers.map(({ url }) => url));
  });

  test('leaves the props of its caller as they are, and is not changed by them later', () => {
    const stack = newStack();
    const props = Object.freeze({ audiences: ['a', 'b'], thumbprints: Object.freeze(['a'.repeat(40)]) as string[], tags: Object.freeze({ team: 'x' }) });
    const provider = new GithubOidcProvider(stack, 'Provider', props);
    props.audiences.push('c');

    expect(provider.audiences).toEqual(['a', 'b']);
    expect(providersIn(stack)[0].Properties.ClientIdList).toEqual(['a', 'b']);
  });

  test.each([
    ['no audience', { audiences: [] },
      /audiences of 'Stack\/Provider' is ''; pass a list of at least one, or leave it out for 'sts\.amazonaws\.com'/],
    ['a text for a list of audiences', { audiences: 'https://deploy.example.com' },
      /audiences of 'Stack\/Provider' is 'https:\/\/deploy\.example\.com'; pass a list of at least one, or leave it out/],
    ['a blank audience', { audiences: ['sts.amazonaws.com', ' '] }, /the audience is ' '; it must not be empty or blank/],
    ['a wildcard as audience', { audiences: ['*'] }, /the audience is '\*', .* name the audience, such as 'sts\.amazonaws\.com'/],
    ['an audience that is no text', { audiences: [42] }, /the audience is .*pass it as a string/],
    ['an audience that IAM cannot hold', { audiences: ['caf\u2019e'] }, /cannot hold its character U\+2019/],
    ['an audience of 256 characters', { audiences: ['a'.repeat(256)] }, /255/],
    ['101 audiences', { audiences: Array.from({ length: 101 }, (_, i) => `audience-${i}`) }, /100/],
    ['a short thumbprint', { thumbprints: ['abc'] }, /40/],
    ['a thumbprint that is not hexadecimal', { thumbprints: ['z'.repeat(40)] }, /hexadecimal/i],
    ['six thumbprints', { thumbprints: Array.from({ length: 6 }, (_, i) => `${i}`.repeat(40)) }, /5/],
  ])('refuses %s', (_, props, message) => {
    expect(() => new GithubOidcProvider(newStack(), 'Provider', props as never)).toThrow(message);
  });

  test.each([[], '', 'sts.amazonaws.com', 42])('names the error AudienceMissing for the audiences %j, and leaves nothing behind', audiences => {
    const stack = newStack();
    expect(() => new GithubOidcProvider(stack, 'Provider', { audiences: audiences as never }))
      .toThrow(expect.objectContaining({ name: 'AudienceMissing' }));
    expect(stack.node.children).toEqual([]);
  });
});

describe('GithubOidcProvider.fromAccount', () => {
  test('names the provider of the stack\'s account and creates nothing', () => {
    const stack = newStack('111111111111');
    const provider = GithubOidcProvider.fromAccount(stack, 'Provider');

    expect(stack.node.findAll().filter(construct => CfnResource.isCfnResource(construct))).toHaveLength(0);
    expect(stack.resolve(provider.oidcProviderArn))
      .toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::111111111111${GITHUB_COM_ARN}`]] });
    expect(provider.oidcProviderRef).toEqual({ oidcProviderArn: provider.oidcProviderArn });
    expect(provider.oidcProviderIssuer).toBe('token.actions.githubusercontent.com');
    expect(provider.issuer).toBe(GithubIssuer.GITHUB_COM);
    expect(provider.env.account).toBe('111111111111');
  });

  test('takes the account of the deployment where the stack has none', () => {
    const stack = newStack();
    const arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, GITHUB_COM_ARN]] };
    expect(stack.resolve(GithubOidcProvider.fromAccount(stack, 'One').oidcProviderArn)).toEqual(arn);
    expect(stack.resolve(GithubOidcProvider.fromAccount(stack, 'Two', { account: Aws.ACCOUNT_ID }).oidcProviderArn)).toEqual(arn);
  });

  test('takes another account', () => {
    const stack = newStack('111111111111');
    const provider = GithubOidcProvider.fromAccount(stack, 'Provider', { account: '222222222222' });
    expect(JSON.stringify(stack.resolve(provider.oidcProviderArn))).toContain(`:iam::222222222222${GITHUB_COM_ARN}`);
    expect(provider.env.account).toBe('222222222222');
  });

  test.each([
    ['token.actions.githubusercontent.com/octocat-inc', GithubIssuer.enterprise('octocat-inc')],
    ['token.actions.octocorp.ghe.com', GithubIssuer.dataResidency('octocorp')],
    ['github.example.com/_services/token', GithubIssuer.server('github.example.com')],
  ])('takes the issuer %s, path included', (prefix, issuer) => {
    const stack = newStack();
    const provider = GithubOidcProvider.fromAccount(stack, 'Provider', { issuer });
    expect(JSON.stringify(stack.resolve(provider.oidcProviderArn))).toContain(`:oidc-provider/${prefix}"`);
    expect(provider.oidcProviderIssuer).toBe(prefix);
    expect(provider.issuer).toBe(issuer);
  });

  test.each(['', '123', '1234567890123', 'production', 'arn:aws:iam::111111111111:root'])('refuses the account \'%s\'', account => {
    expect(() => GithubOidcProvider.fromAccount(newStack(), 'Provider', { account }))
      .toThrow(`the account of 'Stack/Provider' is '${account}'; an AWS account ID has 12 digits`);
  });

  test('is no second provider beside one that the app makes', () => {
    const stack = newStack('111111111111');
    GithubOidcProvider.fromAccount(stack, 'Existing', { account: '222222222222' });
    new GithubOidcProvider(stack, 'Provider');
    expect(providersIn(stack)).toHaveLength(1);
  });
});

describe('GithubOidcProvider.getOrCreate', () => {
  test('makes one provider and returns it again', () => {
    const stack = newStack();
    const provider = GithubOidcProvider.getOrCreate(stack);
    expect(GithubOidcProvider.getOrCreate(stack)).toBe(provider);
    expect(GithubOidcProvider.getOrCreate(stack, GithubIssuer.GITHUB_COM)).toBe(provider);
    expect(provider.node.path).toBe('Stack/GithubOidcProvider');
    expect(providersIn(stack)).toHaveLength(1);
  });

  test('returns a provider that stands already, whatever its id', () => {
    const stack = newStack();
    const provider = new GithubOidcProvider(stack, 'Mine');
    expect(GithubOidcProvider.getOrCreate(stack)).toBe(provider);
  });

  test('makes one for each issuer, under an id of its own', () => {
    const stack = newStack();
    const issuers = [
      GithubIssuer.GITHUB_COM, GithubIssuer.enterprise('octocat-inc'), GithubIssuer.dataResidency('octocorp'), GithubIssuer.server('github.example.com'),
    ];
    const providers = issuers.map(issuer => GithubOidcProvider.getOrCreate(stack, issuer));
    issuers.forEach((issuer, index) => expect(GithubOidcProvider.getOrCreate(stack, issuer)).toBe(providers[index]));
    expect(new Set(providers).size).toBe(4);
    expect(providersIn(stack).map(({ Properties: { Url: url } }) => url).sort()).toEqual(issuers.map(({ url }) => url).sort());
  });

  test('does not take a provider of another account', () => {
    const app = new App();
    const one = new Stack(app, 'One', { env: { account: '111111111111', region: 'eu-west-1' } });
    const two = new Stack(app, 'Two', { env: { account: '222222222222', region: 'eu-west-1' } });
    expect(GithubOidcProvider.getOrCreate(one).node.path).toBe('One/GithubOidcProvider');
    expect(GithubOidcProvider.getOrCreate(two).node.path).toBe('Two/GithubOidcProvider');
  });
});
