import { RuleCase } from '../../../src/checks/rule';
import { environmentAmbiguous } from '../../../src/checks/rules/environment-ambiguous';
import { GithubIssuer } from '../../../src/github/issuer';
import { equal, from, like, NEW_SERVER, SERVER, wordsBy } from '../../support/subject-case';

const REPO = 'repo:octo-org@123456/octo-repo@456789';
const NAMED = 'repo:octo-org/octo-repo';

test.each<[string, RuleCase]>([
  ["'%3A' alone", equal(`${REPO}:environment:Production%3AV1`)],
  ["'%' alone", equal(`${REPO}:environment:100%`)],
  ['a pattern', like(`${REPO}:environment:a%3A*`)],
  ['a template', equal('environment:production%3Aeastus:repository_owner_id:65')],
  ['a claim that takes anything', { conditions: { StringEquals: { aud: 'a', sub: `${REPO}:environment:a%3Ab` }, StringLike: { environment: '*' } } }],
  ['a claim that takes both', { conditions: { StringEquals: { aud: 'a', sub: `${REPO}:environment:a%3Ab` }, StringLike: { environment: 'a*' } } }],
  ['a server, where AWS reads no claim', from(NEW_SERVER, equal(`${NAMED}:environment:a%3Ab`))],
  ["a server that may leave ':' as it is", from(SERVER, equal(`${NAMED}:environment:a:b`))],
  ['a data residency with a path, where AWS reads no claim', from(GithubIssuer.dataResidencyEnterprise('octocorp'), equal(`${REPO}:environment:a%3Ab`))],
])('%s does not tell the environment', (_, given) => {
  expect(wordsBy(environmentAmbiguous, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['a name without such signs', equal(`${REPO}:environment:production`)],
  ['any environment', like(`${REPO}:environment:*`)],
  ['a claim that tells', equal(`${REPO}:environment:Production%3AV1`, { environment: 'Production:V1' })],
  ["a claim that tells '%'", equal(`${REPO}:environment:100%`, { environment: '100%' })],
  ['claims of a list', equal([`${REPO}:environment:a%3Ab`, `${REPO}:environment:x`], { environment: ['a:b', 'x'] })],
  ['a pattern in both', { conditions: { StringEquals: { aud: 'a' }, StringLike: { sub: `${REPO}:environment:a%3A*`, environment: 'a:*' } } }],
  ['a claim that could be missing, were it not in the subject', { conditions: { StringEquals: { aud: 'a', sub: `${REPO}:environment:a%3Ab` }, StringEqualsIfExists: { environment: 'a:b' } } }],
  ["'%' in a branch", equal(`${REPO}:ref:refs/heads/a%3Ab`)],
  ['a server without such signs', from(SERVER, equal(`${NAMED}:environment:production`))],
  ['a template of a server', from(SERVER, equal(`${NAMED}:environment:production:repository_owner:octo-org`))],
])('nothing is told of %s', (_, given) => {
  expect(wordsBy(environmentAmbiguous, given)).toEqual([]);
});

test('what a server does is told of a server', () => {
  expect(wordsBy(environmentAmbiguous, from(SERVER, equal(`${NAMED}:environment:a:b`)))).toEqual([
    expect.stringContaining("which environment is meant: the server may leave ':' as it is, and no claim beside it tells; "),
  ]);
});

test('every value of a list counts, and the message has the value and the remedy', () => {
  expect(wordsBy(environmentAmbiguous, equal([`${REPO}:environment:production`, `${REPO}:environment:a%3Ab`]))).toEqual([
    `statement 1: '${REPO}:environment:a%3Ab' does not tell which environment is meant: GitHub writes ':' as '%3A' and leaves '%' alone, and no claim beside it tells; `
    + "demand the environment's name as the claim environment too, or, where AWS does not read that claim, rename the environment",
  ]);
});
