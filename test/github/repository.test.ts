import { App, Aws, CfnParameter, Lazy, Stack, Token } from 'aws-cdk-lib';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';

const stack = new Stack(new App(), 'Stack');
const TOKENS: [string, string][] = [
  ['Token.asString', Token.asString({ Ref: 'X' })],
  ['a parameter', new CfnParameter(stack, 'Parameter').valueAsString],
  ['Aws.ACCOUNT_ID', Aws.ACCOUNT_ID],
  ['Lazy.string', Lazy.string({ produce: () => 'octo-org/octo-repo' })],
  ['a token with a colon', Token.asString({ Ref: 'X' }, { displayHint: 'my:hint' })],
  ['a number in a template string', `${Token.asNumber({ Ref: 'X' })}`],
];
const PATTERN_FACTORIES: [string, (repository: GithubRepository) => GithubSubject][] = [
  ['branchLike', repository => repository.branchLike('release/*')],
  ['tagLike', repository => repository.tagLike('v*')],
  ['environmentLike', repository => repository.environmentLike('eu-*')],
  ['anyContext', repository => repository.anyContext()],
];

describe('GithubRepository', () => {
  test.each([
    ['octo-org/octo-repo', 'octo-org/octo-repo'],
    ['repo:octo-org/octo-repo', 'octo-org/octo-repo'],
    ['octo-org@123456/octo-repo@456789', 'octo-org@123456/octo-repo@456789'],
    ['repo:octo-org@123456/octo-repo@456789', 'octo-org@123456/octo-repo@456789'],
  ])('%s is known as %s', (text, fullName) => {
    expect(GithubRepository.of(text).fullName).toBe(fullName);
  });

  test('refuses what GitHub cannot have', () => {
    expect(() => GithubRepository.of('octo-repo')).toThrow(expect.objectContaining({ name: 'GithubRepositoryInvalid' }));
  });

  test('its full name is good for making it again', () => {
    const repository = GithubRepository.of('repo:octo-org@123456/octo-repo@456789');
    expect(GithubRepository.of(repository.fullName)).toEqual(repository);
  });

  describe.each(['octo-org/octo-repo', 'octo-org@123456/octo-repo@456789'])('%s', name => {
    const repository = GithubRepository.of(name);

    test.each([
      ['branch', repository.branch('feature/x'), 'ref:refs/heads/feature/x', false],
      ['branchLike', repository.branchLike('release/*'), 'ref:refs/heads/release/*', true],
      ['tag', repository.tag('v1.0'), 'ref:refs/tags/v1.0', false],
      ['tagLike', repository.tagLike('v?'), 'ref:refs/tags/v?', true],
      ['environment', repository.environment('Production:V1'), 'environment:Production%3AV1', false],
      ['environmentLike', repository.environmentLike('eu:*'), 'environment:eu%3A*', true],
      ['pullRequest', repository.pullRequest(), 'pull_request', false],
      ['anyContext', repository.anyContext(), '*', true],
    ])('%s gives a subject of this repository', (_, subject, text, isPattern) => {
      expect(subject).toBeInstanceOf(GithubSubject);
      expect(subject._context).toMatchObject({ text, isPattern });
      expect(subject._repository).toBe(repository._identity);
    });

    test.each([
      'branch', 'tag', 'environment', 'branchLike', 'tagLike', 'environmentLike',
    ] as const)('%s refuses a blank, a missing and an impossible value', factory => {
      const act = (value: any) => () => repository[factory](value);
      expect(act(' ')).toThrow(expect.objectContaining({ name: 'GithubTextBlank' }));
      expect(act(undefined)).toThrow(expect.objectContaining({ name: 'GithubTextMissing' }));
      expect(act('€')).toThrow(expect.objectContaining({ name: 'GithubTextRefusedByIam' }));
    });

    test.each(['branch', 'tag', 'environment'] as const)('%s refuses a wildcard', factory => {
      expect(() => repository[factory]('*')).toThrow(expect.objectContaining({ name: 'GithubWildcardRefused' }));
    });

    test.each(['branchLike', 'tagLike', 'environmentLike'] as const)('%s refuses a pattern that is known only at deployment', factory => {
      for (const [, token] of TOKENS) {
        expect(() => repository[factory](`${token}*`)).toThrow(expect.objectContaining({
          name: 'GithubPatternUnresolved', message: expect.stringContaining(`'${token}*'`),
        }));
      }
    });
  });
});

describe('a repository that is known only at deployment', () => {
  /** Every place in the text of a repository that a token can take. */
  const placed = (token: string) => [
    token, `repo:${token}`, `${token}/octo-repo`, `octo-org/${token}`, `octo-org/app-${token}`, `octo-org@${token}/octo-repo@1`,
    `octo-org@1/octo-repo@${token}`, `${token}@1/octo-repo@2`,
  ];

  test.each(TOKENS)('%s works with every exact factory', (_, token) => {
    for (const text of placed(token)) {
      const repository = GithubRepository.of(text);
      for (const subject of [repository.branch('main'), repository.tag('v1'), repository.environment('production'), repository.pullRequest()]) {
        expect(subject._context.isPattern).toBe(false);
        expect(subject._repository).toBe(repository._identity);
      }
      expect(repository.fullName).toBe(text.replace('repo:', ''));
    }
  });

  test.each(PATTERN_FACTORIES)('%s refuses it, because its value could be a pattern too', (_, factory) => {
    for (const [, token] of TOKENS) {
      for (const text of placed(token)) {
        expect(() => factory(GithubRepository.of(text))).toThrow(expect.objectContaining({
          name: 'GithubPatternUnresolved',
          message: expect.stringContaining('write names and IDs into the program, or use an exact branch, tag or environment'),
        }));
      }
    }
  });

  test.each(PATTERN_FACTORIES)('%s names the repository and the pattern in the message', (_, factory) => {
    const act = () => factory(GithubRepository.of(`octo-org/${Aws.REGION}`));
    expect(act).toThrow(`the repository is 'octo-org/${Aws.REGION}'`);
    expect(act).toThrow(/'[^']*' is a pattern/);
  });

  test.each(PATTERN_FACTORIES)('%s shows the IDs in the message, since one of them may be what is unresolved', (_, factory) => {
    for (const [, token] of TOKENS) {
      for (const name of [`octo-org@${token}/octo-repo@74`, `octo-org@65/octo-repo@${token}`, `${token}@65/octo-repo@74`]) {
        expect(() => factory(GithubRepository.of(`repo:${name}`))).toThrow(`the repository is '${name}', known only at deployment`);
      }
    }
  });

  test('an unresolved branch, tag or environment joins an unresolved repository', () => {
    const repository = GithubRepository.of(Aws.ACCOUNT_ID);
    for (const subject of [repository.branch(Aws.REGION), repository.tag(Aws.REGION), repository.environment(Aws.REGION)]) {
      expect(subject._context.text).toContain(Aws.REGION);
      expect(subject._repository?.fullName).toBe(Aws.ACCOUNT_ID);
    }
  });
});

describe('GithubRepository.allOwnedBy', () => {
  test.each([
    ['octo-org', 'octo-org/*'],
    ['octo-org@123456', 'octo-org@123456/*'],
    ['octocat_acme@5', 'octocat_acme@5/*'],
    ['octocat_acme', 'octocat_acme/*'],
  ])('%s is known as %s', (owner, fullName) => {
    const repositories = GithubRepository.allOwnedBy(owner);
    expect(repositories).toBeInstanceOf(GithubRepository);
    expect([repositories.fullName, repositories.toString(), `${repositories}`]).toEqual([fullName, fullName, fullName]);
    expect(repositories._identity.isWholeOwner).toBe(true);
  });

  test('is no repository that of() takes', () => {
    for (const owner of ['octo-org', 'octo-org@123456']) {
      const { fullName } = GithubRepository.allOwnedBy(owner);
      expect(() => GithubRepository.of(fullName)).toThrow(expect.objectContaining({ name: 'GithubWildcardRefused' }));
      expect(() => GithubRepository.of(owner)).toThrow(expect.objectContaining({ name: 'GithubRepositoryInvalid' }));
    }
  });

  describe.each(['octo-org', 'octo-org@123456'])('%s', owner => {
    const [all, one] = [GithubRepository.allOwnedBy(owner), GithubRepository.of('octo-org/octo-repo')];

    test.each<[string, (repository: GithubRepository) => GithubSubject, string]>([
      ['branch', repository => repository.branch('main'), 'branch main of octo-org/*'],
      ['branchLike', repository => repository.branchLike('release/*'), 'branches like release/* of octo-org/*'],
      ['tag', repository => repository.tag('v1'), 'tag v1 of octo-org/*'],
      ['tagLike', repository => repository.tagLike('v?'), 'tags like v? of octo-org/*'],
      ['environment', repository => repository.environment('Production:V1'), 'environment Production:V1 of octo-org/*'],
      ['environmentLike', repository => repository.environmentLike('eu-*'), 'environments like eu-* of octo-org/*'],
      ['pullRequest', repository => repository.pullRequest(), 'pull requests of octo-org/*'],
      ['anyContext', repository => repository.anyContext(), 'any branch, tag, environment or pull request of octo-org/*'],
    ])('%s gives the context that it gives of one repository, of all of the owner', (_, subjectOf, words) => {
      const subject = subjectOf(all);
      expect(subject._context).toEqual(subjectOf(one)._context);
      expect(subject._repository).toBe(all._identity);
      expect(`${subject}`).toBe(words);
    });

    test.each(['branch', 'tag', 'environment'] as const)('%s refuses what is known only at deployment, as it would be a pattern', factory => {
      for (const [, token] of TOKENS) {
        for (const value of [token, `eu-${token}`]) {
          const act = () => all[factory](value);
          expect(act).toThrow(`'${factory} ${value}' of '${all.fullName}' is known only at deployment`);
          expect(act).toThrow(expect.objectContaining({
            name: 'GithubPatternUnresolved', message: expect.stringContaining('write it into the program'),
          }));
        }
      }
    });

    test.each(['branch', 'tag', 'environment'] as const)('%s refuses a wildcard', factory => {
      expect(() => all[factory]('*')).toThrow(expect.objectContaining({ name: 'GithubWildcardRefused' }));
    });
  });

  test.each([
    ['*', 'GithubWildcardRefused'],
    ['octo-*', 'GithubWildcardRefused'],
    ['octo-or?', 'GithubWildcardRefused'],
    ['octo-org@*', 'GithubWildcardRefused'],
    ['octo-org/octo-repo', 'GithubRepositoryInvalid'],
    ['octo-org@123456/*', 'GithubRepositoryInvalid'],
    ['repo:octo-org', 'GithubRepositoryInvalid'],
    ['octo-org:environment:production', 'GithubRepositoryInvalid'],
    ['octo-org@123@456', 'GithubRepositoryInvalid'],
    ['octo--org', 'GithubRepositoryInvalid'],
    ['octo-org@x', 'GithubIdInvalid'],
    ['octo-org@', 'GithubIdInvalid'],
    ['octo-org-123@123', 'GithubWithdrawnIdFormat'],
    ['', 'GithubTextBlank'],
    [' ', 'GithubTextBlank'],
    ['${aws:PrincipalTag/owner}', 'GithubPolicyVariable'],
    [Aws.ACCOUNT_ID, 'GithubPatternUnresolved'],
    [`octo-org@${Aws.ACCOUNT_ID}`, 'GithubPatternUnresolved'],
    [`${Token.asNumber({ Ref: 'X' })}`, 'GithubPatternUnresolved'],
    [undefined, 'GithubTextMissing'],
    [['octo-org'], 'GithubTextMissing'],
  ])('refuses %j', (owner, code) => {
    const act = () => GithubRepository.allOwnedBy(owner as string);
    expect(act).toThrow(expect.objectContaining({ name: code, message: expect.stringContaining(`'${owner}'`) }));
  });
});
