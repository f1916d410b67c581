import * as fc from 'fast-check';
import { decide, fuzz, namedClaims, policiesOf, REFUSALS, Tally, TIMEOUT, tokensNear, trust } from '../support/fuzz';
import { meaningOf } from '../support/meaning';
import { GITHUB_COM, Issuer, variation } from '../support/universe';

const cases = fc.record({ trust, variations: fc.array(variation, { minLength: 1, maxLength: 2 }) });

type Conditions = Record<string, Record<string, string | string[]>>;

/**
 * What IAM looks at when a role is made that trusts GitHub.com: one positive operator has to hold `sub` or `job_workflow_ref`, and the first
 * value of each that stands there must not be blank or begin with `*`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
function isTakenByIam(conditions: Conditions, { url }: Issuer): boolean {
  const keys = ['sub', 'job_workflow_ref'].map(claim => `${url.slice('https://'.length)}:${claim}`);
  return !url.startsWith(GITHUB_COM.url) || ['StringEquals', 'StringLike', 'StringEqualsIgnoreCase'].some(operator => {
    const firsts = keys.flatMap(key => [conditions[operator]?.[key] ?? []].flat().slice(0, 1));
    return firsts.length > 0 && firsts.every(first => first.trim() !== '' && !first.startsWith('*'));
  });
}

test('the rendered policy lets in the tokens that are meant, and no others', () => {
  const [answers, meanings] = [new Tally(), new Tally()];
  fuzz('rendered meaning', cases, one => {
    const policy = policiesOf(one.trust)();
    answers.add(policy instanceof Error ? policy.name : 'policy');
    if (policy instanceof Error) {
      return;
    }
    expect(policy.Statement.filter(({ Condition: conditions }) => !isTakenByIam(conditions as Conditions, one.trust.issuer))).toEqual([]);
    if (!one.trust.areClaimsConfirmed && one.trust.asked.every(({ claims }) => claims.length === 0)) {
      expect([...namedClaims(policy)].sort()).toEqual(['aud', 'sub']);
    }
    const wrong = tokensNear(one).filter(token => {
      const meaning = meaningOf(one.trust, token);
      meanings.add(meaning);
      const { independent, ours } = decide(policy, token);
      return ours !== independent || (meaning !== 'open' && independent !== (meaning === 'in'));
    });
    expect(wrong.map(token => ({ ...token.claims, meaning: meaningOf(one.trust, token), ...decide(policy, token), policy }))).toEqual([]);
  });
  process.stderr.write(`${answers}\n${meanings}\n`);

  expect(answers.share('policy', ...REFUSALS)).toBe(1);
  expect(answers.share('policy')).toBeGreaterThan(0.6);
  expect(meanings.share('in')).toBeGreaterThan(0.3);
  expect(meanings.share('out')).toBeGreaterThan(0.3);
  expect(meanings.share('open')).toBeLessThan(0.03);
}, TIMEOUT);
