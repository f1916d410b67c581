import { App, Aws, CfnParameter, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { parseOwner, parseRepository } from '../../src/github/repository-identity';

const HOW = "write 'OWNER/REPO', or 'OWNER@OWNER_ID/REPO@REPO_ID' as printed by gh api repos/OWNER/REPO --jq";
const HOW_OWNER = "write 'OWNER', or 'OWNER@OWNER_ID' as printed by gh api users/OWNER --jq";
const stack = new Stack(new App(), 'Stack');
const WITH_COLON = Token.asString({ Ref: 'X' }, { displayHint: 'my:hint' });

describe('parseRepository on names that GitHub has', () => {
  test.each([
    'octo-org/octo-repo',
    'o/r',
    '1/2',
    'Octo-Org/Octo.Repo',
    'octo-org/.github',
    'octo-org/octo_repo.v2-x',
    'octo-org/_',
    'octo-org/-',
    'octo-org/...',
    'octo-org/git',
    'octo-org/.gitignore',
    'octo-org/octo.github.io',
    'mona_acme/dotfiles',
    'mona-lisa_acme/dotfiles',
    `${'a'.repeat(39)}/octo-repo`,
    `${'a'.repeat(34)}_acme/octo-repo`,
    `octo-org/${'r'.repeat(100)}`,
    'owner-123/repo-456',
  ])('%s is taken by its name, with and without the leading repo:', name => {
    const identity = { owner: name.split('/')[0], fullName: name, isWholeOwner: false };
    expect(parseRepository(name)).toEqual(identity);
    expect(parseRepository(`repo:${name}`)).toEqual(identity);
  });

  test.each([
    ['octo-org@123456/octo-repo@456789', 'octo-org/octo-repo', '123456', '456789'],
    ['mona_acme@1/.github@2', 'mona_acme/.github', '1', '2'],
    ['octo-org@7/octo-repo@7', 'octo-org/octo-repo', '7', '7'],
    ['octo-org@99999999999999999999/octo.repo@10', 'octo-org/octo.repo', '99999999999999999999', '10'],
    ['octo-12@123/octo-45@456', 'octo-12/octo-45', '123', '456'],
    ['octo-456@123/octo-123@456', 'octo-456/octo-123', '123', '456'],
    ['octo123@123/octo.456@456', 'octo123/octo.456', '123', '456'],
  ])('%s is taken with its IDs, with and without the leading repo:', (text, fullName, owner, repository) => {
    const identity = { owner: fullName.split('/')[0], fullName, ids: { owner, repository }, immutableName: text, isWholeOwner: false };
    expect(parseRepository(text)).toEqual(identity);
    expect(parseRepository(`repo:${text}`)).toEqual(identity);
  });

  test('what is read can be printed again', () => {
    const id = fc.bigInt({ min: 1n, max: 10n ** 12n }).map(String);
    const owner = fc.stringMatching(/^[A-Za-z0-9]{1,12}(-[A-Za-z0-9]{1,8}){0,2}(_[a-z0-9]{1,6})?$/);
    const repository = fc.stringMatching(/^[A-Za-z0-9._-]{1,100}$/).filter(name => !/^\.{1,2}$|\.git$/i.test(name));
    fc.assert(fc.property(owner, repository, fc.option(fc.tuple(id, id), { nil: undefined }), fc.boolean(), (o, r, ids, prefixed) => {
      fc.pre(ids === undefined || !(o.endsWith(`-${ids[0]}`) || r.endsWith(`-${ids[1]}`)));
      const text = ids ? `${o}@${ids[0]}/${r}@${ids[1]}` : `${o}/${r}`;
      const identity = parseRepository(prefixed ? `repo:${text}` : text);
      expect(identity.immutableName ?? identity.fullName).toBe(text);
      expect([identity.owner, identity.fullName, identity.isWholeOwner]).toEqual([o, `${o}/${r}`, false]);
      expect(identity.ids).toEqual(ids && { owner: ids[0], repository: ids[1] });
    }), { numRuns: 500 });
  });
});

describe('parseRepository on names that GitHub cannot have', () => {
  test.each([
    ['octo-repo', HOW],
    ['/', HOW],
    ['repo:', HOW],
    ['octo-org/', "the repository ''"],
    ['/octo-repo', "the owner ''"],
    ['a/b/c', HOW],
    ['octo-org/octo-repo/', HOW],
    ['https://github.com/octo-org/octo-repo', HOW],
    ['git@github.com:octo-org/octo-repo', "the owner's ID 'github.com:octo-org'"],
    ['repo:repo:octo-org/octo-repo', "the owner 'repo:octo-org'"],
    ['octo org/octo-repo', "the owner 'octo org'"],
    [' octo-org/octo-repo', "the owner ' octo-org'"],
    ['octo-org/octo-repo ', "the repository 'octo-repo '"],
    ['octo-org/octo-repo\n', "the repository 'octo-repo\n'"],
    ['octo.org/octo-repo', "the owner 'octo.org'"],
    ['-octo/octo-repo', "the owner '-octo'"],
    ['octo-/octo-repo', "the owner 'octo-'"],
    ['octo--org/octo-repo', "the owner 'octo--org'"],
    ['_acme/octo-repo', "the owner '_acme'"],
    ['mona_/octo-repo', "the owner 'mona_'"],
    ['mona_a_b/octo-repo', "the owner 'mona_a_b'"],
    ['mona_ac-me/octo-repo', "the owner 'mona_ac-me'"],
    ['öcto/octo-repo', "the owner 'öcto'"],
    [`${'a'.repeat(40)}/octo-repo`, 'at most 39 characters'],
    [`${'a'.repeat(35)}_acme/octo-repo`, 'at most 39 characters'],
    [`octo-org/${'r'.repeat(101)}`, 'at most 100 characters'],
    ['octo-org/octo repo', "the repository 'octo repo'"],
    ['octo-org/réseau', "the repository 'réseau'"],
    ['octo-org/.', "no repository can be named '.'"],
    ['octo-org/..', "no repository can be named '..'"],
    ['octo-org/octo-repo.git', "no repository can be named 'octo-repo.git'"],
    ['octo-org/octo-repo.GIT', "no repository can be named 'octo-repo.GIT'"],
    ['octo-org/.git', "no repository can be named '.git'"],
    ['octo-org@1/octo-repo.git@2', "no repository can be named 'octo-repo.git'"],
    ['@1/octo-repo@2', "the owner ''"],
    ['octo-org@1/@2', "the repository ''"],
    ['octo-org@1@2/octo-repo@3', "its owner 'octo-org@1@2' has more than one '@'"],
    ['octo-org@1/octo-repo@2@3', "its repository 'octo-repo@2@3' has more than one '@'"],
  ])('%j is refused', (text, why) => {
    const act = () => parseRepository(text);
    expect(act).toThrow(`'${text}'`);
    expect(act).toThrow(why);
    expect(act).toThrow(expect.objectContaining({
      name: expect.stringMatching(/^Github(RepositoryInvalid|IdInvalid)$/), message: expect.stringContaining(HOW),
    }));
  });

  test.each([
    ['repo:octo-org/octo-repo:environment:production', 'octo-org/octo-repo', 'environment:production'],
    ['octo-org/octo-repo:environment:production', 'octo-org/octo-repo', 'environment:production'],
    ['repo:octo-org@65/octo-repo@74:pull_request', 'octo-org@65/octo-repo@74', 'pull_request'],
    ['repo:octo-org/octo-repo:ref:refs/heads/main', 'octo-org/octo-repo', 'ref:refs/heads/main'],
    ['repo:octo-org/octo-repo:environment:a%3Ab:actor:octocat', 'octo-org/octo-repo', 'environment:a%3Ab:actor:octocat'],
    [`repo:octo-org/octo-repo:environment:${WITH_COLON}`, 'octo-org/octo-repo', 'environment:'],
    ['octo-org/octo-repo:', 'octo-org/octo-repo', ''],
    [`repo:${WITH_COLON}:environment:x`, WITH_COLON, 'environment:x'],
    [`repo:octo-org/${WITH_COLON}:environment:x`, `octo-org/${WITH_COLON}`, 'environment:x'],
  ])('%s is a whole subject, and what to pass instead is said', (text, repository, context) => {
    const act = () => parseRepository(text);
    expect(act).toThrow(`the repository is '${text}', which goes on with ':${context}`);
    expect(act).toThrow(expect.objectContaining({
      name: 'GithubRepositoryInvalid',
      message: expect.stringContaining(`pass '${repository}' alone, and take the rest from a method such as environment()`),
    }));
    expect(() => parseRepository(repository)).not.toThrow();
  });

  test('a whole subject with a wildcard is refused for the wildcard', () => {
    expect(() => parseRepository('repo:octo-org/octo-repo:*')).toThrow(expect.objectContaining({ name: 'GithubWildcardRefused' }));
  });

  test.each(['octo--org/octo-repo', 'octo-/octo-repo', 'octo--org@1/octo-repo@2'])('an old account such as in %s has a way out', text => {
    expect(() => parseRepository(text)).toThrow('use GithubSubject.custom() or customLike() for an old account that breaks this rule');
  });

  test.each(['octo-org/octo repo', 'octo-org/réseau', 'octo-org/', 'octo-org/octo-repo.git', 'octo-repo', 'octo-org@1/octo repo@2'])(
    '%j breaks no rule of owners, so the way out of old accounts is not named', text => {
      expect(() => parseRepository(text)).toThrow(expect.objectContaining({
        name: 'GithubRepositoryInvalid', message: expect.not.stringContaining('custom()'),
      }));
    },
  );

  test.each([
    ['octo-org@123456/octo-repo', "with the owner's ID but not the repository's"],
    ['octo-org/octo-repo@456789', "with the repository's ID but not the owner's"],
    ['repo:octo-org@123456/octo-repo', "with the owner's ID but not the repository's"],
    ['octo-org@123456/octo-repo-456789', "with the owner's ID but not the repository's"],
  ])('%s has one ID without the other', (text, why) => {
    const act = () => parseRepository(text);
    expect(act).toThrow(`'${text}', ${why}`);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubIdMissing', message: expect.stringContaining(`give both or none: ${HOW}`) }));
  });

  test.each([
    ['octo-org@abc/octo-repo@2', "the owner's ID 'abc'"],
    ['octo-org@1/octo-repo@abc', "the repository's ID 'abc'"],
    ['octo-org@/octo-repo@2', "the owner's ID ''"],
    ['octo-org@1/octo-repo@', "the repository's ID ''"],
    ['octo-org@0/octo-repo@2', "the owner's ID '0'"],
    ['octo-org@01/octo-repo@2', "the owner's ID '01'"],
    ['octo-org@-1/octo-repo@2', "the owner's ID '-1'"],
    ['octo-org@1.5/octo-repo@2', "the owner's ID '1.5'"],
    ['octo-org@1e3/octo-repo@2', "the owner's ID '1e3'"],
    ['octo-org@0x1/octo-repo@2', "the owner's ID '0x1'"],
    ['octo-org@1 /octo-repo@2', "the owner's ID '1 '"],
    ['octo-org@1/octo-repo@2\n', "the repository's ID '2\n'"],
    ['octo-org@²/octo-repo@2', "the owner's ID '²'"],
  ])('%j has an ID that is no number', (text, why) => {
    const act = () => parseRepository(text);
    expect(act).toThrow(`'${text}'`);
    expect(act).toThrow(`${why} is not a number`);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubIdInvalid', message: expect.stringContaining(HOW) }));
  });

  test.each([
    ['octo-org-123456@123456/octo-repo@456789', 'octo-org-123456@123456', 'octo-org@123456'],
    ['octo-org@123456/octo-repo-456789@456789', 'octo-repo-456789@456789', 'octo-repo@456789'],
    ['octo-org-123456@123456/octo-repo-456789@456789', 'octo-org-123456@123456', 'octo-org@123456'],
    ['repo:octo-org@123456/octo-repo-456789@456789', 'octo-repo-456789@456789', 'octo-repo@456789'],
  ])('%s is the withdrawn form NAME-ID', (text, wrong, right) => {
    const act = () => parseRepository(text);
    expect(act).toThrow(`'${wrong}'`);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubWithdrawnIdFormat', message: expect.stringContaining(`write '${right}'`) }));
  });

  test.each([
    '*', '*/*', 'octo-org/*', '*/octo-repo', 'octo-???/octo-repo', 'repo:*', 'octo-org@*/octo-repo@*', 'octo-org@1/*', 'a/b/*', `*/${Aws.REGION}`,
  ])('%s holds a wildcard', text => {
    const act = () => parseRepository(text);
    expect(act).toThrow(`'${text}'`);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubWildcardRefused', message: expect.stringContaining('name each repository') }));
  });

  test('a wildcard is refused wherever it stands', () => {
    const place = fc.integer({ min: 0, max: 'octo-org@1/octo-repo@2'.length });
    fc.assert(fc.property(place, fc.constantFrom('*', '?'), (at, wildcard) => {
      const text = 'octo-org@1/octo-repo@2';
      expect(() => parseRepository(text.slice(0, at) + wildcard + text.slice(at))).toThrow(expect.objectContaining({
        name: 'GithubWildcardRefused',
      }));
    }));
  });

  test.each([
    ['', 'GithubTextBlank'],
    ['   ', 'GithubTextBlank'],
    ['octo-org/${aws:username}', 'GithubPolicyVariable'],
    ['octo-org/日本', 'GithubTextRefusedByIam'],
  ])('%j is refused as %s', (text, code) => {
    expect(() => parseRepository(text)).toThrow(expect.objectContaining({
      name: code, message: expect.stringContaining(`the repository is '${text}'`),
    }));
  });

  test.each([
    undefined, null, 42, {}, ['octo-org', 'octo-repo'], { owner: 'octo-org', name: 'octo-repo' }, Token.asNumber({ Ref: 'X' }),
  ])('a JavaScript caller cannot pass %j', value => {
    expect(() => parseRepository(value as any)).toThrow(expect.objectContaining({
      name: 'GithubTextMissing', message: `the repository is '${value}', a value of type ${typeof value}; pass it as a string`,
    }));
  });
});

const TOKENS: [string, string][] = [
  ['Token.asString', Token.asString({ Ref: 'X' })],
  ['a parameter', new CfnParameter(stack, 'Parameter').valueAsString],
  ['Aws.ACCOUNT_ID', Aws.ACCOUNT_ID],
  ['Lazy.string', Lazy.string({ produce: () => 'octo-org/octo-repo' })],
  ['a token with a colon', WITH_COLON],
  ['a number in a template string', `${Token.asNumber({ Ref: 'X' })}`],
];

describe('parseRepository on values that are known only at deployment', () => {
  test.each(TOKENS)('%s passes through as the whole repository, whose owner nobody knows', (_, token) => {
    expect(parseRepository(token)).toEqual({ fullName: token, isWholeOwner: false });
    expect(parseRepository(`repo:${token}`)).toEqual({ fullName: token, isWholeOwner: false });
  });

  test.each(TOKENS)('%s passes through as owner, as name and as both', (_, token) => {
    for (const [owner, name] of [
      [token, 'octo-repo'], ['octo-org', token], [token, token], [`acme-${token}`, 'octo-repo'], ['octo-org', `app-${token}`],
    ]) {
      expect(parseRepository(`${owner}/${name}`)).toEqual({ owner, fullName: `${owner}/${name}`, isWholeOwner: false });
    }
  });

  test.each(TOKENS)('%s passes through as an ID', (_, token) => {
    const text = `octo-org@${token}/octo-repo@${token}`;
    expect(parseRepository(text)).toEqual({
      owner: 'octo-org', fullName: 'octo-org/octo-repo', ids: { owner: token, repository: token }, immutableName: text, isWholeOwner: false,
    });
  });

  test.each(TOKENS)('%s passes through as one of the IDs, beside a literal one', (_, token) => {
    for (const [owner, repository] of [[token, '74'], ['65', token]]) {
      expect(parseRepository(`octo-org@${owner}/octo-repo@${repository}`).ids).toEqual({ owner, repository });
    }
  });

  test('number tokens stay what they are, so that the CDK can resolve the IDs', () => {
    const [owner, repository] = ['Owner', 'Repository'].map(Ref => Token.asNumber({ Ref }));
    expect(stack.resolve(parseRepository(`octo-org@${owner}/octo-repo@${repository}`))).toEqual({
      owner: 'octo-org',
      fullName: 'octo-org/octo-repo',
      ids: { owner: { Ref: 'Owner' }, repository: { Ref: 'Repository' } },
      immutableName: { 'Fn::Join': ['', ['octo-org@', { Ref: 'Owner' }, '/octo-repo@', { Ref: 'Repository' }]] },
      isWholeOwner: false,
    });
  });

  test('the part that is known is still checked', () => {
    expect(() => parseRepository(`octo org/${Aws.REGION}`)).toThrow(expect.objectContaining({ name: 'GithubRepositoryInvalid' }));
    expect(() => parseRepository(`octo-org@${Aws.REGION}/octo-repo`)).toThrow(expect.objectContaining({ name: 'GithubIdMissing' }));
    expect(() => parseRepository(`octo-org@${Aws.REGION}/octo-repo@x`)).toThrow(expect.objectContaining({ name: 'GithubIdInvalid' }));
    expect(() => parseRepository(`${Aws.REGION}/a/b`)).toThrow(expect.objectContaining({ name: 'GithubRepositoryInvalid' }));
    expect(() => parseRepository(`${Aws.REGION}/octo-repo.git`)).toThrow(expect.objectContaining({ name: 'GithubRepositoryInvalid' }));
    expect(() => parseRepository(`${Aws.REGION}/\${aws:username}`)).toThrow(expect.objectContaining({ name: 'GithubPolicyVariable' }));
  });

  test('an element of a token list is refused, because no text can hold it', () => {
    const [element] = Token.asList(Fn.split(',', 'a,b'));
    expect(() => parseRepository(element)).toThrow(expect.objectContaining({
      name: 'GithubRepositoryInvalid', message: expect.stringContaining(HOW),
    }));
  });
});

describe('parseOwner on names that GitHub has', () => {
  test.each([
    'octo-org', 'o', '1', 'Octo-Org', 'octo-org-2', 'octocat_acme', 'mona-lisa_acme', 'owner-123', 'a'.repeat(39), `${'a'.repeat(34)}_acme`,
  ])('%s is taken by its name', name => {
    expect(parseOwner(name)).toStrictEqual({ owner: name, fullName: `${name}/*`, isWholeOwner: true });
  });

  test.each([
    ['octo-org@123456', 'octo-org', '123456'],
    ['Octo-Org@1', 'Octo-Org', '1'],
    ['octocat_acme@5', 'octocat_acme', '5'],
    ['octo-org@99999999999999999999', 'octo-org', '99999999999999999999'],
    ['1@1', '1', '1'],
    // only a whole last segment is the withdrawn form
    ['octo-12@123', 'octo-12', '123'],
    ['octo-456@123', 'octo-456', '123'],
    ['octo-1234@123', 'octo-1234', '123'],
    ['octo123@123', 'octo123', '123'],
    ['octo_123@123', 'octo_123', '123'],
  ])('%s is taken with its ID', (text, owner, id) => {
    expect(parseOwner(text)).toStrictEqual({
      owner, fullName: `${owner}/*`, ids: { owner: id }, immutableName: `${text}/*`, isWholeOwner: true,
    });
  });

  test('the pattern has the owner whole before its only wildcard', () => {
    const id = fc.bigInt({ min: 1n, max: 10n ** 12n }).map(String);
    const name = fc.stringMatching(/^[A-Za-z0-9]{1,12}(-[A-Za-z0-9]{1,8}){0,2}(_[a-z0-9]{1,6})?$/);
    fc.assert(fc.property(name, fc.option(id, { nil: undefined }), (owner, ownerId) => {
      fc.pre(ownerId === undefined || !owner.endsWith(`-${ownerId}`));
      const { fullName, immutableName, ids } = parseOwner(ownerId ? `${owner}@${ownerId}` : owner);
      expect([fullName, immutableName, ids])
        .toEqual([`${owner}/*`, ownerId && `${owner}@${ownerId}/*`, ownerId && { owner: ownerId }]);
    }), { numRuns: 500 });
  });
});

describe('parseOwner on what is no owner', () => {
  test.each([
    'octo-org/octo-repo', 'octo-org/', '/octo-org', '/', 'octo-org@1/octo-repo@2', 'a/b/c', 'repo:octo-org', 'octo-org:environment:production',
    'octo-org:', ':', 'https://github.com/octo-org', 'octo-org/*', 'octo-org@123456/*', 'repo:octo-org/*', 'repo:octo-org@123456/*',
    'octo-org@1:*', '*/*',
  ])('%s is more than an owner', text => {
    expect(() => parseOwner(text)).toThrow(expect.objectContaining({
      name: 'GithubRepositoryInvalid', message: expect.stringContaining(`the owner is '${text}'; pass the owner alone: ${HOW_OWNER}`),
    }));
  });

  test.each([
    '*', '?', 'octo-*', '*-org', 'octo-???', 'octo-org*', 'octo-org@*', 'octo-org@12?', '*@123456', 'octo-org@1*',
  ])('%s holds a wildcard', text => {
    expect(() => parseOwner(text)).toThrow(expect.objectContaining({
      name: 'GithubWildcardRefused',
      message: expect.stringMatching(`the owner is '${text.replace(/[*?/]/g, '\\$&')}'.*would let in owners that are not named; name each owner`),
    }));
  });

  test('a slash, a colon and a wildcard are refused wherever they stand', () => {
    const codes: [string, string, string][] = [
      ['/', 'GithubRepositoryInvalid', HOW_OWNER], [':', 'GithubRepositoryInvalid', HOW_OWNER],
      ['*', 'GithubWildcardRefused', 'name each owner'], ['?', 'GithubWildcardRefused', 'name each owner'],
    ];
    for (const text of ['octo-org', 'octo-org@123456']) {
      for (const [sign, name, remedy] of codes) {
        for (let at = 0; at <= text.length; at += 1) {
          const act = () => parseOwner(text.slice(0, at) + sign + text.slice(at));
          expect(act).toThrow(expect.objectContaining({ name, message: expect.stringContaining(remedy) }));
        }
      }
    }
  });

  test.each([
    ['octo org', 'octo org'], [' octo-org', ' octo-org'], ['octo-org ', 'octo-org '], ['octo-org\n', 'octo-org\n'], ['octo.org', 'octo.org'],
    ['-octo', '-octo'], ['octo-', 'octo-'], ['octo--org', 'octo--org'], ['_acme', '_acme'], ['mona_', 'mona_'], ['mona_a_b', 'mona_a_b'],
    ['mona_ac-me', 'mona_ac-me'], ['öcto', 'öcto'], ['a'.repeat(40), 'a'.repeat(40)], ['octo--org@1', 'octo--org'], ['@1', ''], ['@', ''],
  ])('%j has a name that GitHub cannot have', (text, name) => {
    const act = () => parseOwner(text);
    expect(act).toThrow(`the owner is '${text}', and GitHub cannot have the owner '${name}': letters, digits and single hyphens, at most 39`);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubRepositoryInvalid', message: expect.stringContaining(HOW_OWNER) }));
  });

  test.each(['octo-org@1@2', 'octo-org@@', 'octo-org@@1', '@@', 'octo-org@1@'])("%s has more than one '@'", text => {
    const act = () => parseOwner(text);
    expect(act).toThrow(`the owner is '${text}', and its owner '${text}' has more than one '@'`);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubRepositoryInvalid', message: expect.stringContaining(HOW_OWNER) }));
  });

  test.each([
    ['octo-org@', ''], ['octo-org@abc', 'abc'], ['octo-org@0', '0'], ['octo-org@01', '01'], ['octo-org@-1', '-1'], ['octo-org@1.5', '1.5'],
    ['octo-org@1e3', '1e3'], ['octo-org@1 ', '1 '], ['octo-org@1\n', '1\n'], ['octo-org@²', '²'], ['octo-org@octo-org', 'octo-org'],
  ])('%j has an ID that is no number', (text, id) => {
    const act = () => parseOwner(text);
    expect(act).toThrow(`the owner is '${text}', and the owner's ID '${id}' is not a number`);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubIdInvalid', message: expect.stringContaining(HOW_OWNER) }));
  });

  test.each([
    ['octo-org-123@123', 'octo-org@123'], ['octo-5@5', 'octo@5'], ['a-123-123@123', 'a-123@123'],
  ])('%s is the withdrawn form NAME-ID', (text, right) => {
    const act = () => parseOwner(text);
    expect(act).toThrow(`'${text}' ends in its own ID`);
    expect(act).toThrow(expect.objectContaining({ name: 'GithubWithdrawnIdFormat', message: expect.stringContaining(`write '${right}'`) }));
  });

  test.each([
    ['', 'GithubTextBlank', 'must not be empty or blank'],
    ['  \t', 'GithubTextBlank', 'must not be empty or blank'],
    ['${aws:username}', 'GithubPolicyVariable', 'write the value that you mean'],
    ['日本', 'GithubTextRefusedByIam', 'rename it on GitHub'],
  ])('%j is refused as %s', (text, code, remedy) => {
    const act = () => parseOwner(text);
    expect(act).toThrow(`the owner is '${text}'`);
    expect(act).toThrow(expect.objectContaining({ name: code, message: expect.stringContaining(remedy) }));
  });

  test.each([undefined, null, 42, {}, ['octo-org'], Token.asNumber({ Ref: 'X' })])('a JavaScript caller cannot pass %j', value => {
    expect(() => parseOwner(value as any)).toThrow(expect.objectContaining({
      name: 'GithubTextMissing', message: `the owner is '${value}', a value of type ${typeof value}; pass it as a string`,
    }));
  });

  test.each(TOKENS)('%s is refused wherever it stands, since its value could be a pattern', (_, token) => {
    for (const text of [token, `${token}@123456`, `octo-org@${token}`, `octo-${token}`, `${token}/*`, `repo:${token}`, `${token}@1@2`]) {
      const act = () => parseOwner(text);
      expect(act).toThrow(`the owner is '${text}', known only at deployment`);
      expect(act).toThrow(expect.objectContaining({
        name: 'GithubPatternUnresolved', message: expect.stringContaining('write the owner into the program'),
      }));
    }
  });
});
