import { App, Aws, Lazy, Stack, Token } from 'aws-cdk-lib';
import { CfnOIDCProvider } from 'aws-cdk-lib/aws-iam';
import { GithubOidcProvider, GithubOidcToken, GithubRepository } from '../../src';
import { GithubIssuer } from '../../src/github/issuer';
import { RenderedConditions } from '../../src/trust/render';
import { trustPolicy } from '../support/arbitraries';
import { resolved } from '../support/templates';

const FACTORIES: [string, (text: any) => GithubIssuer][] = [
  ['enterprise', GithubIssuer.enterprise],
  ['dataResidency', GithubIssuer.dataResidency],
  ['dataResidencyEnterprise', GithubIssuer.dataResidencyEnterprise],
  ['server', GithubIssuer.server],
];
const CLOUD = { hasClaimKeys: true, hasImmutableSubjects: true, encodesColons: true };
const SERVER = { hasClaimKeys: false, hasImmutableSubjects: false, encodesColons: false };

describe('GithubIssuer', () => {
  test.each([
    ['GITHUB_COM', GithubIssuer.GITHUB_COM, 'token.actions.githubusercontent.com', CLOUD],
    ['enterprise', GithubIssuer.enterprise('octocat-inc'), 'token.actions.githubusercontent.com/octocat-inc', CLOUD],
    ['enterprise with capitals', GithubIssuer.enterprise('Octo-2'), 'token.actions.githubusercontent.com/Octo-2', CLOUD],
    ['enterprise of one letter', GithubIssuer.enterprise('o'), 'token.actions.githubusercontent.com/o', CLOUD],
    ['dataResidency', GithubIssuer.dataResidency('octocorp'), 'token.actions.octocorp.ghe.com', CLOUD],
    ['dataResidency with a hyphen', GithubIssuer.dataResidency('octo-corp2'), 'token.actions.octo-corp2.ghe.com', CLOUD],
    ['dataResidencyEnterprise', GithubIssuer.dataResidencyEnterprise('octocorp'), 'token.actions.octocorp.ghe.com/octocorp',
      { ...CLOUD, hasClaimKeys: false }],
    ['dataResidencyEnterprise with a hyphen', GithubIssuer.dataResidencyEnterprise('octo-corp2'), 'token.actions.octo-corp2.ghe.com/octo-corp2',
      { ...CLOUD, hasClaimKeys: false }],
    ['server', GithubIssuer.server('github.example.com'), 'github.example.com/_services/token', SERVER],
    ['server with a long name', GithubIssuer.server('git-1.corp.eu.example.co'), 'git-1.corp.eu.example.co/_services/token', SERVER],
    ['server whose name only ends like GitHub’s', GithubIssuer.server('mygithub.com'), 'mygithub.com/_services/token', SERVER],
    ['server of a stated version', GithubIssuer.server('github.example.com', { version: '3.19' }), 'github.example.com/_services/token',
      { ...SERVER, encodesColons: true }],
  ])('%s has the URL, the key prefix and the features of its product', (_, issuer, prefix, features) => {
    expect(issuer.conditionKeyPrefix).toBe(prefix);
    expect(issuer.url).toBe(`https://${prefix}`);
    const { hasClaimKeys, hasImmutableSubjects, encodesColons } = issuer;
    expect({ hasClaimKeys, hasImmutableSubjects, encodesColons }).toEqual(features);
  });

  test.each([
    'octo_inc', '-octo', 'octo-', 'octo inc', 'octo/inc', '/octo', 'octo/', 'octo.inc', 'octo*', '?', 'öcto', 'octo\n',
    'https://github.com/enterprises/octo',
  ])('%j is no enterprise slug', slug => {
    const act = () => GithubIssuer.enterprise(slug);
    expect(act).toThrow(`'${slug}'`);
    expect(act).toThrow(expect.objectContaining({
      name: 'GithubIssuerInvalid', message: expect.stringContaining('pass the part after github.com/enterprises/'),
    }));
  });

  test.each([
    'octocorp.ghe.com', 'Octocorp', '-octo', 'octo-', 'octo_corp', 'a.b', 'octo corp', '*', 'octo?', 'octo\n', 'https://octocorp.ghe.com',
    'octocorp/octocorp',
  ])('%j is no subdomain of GHE.com', subdomain => {
    for (const factory of [GithubIssuer.dataResidency, GithubIssuer.dataResidencyEnterprise]) {
      const act = () => factory(subdomain);
      expect(act).toThrow(`'${subdomain}'`);
      expect(act).toThrow(expect.objectContaining({
        name: 'GithubIssuerInvalid', message: expect.stringContaining("pass 'octocorp' for octocorp.ghe.com"),
      }));
    }
  });

  test.each([
    'https://github.example.com', 'github.example.com:8443', 'github.example.com/', 'github.example.com/_services/token', 'GitHub.example.com',
    'github',
    '.example.com', 'github..com', 'github.example.com.', 'git_hub.example.com', '-git.example.com', 'git-.example.com', '*.example.com',
    'git.example.com\n',
    'user@git.example.com',
  ])('%j is no host name of a server', hostname => {
    const act = () => GithubIssuer.server(hostname);
    expect(act).toThrow(`'${hostname}'`);
    expect(act).toThrow(expect.objectContaining({
      name: 'GithubIssuerInvalid', message: expect.stringContaining('without scheme, port or path'),
    }));
  });

  test.each([
    'github.com', 'api.github.com', 'token.actions.githubusercontent.com', 'vstoken.actions.githubusercontent.com', 'ghe.com', 'octocorp.ghe.com',
    'token.actions.octocorp.ghe.com',
  ])('%j is one of GitHub’s own hosts and no server', hostname => {
    const act = () => GithubIssuer.server(hostname);
    expect(act).toThrow(`'${hostname}'`);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubIssuerInvalid', message: expect.stringContaining('use GithubIssuer.GITHUB_COM') }));
  });

  test.each(FACTORIES)('%s refuses what is known only at deployment, because IAM needs it in the name of a key', (_, factory) => {
    for (const text of [
      Aws.ACCOUNT_ID, Lazy.string({ produce: () => 'octo' }), `octo-${Aws.REGION}`, `${Token.asNumber({ Ref: 'X' })}`,
      `git${Token.asNumber({ Ref: 'X' })}.example.com`,
    ]) {
      const act = () => factory(text);
      expect(act).toThrow(`is '${text}', known only at deployment`);
      expect(act).toThrow(expect.objectContaining({
        name: 'GithubIssuerUnresolved', message: expect.stringContaining('write it into the program'),
      }));
    }
  });

  test('a label of a host name has 63 characters at most', () => {
    const label = `a${'-'.repeat(61)}b`;
    expect(GithubIssuer.dataResidency(label).conditionKeyPrefix).toBe(`token.actions.${label}.ghe.com`);
    expect(GithubIssuer.dataResidencyEnterprise(label).conditionKeyPrefix).toBe(`token.actions.${label}.ghe.com/${label}`);
    expect(GithubIssuer.server(`${label}.${label}`).conditionKeyPrefix).toBe(`${label}.${label}/_services/token`);
    for (const act of [
      () => GithubIssuer.dataResidency(`${label}c`), () => GithubIssuer.dataResidencyEnterprise(`${label}c`),
      () => GithubIssuer.server(`${label}c.example.com`), () => GithubIssuer.server(`git.${label}c`),
    ]) {
      expect(act).toThrow(`${label}c`);
      expect(act).toThrow(expect.objectContaining({ name: 'GithubIssuerInvalid' }));
    }
  });

  test.each([
    ['enterprise', GithubIssuer.enterprise, 'o'.repeat(255 - 'https://token.actions.githubusercontent.com/'.length)],
    ['server', GithubIssuer.server, `${`${'a'.repeat(63)}.`.repeat(3)}${'b'.repeat(255 - 3 * 64 - 'https:///_services/token'.length)}`],
  ])('%s gives a URL of 255 characters at most, because IAM takes no more', (_, factory, longest) => {
    expect(factory(longest).url).toHaveLength(255);
    const act = () => factory(`${longest}x`);
    expect(act).toThrow(`${longest}x`);
    expect(act).toThrow(expect.objectContaining({
      name: 'GithubIssuerInvalid', message: expect.stringContaining('has 256 characters, and IAM takes 255'),
    }));
  });

  test.each(FACTORIES)('%s refuses what is no text', (_, factory) => {
    for (const value of [undefined, null, 42, {}, []]) {
      expect(() => factory(value)).toThrow(expect.objectContaining({
        name: 'GithubTextMissing', message: expect.stringContaining(`is '${value}', a value of type ${typeof value}; pass it as a string`),
      }));
    }
  });

  test.each(FACTORIES)('%s refuses a blank text', (_, factory) => {
    for (const value of ['', ' ', '\t']) {
      expect(() => factory(value)).toThrow(expect.objectContaining({ name: 'GithubTextBlank', message: expect.stringContaining(`'${value}'`) }));
    }
  });

  test.each([
    ['enterprise', 'the enterprise slug'], ['dataResidency', 'the subdomain'], ['dataResidencyEnterprise', 'the subdomain'],
    ['server', 'the host name'],
  ] as const)('%s calls its value %s in messages', (factory, what) => {
    expect(() => GithubIssuer[factory]('')).toThrow(what);
    expect(() => GithubIssuer[factory]('_')).toThrow(what);
    expect(() => GithubIssuer[factory](Aws.REGION)).toThrow(what);
  });
});

describe('GithubIssuer.server of a version', () => {
  const encodesColons = (version?: any) => GithubIssuer.server('github.example.com', { version }).encodesColons;

  test.each(['0.1', '1.0', '2.22', '2.99', '3.0', '3.1', '3.9', '3.18', '3.18.0', '3.18.99'])('%s is not known to encode colons', version => {
    expect(encodesColons(version)).toBe(false);
  });

  test.each(['3.19', '3.19.0', '3.19.1', '3.20', '3.100', '4.0', '4.0.0', '4.18', '10.0'])('%s encodes colons', version => {
    expect(encodesColons(version)).toBe(true);
  });

  test('that is not stated counts as old', () => {
    expect([encodesColons(), GithubIssuer.server('github.example.com', {}).encodesColons, GithubIssuer.server('github.example.com').encodesColons])
      .toEqual([false, false, false]);
  });

  test('adds nothing else: AWS reads no more claims, and IDs stay out of its subjects', () => {
    const { url, conditionKeyPrefix, hasClaimKeys, hasImmutableSubjects } = GithubIssuer.server('github.example.com', { version: '99.0' });
    expect({ url, conditionKeyPrefix, hasClaimKeys, hasImmutableSubjects }).toEqual({
      url: 'https://github.example.com/_services/token',
      conditionKeyPrefix: 'github.example.com/_services/token',
      hasClaimKeys: false,
      hasImmutableSubjects: false,
    });
  });

  test.each([
    3, 4, NaN, true, null, {}, [], '', ' ', '3', '3.', '.19', 'v3.19', 'V3.19', '3.19-rc1', '3.19.', '3.19.1.2', '3.19.x', '3,19', '3.19 ', ' 3.19',
    '3.19\n', '-3.19', '+3.19', '3.-19', '3e1.0', '0x3.19', '3.19+build', '>=3.19', 'latest', '٣.١٩', '12345.0', '3.12345', 'GHES 3.19',
    ['3', '19'], ['3.19'], 3.19, { toString: () => '3.19' }, '03.19', '3.019', '3.00', '00.19', '003.19.1',
    Aws.REGION, `3.${Aws.REGION}`, Lazy.string({ produce: () => '3.19' }), Token.asNumber({ Ref: 'X' }), `3.${Token.asNumber({ Ref: 'X' })}`,
  ])('%j is refused', version => {
    const act = () => encodesColons(version);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubServerVersionInvalid' }));
    expect(act).toThrow(`the server's version is '${version}'; write it as in '3.19'`);
  });
});

describe('the URL, the provider and the condition keys', () => {
  test.each([
    [GithubIssuer.GITHUB_COM, 'token.actions.githubusercontent.com'],
    [GithubIssuer.enterprise('octocat-inc'), 'token.actions.githubusercontent.com/octocat-inc'],
    [GithubIssuer.enterprise('githubusercontent'), 'token.actions.githubusercontent.com/githubusercontent'],
    [GithubIssuer.dataResidency('octocorp'), 'token.actions.octocorp.ghe.com'],
    [GithubIssuer.dataResidencyEnterprise('octocorp'), 'token.actions.octocorp.ghe.com/octocorp'],
    [GithubIssuer.server('github.example.com'), 'github.example.com/_services/token'],
    [GithubIssuer.server('github.example.com', { version: '3.19' }), 'github.example.com/_services/token'],
  ])('agree, the path once in each: $url', (issuer, prefix) => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
    const existing = GithubOidcProvider.fromAccount(stack, 'Existing', { issuer });
    const made = new GithubOidcProvider(new Stack(new App(), 'Made'), 'Provider', { issuer });
    const [statement] = trustPolicy({ subjects: [GithubRepository.of('octo-org/octo-repo').branch('main')], issuer }).Statement;
    const token = GithubOidcToken.forBranch(GithubRepository.of('octo-org/octo-repo'), 'main', { issuer });

    expect([issuer.url, token.claims.iss]).toEqual([`https://${prefix}`, `https://${prefix}`]);
    const arn = `arn:aws:iam::111111111111:oidc-provider/${prefix}`;
    expect(resolved(stack.resolve([existing.oidcProviderArn, existing.oidcProviderRef.oidcProviderArn]))).toEqual([arn, arn]);
    expect(existing.oidcProviderIssuer).toBe(prefix);
    expect((made.node.defaultChild as CfnOIDCProvider).url).toBe(`https://${prefix}`);
    expect(Object.keys((statement.Condition as RenderedConditions).StringEquals)).toEqual([`${prefix}:aud`, `${prefix}:sub`]);
    expect(GithubIssuer._fromUrl(token.claims.iss).conditionKeyPrefix).toBe(prefix);
  });
});

describe('GithubIssuer._fromUrl', () => {
  test.each([
    GithubIssuer.GITHUB_COM, GithubIssuer.enterprise('octocat-inc'), GithubIssuer.dataResidency('octocorp'),
    GithubIssuer.dataResidencyEnterprise('octocorp'), GithubIssuer.server('github.example.com'),
  ])('finds the issuer of its own URL again: $url', issuer => {
    const found = GithubIssuer._fromUrl(issuer.url);
    expect(found).toEqual(issuer);
    expect(found).toBeInstanceOf(GithubIssuer);
  });

  test('knows no version of a server, so its colons count as not encoded', () => {
    const { url } = GithubIssuer.server('github.example.com', { version: '3.19' });
    expect(GithubIssuer._fromUrl(url)).toEqual(GithubIssuer.server('github.example.com'));
  });

  test('gives the constant for GitHub.com', () => {
    expect(GithubIssuer._fromUrl('https://token.actions.githubusercontent.com')).toBe(GithubIssuer.GITHUB_COM);
  });

  test.each([
    undefined, '', 'https://accounts.google.com', 'token.actions.githubusercontent.com', 'http://token.actions.githubusercontent.com',
    'https://token.actions.githubusercontent.com/', 'https://token.actions.githubusercontent.com/a/b',
    'https://token.actions.githubusercontent.com.evil.com',
    'https://gitlab.com', 'https://github.example.com', 'https://github.example.com/_services/token/', 'https://a/b/_services/token',
    'https://token.actions.octocorp.ghe.com/', 'https://token.actions.octocorp.ghe.com/evil', 'https://token.actions.octocorp.ghe.com/octocorp/',
    'https://token.actions.octocorp.ghe.com/octocorp2', 'https://token.actions.octocorp.ghe.com/octo',
    'https://token.actions.octocorp.ghe.com/Octocorp',
    'https://token.actions.octocorp.ghe.com/octocorp/octocorp', 'https://token.actions.octo.corp.ghe.com/corp', 'https://octocorp.ghe.com/octocorp',
    'https://token.actions.octocorp.ghe.com.evil.com/octocorp',
  ])('%j is no GitHub issuer', url => {
    const act = () => GithubIssuer._fromUrl(url);
    expect(act).toThrow(`'${url}'`);
    expect(act).toThrow(expect.objectContaining({
      name: 'GithubIssuerInvalid', message: expect.stringContaining("such as 'https://token.actions.githubusercontent.com'"),
    }));
  });

  test.each([
    ['https://token.actions.githubusercontent.com/a_b', 'a_b'],
    ['https://token.actions.Octo.ghe.com', 'Octo'],
    ['https://token.actions.Octo.ghe.com/Octo', 'Octo'],
    ['https://GitHub.example.com/_services/token', 'GitHub.example.com'],
    [`https://token.actions.${'o'.repeat(64)}.ghe.com`, 'o'.repeat(64)],
    [`https://${'o'.repeat(64)}.example.com/_services/token`, `${'o'.repeat(64)}.example.com`],
    [`https://token.actions.githubusercontent.com/${'o'.repeat(212)}`, `https://token.actions.githubusercontent.com/${'o'.repeat(212)}`],
    ['https://token.actions.githubusercontent.com:443/_services/token', 'token.actions.githubusercontent.com:443'],
  ])('the part of %j that is wrong is named', (url, part) => {
    expect(() => GithubIssuer._fromUrl(url)).toThrow(expect.objectContaining({
      name: 'GithubIssuerInvalid', message: expect.stringContaining(`'${part}'`),
    }));
  });
});
