import { Aws, Lazy, Token } from 'aws-cdk-lib';
import { GithubIssuer } from '../../src/github/issuer';

const FACTORIES: [string, (text: any) => GithubIssuer][] = [
  ['enterprise', GithubIssuer.enterprise],
  ['dataResidency', GithubIssuer.dataResidency],
  ['server', GithubIssuer.server],
];

describe('GithubIssuer', () => {
  test.each([
    ['GITHUB_COM', GithubIssuer.GITHUB_COM, 'token.actions.githubusercontent.com', true],
    ['enterprise', GithubIssuer.enterprise('octocat-inc'), 'token.actions.githubusercontent.com/octocat-inc', true],
    ['enterprise with capitals', GithubIssuer.enterprise('Octo-2'), 'token.actions.githubusercontent.com/Octo-2', true],
    ['enterprise of one letter', GithubIssuer.enterprise('o'), 'token.actions.githubusercontent.com/o', true],
    ['dataResidency', GithubIssuer.dataResidency('octocorp'), 'token.actions.octocorp.ghe.com', true],
    ['dataResidency with a hyphen', GithubIssuer.dataResidency('octo-corp2'), 'token.actions.octo-corp2.ghe.com', true],
    ['server', GithubIssuer.server('github.example.com'), 'github.example.com/_services/token', false],
    ['server with a long name', GithubIssuer.server('git-1.corp.eu.example.co'), 'git-1.corp.eu.example.co/_services/token', false],
    ['server whose name only ends like GitHub’s', GithubIssuer.server('mygithub.com'), 'mygithub.com/_services/token', false],
  ])('%s has the URL, the key prefix and the features of its product', (_, issuer, prefix, cloud) => {
    expect(issuer.conditionKeyPrefix).toBe(prefix);
    expect(issuer.url).toBe(`https://${prefix}`);
    expect(issuer.hasClaimKeys).toBe(cloud);
    expect(issuer.hasImmutableSubjects).toBe(cloud);
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
  ])('%j is no subdomain of GHE.com', subdomain => {
    const act = () => GithubIssuer.dataResidency(subdomain);
    expect(act).toThrow(`'${subdomain}'`);
    expect(act).toThrow(expect.objectContaining({
      name: 'GithubIssuerInvalid', message: expect.stringContaining("pass 'octocorp' for octocorp.ghe.com"),
    }));
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
    expect(GithubIssuer.server(`${label}.${label}`).conditionKeyPrefix).toBe(`${label}.${label}/_services/token`);
    for (const act of [
      () => GithubIssuer.dataResidency(`${label}c`), () => GithubIssuer.server(`${label}c.example.com`), () => GithubIssuer.server(`git.${label}c`),
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
    ['enterprise', 'the enterprise slug'], ['dataResidency', 'the subdomain'], ['server', 'the host name'],
  ] as const)('%s calls its value %s in messages', (factory, what) => {
    expect(() => GithubIssuer[factory]('')).toThrow(what);
    expect(() => GithubIssuer[factory]('_')).toThrow(what);
    expect(() => GithubIssuer[factory](Aws.REGION)).toThrow(what);
  });
});

describe('GithubIssuer._fromUrl', () => {
  test.each([
    GithubIssuer.GITHUB_COM, GithubIssuer.enterprise('octocat-inc'), GithubIssuer.dataResidency('octocorp'),
    GithubIssuer.server('github.example.com'),
  ])('finds the issuer of its own URL again: $url', issuer => {
    const found = GithubIssuer._fromUrl(issuer.url);
    expect(found).toEqual(issuer);
    expect(found).toBeInstanceOf(GithubIssuer);
  });

  test('gives the constant for GitHub.com', () => {
    expect(GithubIssuer._fromUrl('https://token.actions.githubusercontent.com')).toBe(GithubIssuer.GITHUB_COM);
  });

  test.each([
    undefined, '', 'https://accounts.google.com', 'token.actions.githubusercontent.com', 'http://token.actions.githubusercontent.com',
    'https://token.actions.githubusercontent.com/', 'https://token.actions.githubusercontent.com/a/b',
    'https://token.actions.githubusercontent.com.evil.com',
    'https://gitlab.com', 'https://github.example.com', 'https://github.example.com/_services/token/', 'https://a/b/_services/token',
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
