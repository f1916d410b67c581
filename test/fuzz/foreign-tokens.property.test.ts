import * as fc from 'fast-check';
import { CheckedRole } from '../../src/checks/checked-role';
import { subjectOpenToAnyOwner } from '../../src/checks/rules/subject-open-to-any-owner';
import { trustsOf } from '../../src/checks/trusts';
import { GithubOidcToken } from '../../src/github/oidc-token';
import { GithubOidcTrust } from '../../src/oidc-trust';
import { ForeignToken, foreignToken } from '../../src/trust/reach/foreign-token';
import { readPolicy } from '../../src/trust/read-policy';
import { TrustPolicy } from '../support/arbitraries';
import { example, isForeign, jobsOf, LIKENESSES, namesIn, OF_CLAIM, strangersTo, subjectPattern, tokenWith, valuesOf } from '../support/foreign';
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
/** No policy is made of these. */
const STRANGE_IDS = { ownerId: '666', id: '777' };
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
  choices: fc.array(fc.array(fc.nat({ max: 99 }), { minLength: 3, maxLength: 9 }), { minLength: 10, maxLength: 10 }),
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
  const strangers = strangersTo(namesIn(policy));
  return strangers.length === 0 ? [] : [
    seed,
    ...one.variations.flatMap((each, index) => [0, 1].flatMap(more =>
      mint({ ...varied(seed.job, each), issuer: seed.job.issuer, ...strangers[(index * 2 + more) % strangers.length] }) ?? [])),
    ...one.choices.flatMap((choices, index) => subjects.flatMap(subject => [true, false].flatMap(decodes => {
      const stranger = strangers[choices[0] % strangers.length];
      const other = index % 2 === 0 ? seed.job : { ...seed.job, environment: undefined };
      return tokenWith(example(subject, choices, stranger), other, stranger, decodes) ?? [];
    }))),
  ];
}

/** The token again, as it was found, by a mint that is not the one under test. */
function minted({ claims, template }: ForeignToken, issuer: Issuer): Token | undefined {
  const tokens = jobsOf({ ...claims }, template, issuer).flatMap(each => mint(each) ?? []);
  return isTemplate(template) ? tokens.find(token => token.claims.sub === claims.sub) : undefined;
}

/** A key stands in a template once. */
function isTemplate(keys: readonly string[]): boolean {
  return new Set(keys).size === keys.length;
}

/** A search and some hundred decisions each. */
const MOST = 5_000;

test('a policy is open to any owner exactly if it lets in a token of one whom it does not name', () => {
  const answers = new Tally();
  const tried = new Tally();
  fuzz('foreign tokens', cases, one => {
    const seed = mint({ ...one.seed, ...STRANGE_IDS, owner: one.owner });
    // A template may ask for an environment that the job does not name.
    if (!seed) {
      return;
    }
    const policy = policyOf(one, seed);
    const [statements, names, trust] = [readPolicy(policy), namesIn(policy), GithubOidcTrust.ofPolicy(policy)];
    const issuer = githubIssuer(seed.job.issuer);
    const trusts = trustsOf(statements, new Map([[issuer.conditionKeyPrefix.toLowerCase(), issuer]]));
    const allows = ({ claims }: Token) => trust.evaluate(GithubOidcToken.fromClaims(claims)).allowed;

    const reached = trusts.map(each => foreignToken(each, statements));
    reached.forEach(found => answers.add(found === undefined ? 'closed' : found === 'unknown' ? found : 'open'));
    const wrong = reached.filter(found => {
      const token = found && found !== 'unknown' ? minted(found, seed.job.issuer) : undefined;
      return found !== undefined && found !== 'unknown' && !(token && isForeign(token.job, names) && allows(token) && letsIn(policy, token));
    });
    // To expect is dear.
    if (wrong.length > 0) {
      expect({ policy, wrong }).toEqual({ policy, wrong: [] });
    }

    const isOpen = reached.some(found => found !== undefined);
    const findings = subjectOpenToAnyOwner.ofRole!({ trusts, statements } as unknown as CheckedRole);
    const tokens = isOpen ? [] : tokensNear(one, policy, seed).filter(token => isForeign(token.job, names) && isTemplate(token.job.template));
    const missed = tokens.filter((token, index) => allows(token) || (index === one.seed.name.length % tokens.length && letsIn(policy, token)));
    tokens.forEach(({ keys }) => tried.add(keys.join() === 'repo,ref' ? 'by the default template' : 'by another'));
    if (missed.length > 0 || findings.length > 0 !== isOpen) {
      expect({ policy, missed, isOpen: findings.length > 0 }).toEqual({ policy, missed: [], isOpen });
    }
  }, MOST);
  process.stderr.write(`${answers}\n${tried}\n`);

  expect(answers.share('open')).toBeGreaterThan(0.2);
  expect(answers.share('closed')).toBeGreaterThan(0.2);
  // A search that gives up finds too much, and never too little.
  expect(answers.share('unknown')).toBeLessThan(0.005);
  expect(tried.share('by another')).toBeGreaterThan(0.5);
}, TIMEOUT);
