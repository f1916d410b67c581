import * as fc from 'fast-check';
import { CheckedRole } from '../../src/checks/checked-role';
import { subjectOpenToAnyOwner } from '../../src/checks/rules/subject-open-to-any-owner';
import { trustsOf } from '../../src/checks/trusts';
import { GithubIssuer } from '../../src/github/issuer';
import { GithubOidcToken } from '../../src/github/oidc-token';
import { GithubOidcTrust } from '../../src/oidc-trust';
import { foreignToken } from '../../src/trust/reach/foreign-token';
import { readPolicy } from '../../src/trust/read-policy';
import { providerArn, TrustPolicy } from '../support/arbitraries';
import { example, isForeign, jobsOf, LIKENESSES, namesIn, OF_CLAIM, subjectPattern, tokenWith, valuesOf } from '../support/foreign';
import { fuzz, githubIssuer, letsIn, Tally, TIMEOUT } from '../support/fuzz';
import { Issuer, job, mint, Token, variation, varied } from '../support/universe';

const OPERATORS = ['StringEquals', 'StringLike', 'StringLike', 'StringLike', 'StringEqualsIgnoreCase', 'StringNotLike', 'StringNotEquals', 'StringNotEqualsIgnoreCase'] as const;
const FORMS: readonly ((base: string) => string)[] = [
  base => base, base => base, base => base, base => base, base => base, base => `${base}IfExists`, base => `ForAnyValue:${base}`, base => `ForAllValues:${base}`,
];

const condition = fc.record({
  claim: fc.constantFrom('sub', 'sub', 'sub', 'sub', ...Object.keys(OF_CLAIM)),
  operator: fc.constantFrom(...OPERATORS),
  form: fc.constantFrom(...FORMS),
  isNull: fc.integer({ min: 0, max: 19 }).map(dice => dice === 0),
  values: fc.array(fc.record({
    pattern: subjectPattern, likeness: fc.constantFrom(...LIKENESSES), choice: fc.nat({ max: 9999 }), isNear: fc.boolean(),
  }), { minLength: 1, maxLength: 3 }),
});
type Of<T> = T extends fc.Arbitrary<infer U> ? U : never;

const statement = fc.record({ isDeny: fc.boolean(), conditions: fc.array(condition, { minLength: 1, maxLength: 2 }) });
const cases = fc.record({
  seed: job,
  owner: fc.constantFrom('evil', 'evil', 'octo-evil', 'octoevil', 'octo'),
  subject: condition.map(one => ({ ...one, claim: 'sub' as const, operator: 'StringLike' as const, form: FORMS[0], isNull: false })),
  hasSubject: fc.integer({ min: 0, max: 5 }).map(dice => dice > 0),
  first: fc.array(condition, { maxLength: 2 }),
  others: fc.array(statement, { maxLength: 2 }),
  variations: fc.array(variation, { minLength: 1, maxLength: 3 }),
  choices: fc.array(fc.array(fc.nat({ max: 99 }), { minLength: 3, maxLength: 9 }), { minLength: 6, maxLength: 6 }),
});
type Case = Of<typeof cases>;

function conditionsOf(drawn: readonly Of<typeof condition>[], { claims }: Token, prefix: string): Record<string, Record<string, string[]>> {
  const conditions: Record<string, Record<string, string[]>> = {};
  for (const { claim, operator, form, isNull, values } of drawn) {
    const block = conditions[isNull ? 'Null' : form(operator)] ??= {};
    block[`${prefix}:${claim}`] = isNull ? [String(values[0].isNear)] : values.map(({ pattern, likeness, choice, isNear }) => {
      const actual = claims[claim];
      return isNear && actual !== undefined ? likeness(actual, choice) : claim === 'sub' ? pattern : OF_CLAIM[claim][choice % OF_CLAIM[claim].length];
    });
  }
  return conditions;
}

function policyOf({ subject, hasSubject, first, others }: Case, near: Token): TrustPolicy {
  const { url } = near.job.issuer;
  const prefix = url.slice('https://'.length);
  const statements = [{ isDeny: false, conditions: [...first, ...hasSubject ? [subject] : []] }, ...others];
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ isDeny, conditions }) => ({
      Effect: isDeny ? 'Deny' : 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${prefix}` },
      Condition: conditionsOf(conditions, near, prefix),
    })),
  };
}

/** Tokens that the policy's own patterns suggest, and some that differ a little from the one that it was made near. */
function tokensNear(one: Case, policy: TrustPolicy, seed: Token): Token[] {
  const subjects = valuesOf(policy).filter(([claim]) => claim === 'sub').map(([,, value]) => value);
  const suggested = one.choices.flatMap((choices, index) => subjects.flatMap(subject => [true, false].flatMap(decodes =>
    tokenWith(example(subject, choices), index % 2 === 0 ? seed.job : { ...seed.job, environment: undefined }, decodes) ?? [])));
  const near = one.variations.flatMap(each => mint({ ...varied(seed.job, each), issuer: seed.job.issuer, owner: one.owner, ownerId: '666', id: '777' }) ?? []);
  return [seed, ...near, ...suggested];
}

function told(issuer: Issuer): Map<string, GithubIssuer> {
  const known = githubIssuer(issuer);
  return new Map([[known.conditionKeyPrefix.toLowerCase(), known]]);
}

test('a policy is open to any owner exactly if it lets in a token of one whom it does not name', () => {
  const answers = new Tally();
  fuzz('foreign tokens', cases, one => {
    const seed = mint({ ...one.seed, owner: one.owner, ownerId: '666', id: '777' });
    if (!seed) {
      return;
    }
    const policy = policyOf(one, seed);
    const names = namesIn(policy);
    const statements = readPolicy(policy);
    const trusts = trustsOf(statements, told(seed.job.issuer));
    const reached = trusts.map(trust => foreignToken(trust, statements));
    const trust = GithubOidcTrust.ofPolicy(policy);
    const allows = (token: Token) => [trust.evaluate(GithubOidcToken.fromClaims(token.claims)).allowed, letsIn(policy, token)];
    for (const found of reached) {
      answers.add(found === undefined ? 'closed' : found === 'unknown' ? 'unknown' : 'open');
      if (found && found !== 'unknown') {
        const tokens = jobsOf({ ...found.claims }, found.template, seed.job.issuer).flatMap(each => mint(each) ?? []);
        const token = tokens.find(({ claims }) => claims.sub === found.claims.sub);
        const isRight = token && isForeign(token.job, names) && allows(token).every(allowed => allowed)
          && new Set(found.template).size === found.template.length;
        if (!isRight) {
          expect({ policy, found, token, foreign: token && isForeign(token.job, names), allows: token && allows(token) }).toBe('right');
        }
      }
    }
    const isOpen = reached.some(found => found !== undefined);
    const missed = isOpen ? [] : tokensNear(one, policy, seed).filter(token => isForeign(token.job, names) && allows(token).some(allowed => allowed));
    if (missed.length > 0) {
      expect({ policy, missed: missed[0].claims, template: missed[0].job.template }).toBe('found');
    }
    const findings = subjectOpenToAnyOwner.ofRole!({ trusts, statements } as unknown as CheckedRole);
    if (findings.length > 0 !== isOpen) {
      expect({ policy, findings }).toBe('as reached');
    }
  });
  process.stderr.write(`${answers}\n`);

  expect(answers.share('open')).toBeGreaterThan(0.2);
  expect(answers.share('closed')).toBeGreaterThan(0.2);
  expect(answers.share('unknown')).toBe(0);
}, TIMEOUT);

test('the provider of the universe is that of the package', () => {
  expect(providerArn(GithubIssuer.GITHUB_COM)).toContain('oidc-provider/token.actions.githubusercontent.com');
});
