import * as fc from 'fast-check';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubRepository } from '../../src/github/repository';
import { GithubSubject } from '../../src/github/subject';
import { describeTrust, requireDescription } from '../../src/trust/description';
import { repositoryFacts, immutableNameOf, subjectCase } from '../support/arbitraries';

/** What IAM takes as a role's description. */
const ALLOWED = /^[\t\n\r\u0020-\u007e\u00a1-\u00ff]*$/;

const repository = GithubRepository.of('octo-org@123456/octo-repo@456789');

function describing(...subjects: GithubSubject[]): string {
  return describeTrust(subjects, GithubIssuer.GITHUB_COM);
}

describe('the description of a trust', () => {
  test.each<[string, GithubSubject]>([
    ['branch main of octo-org/octo-repo', repository.branch('main')],
    ['branches like release/* of octo-org/octo-repo', repository.branchLike('release/*')],
    ['tag v1 of octo-org/octo-repo', repository.tag('v1')],
    ['tags like v* of octo-org/octo-repo', repository.tagLike('v*')],
    ['environment Production:V1 of octo-org/octo-repo', repository.environment('Production:V1')],
    ['environments like prod-* of octo-org/octo-repo', repository.environmentLike('prod-*')],
    ['pull requests of octo-org/octo-repo', repository.pullRequest()],
    ['any branch, tag, environment or pull request of octo-org/octo-repo', repository.anyContext()],
    ['subject repository_owner_id:65', GithubSubject.custom('repository_owner_id:65')],
    ['subjects like repo:octo-org/*:environment:prod', GithubSubject.customLike('repo:octo-org/*:environment:prod')],
  ])('names %s', (words, subject) => {
    expect(describing(subject)).toBe(`Assumed by GitHub Actions: ${words}`);
  });

  test('names several subjects once each, in an order that does not depend on the order of the input', () => {
    const subjects = [repository.tag('v1'), repository.branch('main'), repository.tag('v1'), repository.environment('production')];
    const text = 'Assumed by GitHub Actions: '
      + 'branch main of octo-org/octo-repo; environment production of octo-org/octo-repo; tag v1 of octo-org/octo-repo';
    expect(describing(...subjects)).toBe(text);
    expect(describing(...subjects.reverse())).toBe(text);
  });

  test('names an issuer that is not GitHub.com', () => {
    expect(describeTrust([repository.pullRequest()], GithubIssuer.dataResidency('octocorp')))
      .toBe('Assumed by GitHub Actions of https://token.actions.octocorp.ghe.com: pull requests of octo-org/octo-repo');
  });

  test('shows a question mark for a character that IAM allows in a policy but not in a description', () => {
    expect(describing(repository.environment('pr\u007fod\u00a0eü'))).toBe('Assumed by GitHub Actions: environment pr?od?eü of octo-org/octo-repo');
  });

  test('passes on a value that is known only at deployment', () => {
    expect(describing(repository.environment('${Token[TOKEN.123]}')))
      .toBe('Assumed by GitHub Actions: environment ${Token[TOKEN.123]} of octo-org/octo-repo');
  });

  test('holds exactly 1,000 characters if they fit', () => {
    const clauses = Array.from({ length: 5 }, (_, index) => repository.environment(`${index}${'x'.repeat(158)}`));
    expect(describing(...clauses)).toHaveLength(1000);
    expect(describing(...clauses)).not.toContain('more');
  });

  test('drops whole clauses from the end rather than exceed 1,000 characters, and counts them', () => {
    const clauses = Array.from({ length: 5 }, (_, index) => repository.environment(`${index}${'x'.repeat(index === 4 ? 159 : 158)}`));
    const kept = clauses.slice(0, 4).map(clause => clause.toString()).join('; ');
    expect(describing(...clauses)).toBe(`Assumed by GitHub Actions: ${kept}; and 1 more`);
  });

  test('counts different subjects, not how often they are given', () => {
    const clauses = Array.from({ length: 30 }, (_, index) => repository.environment(`${10 + index}${'x'.repeat(100)}`));
    expect(describing(...clauses)).toMatch(/; and 24 more$/);
    expect(describing(...clauses, ...clauses)).toBe(describing(...clauses));
  });

  test('counts the subjects where not even one clause fits', () => {
    const clauses = ['a', 'b', 'c'].map(branch => repository.branch(branch + 'x'.repeat(1000)));
    expect(describing(...clauses)).toBe('Assumed by GitHub Actions: 3 subjects');
    expect(describing(...clauses, ...clauses)).toBe('Assumed by GitHub Actions: 3 subjects');
    expect(describeTrust(clauses, GithubIssuer.enterprise('octo-inc')))
      .toBe('Assumed by GitHub Actions of https://token.actions.githubusercontent.com/octo-inc: 3 subjects');
  });

  test('counts the subjects, and names none behind it, where the first clause does not fit', () => {
    expect(describing(repository.branch('main'), repository.branch('a'.repeat(1000)))).toBe('Assumed by GitHub Actions: 2 subjects');
  });

  test('names one clause and counts the others where exactly one fits', () => {
    const rest = ' of octo-org/octo-repo; and 1 more';
    const longest = 1000 - 'Assumed by GitHub Actions: branch '.length - rest.length;
    const other = repository.environment('production');
    expect(describing(repository.branch('x'.repeat(longest)), other)).toBe(`Assumed by GitHub Actions: branch ${'x'.repeat(longest)}${rest}`);
    expect(describing(repository.branch('x'.repeat(longest + 1)), other)).toBe('Assumed by GitHub Actions: 2 subjects');
  });

  // A fault of the source: clauses are sorted by the text of the token, and so by its number.
  test('does not depend on the numbers of unresolved values', () => {
    const described = (first: number, second: number) => describing(
      repository.environment(`\${Token[TOKEN.${first}]}`), repository.environment(`\${Token[TOKEN.${second}]}`),
    ).replaceAll(`TOKEN.${first}]`, 'first]').replaceAll(`TOKEN.${second}]`, 'second]');
    expect(described(999, 1000)).toBe(described(1000, 1001));
  });

  test('never exceeds 1,000 characters, and holds only characters that IAM allows', () => {
    const subjects = fc.array(fc.tuple(repositoryFacts, subjectCase), { minLength: 1, maxLength: 40 })
      .map(pairs => pairs.map(([facts, { subjectOf }]) => subjectOf(GithubRepository.of(immutableNameOf(facts)))));
    fc.assert(fc.property(subjects, given => {
      const text = describing(...given);
      const clauses = new Set(given.map(subject => subject.toString().replace(/[\u007f-\u00a0]/g, '?')));
      const shown = text.replace(/^Assumed by GitHub Actions: /, '').replace(/(^|; )and ([0-9]+) more$/, '');
      const dropped = Number(/(?:^|; )and ([0-9]+) more$/.exec(text)?.[1] ?? 0);

      expect(text.length).toBeLessThanOrEqual(1000);
      expect(text).toMatch(ALLOWED);
      expect(shown).toBe([...clauses].sort().slice(0, clauses.size - dropped).join('; '));
    }), { numRuns: 300 });
  });
});

describe('a description that the caller gives', () => {
  test.each(['', 'plain', 'tab\tand\r\nline ends', '\u00e9 \u00ff \u00a1', '${Token[TOKEN.1]}'])('%j is taken', text => {
    expect(() => requireDescription('Stack/Role', text)).not.toThrow();
  });

  test.each([['an em dash \u2014', '\u2014'], ['\u{1f680} launch', '\u{1f680}'], ['no-break\u00a0space', '\u00a0'], ['bell \u0007', '\u0007']])(
    '%j is refused, naming the character', (text, character) => {
      expect(() => requireDescription('Stack/Role', text)).toThrow(expect.objectContaining({
        name: 'DescriptionInvalid',
        message: `the description of 'Stack/Role' is '${text}', and IAM takes tab, line ends and the printable characters of Latin-1 only; leave out '${character}'`,
      }));
    });
});
