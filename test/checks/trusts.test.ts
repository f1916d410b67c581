import { githubIssuer, prefixOfProvider, toldIssuers, trustsOf } from '../../src/checks/trusts';
import { GithubIssuer } from '../../src/github/issuer';
import { unknownText } from '../../src/github/unknown-text';
import { readPolicy } from '../../src/trust/read-policy';

const HOST = 'token.actions.githubusercontent.com';
const SERVER = GithubIssuer.server('github.example.com', { version: '3.19' });
const ACCOUNT = unknownText('AWS::AccountId');

function arn(prefix: string, account = '111111111111'): string {
  return `arn:aws:iam::${account}:oidc-provider/${prefix}`;
}

/** The issuers of a policy's trusts. */
function urls(...statements: Record<string, unknown>[]): string[] {
  const read = readPolicy({ Statement: statements.map(statement => ({ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', ...statement })) });
  return trustsOf(read, toldIssuers([])).map(({ issuer }) => issuer.url.slice('https://'.length));
}

function keyed(...prefixes: string[]): Record<string, unknown> {
  return { StringEquals: Object.fromEntries(prefixes.map(prefix => [`${prefix}:sub`, 'x'])) };
}

test.each<[string, Record<string, unknown>, string[]]>([
  ['the provider of GitHub.com', { Principal: { Federated: arn(HOST) } }, [HOST]],
  ['whose account only deployment knows', { Principal: { Federated: arn(HOST, ACCOUNT) } }, [HOST]],
  ['two providers', { Principal: { Federated: [arn(HOST), arn(`${HOST}/octo`)] } }, [HOST, `${HOST}/octo`]],
  ["another issuer's provider", { Principal: { Federated: arn('gitlab.com') } }, []],
  ["another issuer's provider with GitHub's keys", { Principal: { Federated: arn('gitlab.com') }, Condition: keyed(HOST) }, []],
  ['a provider by a name', { Principal: { Federated: 'cognito-identity.amazonaws.com' }, Condition: keyed(HOST) }, []],
  ["an unknown provider with GitHub's keys", { Principal: { Federated: unknownText('Provider') }, Condition: keyed(HOST, 'aws') }, [HOST]],
  ["an unknown provider with GitHub's keys in another case", { Principal: { Federated: unknownText('Provider') }, Condition: keyed(HOST, HOST) }, [HOST]],
  ["an unknown provider with GitHub's keys in mixed case", { Principal: { Federated: unknownText('P') }, Condition: keyed('Token.Actions.GitHubUserContent.com') }, [HOST]],
  ["an unknown principal with GitHub's keys", { Principal: unknownText('Principal'), Condition: keyed(HOST) }, [HOST]],
  ['an action that only deployment knows', { Principal: { Federated: arn(HOST) }, Action: unknownText('Action') }, [HOST]],
  ['an unknown provider with the keys of two issuers', { Principal: { Federated: unknownText('P') }, Condition: keyed(HOST, 'gitlab.com', `${HOST}/octo`) }, [HOST, `${HOST}/octo`]],
  ['an unknown provider without keys', { Principal: { Federated: unknownText('Provider') } }, []],
  ['an unknown provider beside a known one', { Principal: { Federated: [unknownText('Provider'), arn(HOST)] }, Condition: keyed(HOST) }, [HOST]],
  ['an ARN whose issuer only deployment knows', { Principal: { Federated: arn(unknownText('Host')) }, Condition: keyed(HOST) }, [HOST]],
  ["anybody, with GitHub's keys", { Principal: '*', Condition: keyed(HOST) }, [HOST]],
  ["any account, with GitHub's keys", { Principal: { AWS: '*' }, Condition: keyed(HOST) }, [HOST]],
  ['all but a provider', { NotPrincipal: { Federated: arn(HOST) }, Condition: keyed(HOST) }, [HOST]],
  ['any provider', { Principal: { Federated: '*' }, Condition: keyed(HOST) }, [HOST]],
  ['an account alone', { Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Condition: keyed(HOST) }, []],
  ['another action', { Principal: { Federated: arn(HOST) }, Action: 'sts:AssumeRole' }, []],
  ['a Deny', { Principal: { Federated: arn(HOST) }, Effect: 'Deny' }, []],
])('a statement for %s', (_, statement, expected) => {
  expect(urls(statement)).toEqual(expected);
});

test('the Deny statements of the same provider come with a trust, and no others', () => {
  const deny = (Sid: string, Principal: unknown, Action = 'sts:*') => ({ Sid, Effect: 'Deny', Action, Principal });
  const [trust] = trustsOf(readPolicy({
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: arn(HOST) }, Condition: { ...keyed(HOST), StringLike: { 'aws:x': 'y' } } },
      deny('Same', { Federated: arn(HOST) }), deny('Anybody', '*'), deny('Other', { Federated: arn('gitlab.com') }), deny('Accounts', { AWS: '*' }),
      deny('Unknown', { Federated: unknownText('P') }), deny('OtherAction', '*', 'sts:AssumeRole'),
    ],
  }), toldIssuers([]));
  expect(trust.denies.map(({ name }) => name)).toEqual(['Same', 'Anybody']);
  expect(trust.claims.map(({ claim }) => claim)).toEqual(['sub']);
  expect(trust.providerArn).toBe(arn(HOST));
});

test.each<[string, string | undefined]>([
  [HOST, `https://${HOST}`], [`${HOST}/octo-corp`, `https://${HOST}/octo-corp`], [`${HOST}/a/b`, undefined], [`${HOST}/-`, undefined], [`${HOST}.evil.com`, undefined],
  ['token.actions.octocorp.ghe.com', 'https://token.actions.octocorp.ghe.com'], ['token.actions.octocorp.ghe.com/octocorp', 'https://token.actions.octocorp.ghe.com/octocorp'],
  ['token.actions.octocorp.ghe.com/other', undefined], ['github.example.com/_services/token', 'https://github.example.com/_services/token'],
  ['github.com', undefined], ['gitlab.com', undefined], ['', undefined],
])('the issuer behind %s', (prefix, url) => {
  expect(githubIssuer(prefix, toldIssuers([]))?.url).toBe(url);
});

test('a server that was told keeps its version', () => {
  expect(githubIssuer('GitHub.example.com/_services/token', toldIssuers([SERVER]))).toBe(SERVER);
  expect(githubIssuer('github.example.com/_services/token', toldIssuers([]))?.encodesColons).toBe(false);
});

test.each<[string, string | undefined]>([
  [arn(HOST), HOST], [arn('a.b/c/d'), 'a.b/c/d'], [arn(unknownText('Host')), undefined], ['accounts.google.com', undefined], ['arn:aws:iam::1:saml-provider/x', undefined],
])('the prefix of %j', (text, prefix) => {
  expect(prefixOfProvider(text)).toBe(prefix);
});

describe('a Deny statement', () => {
  const [IMPORT, OTHER, VAGUE] = [unknownText('Stack:Provider'), unknownText('Other'), unknownText('Fn::FindInMap')];

  function closes(allow: unknown, deny: Record<string, unknown>, conditional = false): boolean {
    const [allowed, denied] = [{ Effect: 'Allow', Principal: allow, Condition: keyed(HOST) }, { Effect: 'Deny', Condition: keyed(HOST), ...deny }]
      .map(statement => ({ Action: 'sts:AssumeRoleWithWebIdentity', ...statement }));
    const [trust] = trustsOf(readPolicy({ Statement: [allowed, denied] }, new Set(conditional ? [denied] : [])), toldIssuers([]));
    return trust.denies.length > 0;
  }

  test.each<[string, unknown, Record<string, unknown>, boolean]>([
    ['of the provider', { Federated: arn(HOST) }, { Principal: { Federated: arn(HOST) } }, true],
    ['of another provider', { Federated: arn(HOST) }, { Principal: { Federated: arn('gitlab.com') } }, false],
    ['of the provider in another account', { Federated: arn(HOST) }, { Principal: { Federated: arn(HOST).replace('111111111111', '999999999999') } }, false],
    ['of the provider in another partition', { Federated: arn(HOST) }, { Principal: { Federated: arn(HOST).replace('arn:aws:', 'arn:aws-cn:') } }, false],
    ['of the same import', { Federated: IMPORT }, { Principal: { Federated: IMPORT } }, true],
    ['of another import', { Federated: IMPORT }, { Principal: { Federated: OTHER } }, false],
    ['of one of two imports', { Federated: [IMPORT, OTHER] }, { Principal: { Federated: IMPORT } }, false],
    ['of both imports', { Federated: [IMPORT, OTHER] }, { Principal: { Federated: [OTHER, IMPORT] } }, true],
    ['of what only looks the same', { Federated: VAGUE }, { Principal: { Federated: VAGUE } }, false],
    ['of an import, where any account may come', { Federated: IMPORT, AWS: '*' }, { Principal: { Federated: IMPORT } }, false],
    ['of an action that only deployment knows', { Federated: arn(HOST) }, { Principal: { Federated: arn(HOST) }, Action: unknownText('Action') }, false],
    ['whose condition only deployment knows', { Federated: arn(HOST) }, { Principal: { Federated: arn(HOST) }, Condition: unknownText('Condition') }, false],
    ['with a block that only deployment knows', { Federated: arn(HOST) }, { Principal: { Federated: arn(HOST) }, Condition: { Bool: unknownText('Block') } }, false],
  ])('%s', (_, allow, deny, expected) => {
    expect(closes(allow, deny)).toBe(expected);
  });

  test('closes nothing where a condition of the template decides on it', () => {
    expect(closes({ Federated: arn(HOST) }, { Principal: { Federated: arn(HOST) } }, true)).toBe(false);
  });
});
