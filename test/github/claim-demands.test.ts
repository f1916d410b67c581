import { Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { bothDemands, ClaimDemand, READABLE_CLAIMS, readClaims, readMatch } from '../../src/github/claim-demands';
import { ClaimMatch } from '../../src/github/claim-match';
import type { GithubClaims } from '../../src/github/claims';
import { GithubRepository } from '../../src/github/repository';

const TOKEN = Token.asString({ Ref: 'X' });
const SHA1 = '0123456789abcdef0123456789abcdef01234567';
const WORKFLOW = 'octo-org/automation/.github/workflows/deploy.yml';
const subject = GithubRepository.of('octo-org@1/app@10').branch('main');

/**
 * What AWS reads beside `aud` and `sub`, with a value that each can have. The type makes the list neither shorter nor longer than the struct.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
const TEN: Record<keyof Required<GithubClaims>, [claim: string, value: string]> = {
  actor: ['actor', 'octocat'],
  actorId: ['actor_id', '12'],
  enterpriseId: ['enterprise_id', '2'],
  environment: ['environment', 'Production:V1'],
  jobWorkflowRef: ['job_workflow_ref', `${WORKFLOW}@refs/heads/main`],
  gitRef: ['ref', 'refs/heads/main'],
  repository: ['repository', 'octo-org/app'],
  repositoryId: ['repository_id', '10'],
  repositoryOwnerId: ['repository_owner_id', '1'],
  workflow: ['workflow', 'Deploy to AWS'],
};
const KEYS = Object.keys(TEN);

function refusal(name: string, ...parts: string[]): Error {
  const quoted = parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return expect.objectContaining({ name, message: expect.stringMatching(quoted.join('[^]*')) });
}

function anotherCopy(): typeof ClaimMatch {
  let copy: typeof ClaimMatch;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  jest.isolateModules(() => { copy = require('../../src/github/claim-match').ClaimMatch; });
  return copy!;
}

describe('the claims that a subject can demand', () => {
  test('are the ten that AWS reads', () => {
    expect([...READABLE_CLAIMS].sort()).toEqual([
      'actor', 'actor_id', 'enterprise_id', 'environment', 'job_workflow_ref', 'ref', 'repository', 'repository_id', 'repository_owner_id',
      'workflow',
    ]);
  });

  test.each(Object.entries(TEN))('%s is the claim %j', (key, [claim, value]) => {
    expect(readClaims({ [key]: ClaimMatch.exactly(value) })).toEqual({ [claim]: { isPattern: false, values: [value] } });
  });

  test('may be all ten at once', () => {
    const all = Object.fromEntries(Object.entries(TEN).map(([key, [, value]]) => [key, ClaimMatch.exactly(value)]));
    expect(readClaims(all)).toEqual(Object.fromEntries(Object.values(TEN).map(([claim, value]) => [claim, { isPattern: false, values: [value] }])));
  });

  test('are the only ones in the types', () => {
    const match = ClaimMatch.exactly('x');
    expect.assertions(5);
    const refused: (() => unknown)[] = [
      // @ts-expect-error AWS reads no owner's name
      () => subject.withClaims({ repositoryOwner: match }),
      // @ts-expect-error AWS reads no event
      () => subject.withClaims({ eventName: match }),
      // @ts-expect-error the subject is what the claims are for
      () => subject.withClaims({ sub: match }),
      // @ts-expect-error the audience is the role's
      () => subject.withClaims({ aud: match }),
      // @ts-expect-error a claim is matched by a ClaimMatch, so that nobody mistakes a pattern for a value
      () => subject.withClaims({ actor: 'octocat' }),
    ];
    refused.forEach(act => expect(act).toThrow());
  });

  const TEMPLATE = 'put it into `sub` by a GithubSubjectTemplate';
  const UNKNOWN: [string, string][] = [
    ...[
      'repositoryOwner', 'repository_owner', 'eventName', 'event_name', 'runnerEnvironment', 'workflowRef', 'jobWorkflowSha', 'refType',
      'repositoryVisibility', 'baseRef', 'headRef', 'sha', 'enterprise', 'runId', 'checkRunId', 'repo_property_team', 'iss', 'Actor',
      'constructor', 'toString', '__proto__', '',
    ].map((key): [string, string] => [key, TEMPLATE]),
    ['sub', 'the subject is what withClaims() is called on'],
    ['aud', 'pass `audience` to the role'],
    ...Object.entries(TEN).filter(([key, [claim]]) => key !== claim).map(([key, [claim]]): [string, string] => [claim, `write '${key}'`]),
  ];

  test.each(UNKNOWN)('do not include %j, and a JavaScript caller is told what is allowed and to %s', (key, remedy) => {
    const others = [TEMPLATE, 'the subject is what', 'pass `audience`', "write '"].filter(other => !remedy.startsWith(other));
    for (const claims of [{ [key]: ClaimMatch.exactly('1') }, { actor: ClaimMatch.exactly('octocat'), [key]: ClaimMatch.exactly('1') }]) {
      const act = () => subject.withClaims(claims);
      expect(act).toThrow(refusal('UnknownClaimKey', `'${key}'`, KEYS.join(', '), remedy));
      others.forEach(other => expect(act).not.toThrow(other));
    }
  });

  test.each<[string, any]>([['{}', {}], ['undefined', undefined], ['null', null], ['an undefined claim', { actor: undefined }], ['a list', []]])(
    'are not %s, which would demand nothing', (_, claims) => {
      expect(() => subject.withClaims(claims)).toThrow(refusal('GithubClaimsMissing', 'names no claim', 'name at least one'));
    },
  );

  test('are those that have a value, where a JavaScript caller left others undefined', () => {
    expect(readClaims({ actor: undefined, actorId: ClaimMatch.exactly('12') })).toEqual({ actor_id: { isPattern: false, values: ['12'] } });
  });

  test.each<[string, any]>([
    ['octocat', 'octocat'], ['12', 12], ['null', null], ['octocat', ['octocat']], ['[object Object]', {}],
    ['[object Object]', { conditionOperator: 'StringNotLike', values: ['octocat'] }],
    ['[object Object]', { conditionOperator: 'StringEqualsIfExists', values: ['octocat'] }],
    ['[object Object]', { conditionOperator: 'ForAllValues:StringEquals', values: ['octocat'] }],
    ['[object Object]', { conditionOperator: 'StringEquals', values: 'octocat' }],
    ['[object Object]', { conditionOperator: 'StringEquals' }],
    ['[object Object]', { values: ['octocat'] }],
  ])('are no raw values: not %s', (text, value) => {
    expect(() => subject.withClaims({ actor: value })).toThrow(refusal('GithubClaimInvalid', 'actor', `'${text}'`, 'ClaimMatch.exactly('));
  });

  test('may come from another copy of the package', () => {
    const Copy = anotherCopy();
    expect(Copy.exactly('octocat')).not.toBeInstanceOf(ClaimMatch);
    expect(readMatch('actor', Copy.exactly('octocat', 'hubot'))).toEqual({ isPattern: false, values: ['octocat', 'hubot'] });
    expect(readMatch('actor', Copy.like('octo*'))).toEqual({ isPattern: true, values: ['octo*'] });
    expect(readClaims({ actorId: Copy.exactly('12') } as GithubClaims)).toEqual({ actor_id: { isPattern: false, values: ['12'] } });
    expect(() => readClaims({ actorId: Copy.exactly('octocat') } as GithubClaims)).toThrow(refusal('GithubClaimInvalid', "'octocat'"));
  });
});

describe('an object of the shape of a ClaimMatch', () => {
  const { exactly, like } = { exactly: 'StringEquals', like: 'StringLike' };

  test.each<[string, string, any[], string]>([
    ['a wildcard that would be taken to the letter', exactly, ['octo*'], 'GithubWildcardRefused'],
    ['a pattern that is known only at deployment', like, [TOKEN], 'GithubPatternUnresolved'],
    ['no value', exactly, [], 'GithubClaimInvalid'],
    ['no pattern', like, [], 'GithubClaimInvalid'],
    ['a blank', exactly, ['octocat', ' '], 'GithubTextBlank'],
    ['a policy variable', like, ['${aws:username}'], 'GithubPolicyVariable'],
    ['a character that IAM refuses', exactly, ['日本'], 'GithubTextRefusedByIam'],
    ['a number', exactly, [42], 'GithubTextMissing'],
    ['a list in the list', like, [['octocat']], 'GithubTextMissing'],
  ])('is looked at again: %s', (_, conditionOperator, values, code) => {
    expect(() => subject.withClaims({ actor: { conditionOperator, values } as any })).toThrow(expect.objectContaining({ name: code }));
  });

  test('is copied, so that nobody changes the demand later', () => {
    const values = ['octocat', 'hubot'];
    const demand = readMatch('actor', { conditionOperator: 'StringEquals', values });
    const narrowed = subject.withClaims({ actor: { conditionOperator: 'StringEquals', values } as any });
    values[0] = '*';
    values.push('mallory');
    expect([demand.values, narrowed._claims.actor.values]).toEqual([['octocat', 'hubot'], ['octocat', 'hubot']]);
  });
});

describe.each(['actorId', 'enterpriseId', 'repositoryId', 'repositoryOwnerId'])('the ID %s', key => {
  const [claim] = TEN[key as keyof GithubClaims];

  test.each([[['1']], [['12', '34567890123']], [[TOKEN]], [['12', TOKEN]]])('may be %j', ids => {
    expect(readClaims({ [key]: ClaimMatch.exactly(...ids) })).toEqual({ [claim]: { isPattern: false, values: ids } });
  });

  test.each(['octocat', '0', '012', '-1', '1.5', '12 ', ' 12', '1e3', '0x1f', '12\n', '12x'])('is not %j, no number', id => {
    for (const ids of [[id], ['12', id]]) {
      expect(() => subject.withClaims({ [key]: ClaimMatch.exactly(...ids) })).toThrow(refusal('GithubClaimInvalid', claim, `'${id}'`, 'numeric IDs'));
    }
  });

  test.each(['1*', '*', '1?', '12'])('is not like %j, since an ID that begins alike is somebody else', pattern => {
    expect(() => subject.withClaims({ [key]: ClaimMatch.like(pattern) }))
      .toThrow(refusal('GithubClaimInvalid', claim, `'${pattern}'`, 'ClaimMatch.exactly()'));
  });
});

describe('the git ref', () => {
  test.each([
    ClaimMatch.exactly('refs/heads/main'), ClaimMatch.exactly('refs/tags/v1', 'refs/pull/1/merge'), ClaimMatch.exactly(TOKEN),
    ClaimMatch.exactly(`refs/heads/${TOKEN}`), ClaimMatch.like('refs/heads/*'), ClaimMatch.like('refs/*'),
  ])('may be %s', match => {
    expect(readClaims({ gitRef: match })).toEqual({ ref: { isPattern: match.conditionOperator === 'StringLike', values: match.values } });
  });

  test.each([
    ...['main', 'heads/main', 'v1', 'refs', 'refs/', 'Refs/heads/main', ' refs/heads/main', SHA1]
      .map(text => [text, ClaimMatch.exactly('refs/heads/x', text)] as const),
    ...['*', 'refs*', 'refs/', '?efs/heads/main', 'main*', '*/main'].map(text => [text, ClaimMatch.like('refs/heads/*', text)] as const),
  ])('is not %j, which has no refs/ with a name behind it', (text, match) => {
    expect(() => subject.withClaims({ gitRef: match }))
      .toThrow(refusal('GithubClaimInvalid', 'the claim ref', `'${text}'`, "'refs/'", "'refs/heads/main'"));
  });
});

describe('the workflow file', () => {
  test.each([
    ClaimMatch.exactly(`${WORKFLOW}@refs/heads/main`), ClaimMatch.exactly(`${WORKFLOW}@refs/tags/v1`, `${WORKFLOW}@${SHA1}`),
    ClaimMatch.exactly(`${WORKFLOW}@refs/heads/a@b`), ClaimMatch.exactly(TOKEN), ClaimMatch.exactly(`octo-org/${TOKEN}@refs/heads/main`),
    ClaimMatch.reusableWorkflow('octo-org@1/automation@10', 'deploy.yml', 'refs/heads/main'),
    ClaimMatch.like(`${WORKFLOW}@refs/heads/release/*`), ClaimMatch.like(`${WORKFLOW}@refs/tags/v?`),
    ClaimMatch.like('octo-org/automation/.github/workflows/*@refs/heads/main'), ClaimMatch.like('octo-org/*@refs/heads/main'),
  ])('may be %s', match => {
    expect(readClaims({ jobWorkflowRef: match }))
      .toEqual({ job_workflow_ref: { isPattern: match.conditionOperator === 'StringLike', values: match.values } });
  });

  test.each([
    `${WORKFLOW}@main`, `${WORKFLOW}@v1`, `${WORKFLOW}@heads/main`, `${WORKFLOW}@refs/`, `${WORKFLOW}@${SHA1.slice(1)}`, `${WORKFLOW}@${SHA1}0`,
    `${WORKFLOW}@x@refs/heads/main`,
  ])('is not %j, whose ref is neither a full ref nor a commit', text => {
    expect(() => subject.withClaims({ jobWorkflowRef: ClaimMatch.exactly(`${WORKFLOW}@refs/heads/main`, text) }))
      .toThrow(refusal('GithubClaimInvalid', 'job_workflow_ref', `'${text}'`, 'refs/heads/'));
  });

  test.each([WORKFLOW, `${WORKFLOW}@`])('is not %j, without a ref', text => {
    expect(() => subject.withClaims({ jobWorkflowRef: ClaimMatch.exactly(text) }))
      .toThrow(refusal('GithubClaimInvalid', 'job_workflow_ref', `'${text}'`, 'missing', "'refs/heads/main'"));
  });

  test.each([
    'deploy.yml@refs/heads/main', '.github/workflows@refs/heads/main', '/automation/x.yml@refs/heads/main',
    'octo-org@1/app@10/.github/workflows/a.yml@refs/heads/main',
  ])('is not %j, no file of a repository', text => {
    expect(() => subject.withClaims({ jobWorkflowRef: ClaimMatch.exactly(text) }))
      .toThrow(refusal('GithubClaimInvalid', 'job_workflow_ref', `'${text}'`, 'OWNER/REPO/.github/workflows/FILE@refs/heads/BRANCH'));
  });

  test.each([
    '*', '?*', '**', 'octo-org*', `*/${WORKFLOW}@refs/heads/main`, '*/.github/workflows/deploy.yml@refs/heads/main', '?cto-org/*@refs/heads/main',
    'octo-*/automation/.github/workflows/deploy.yml@refs/heads/main', 'octo-or?/automation/.github/workflows/deploy.yml@refs/heads/main',
    '/*@refs/heads/main', '/automation/.github/workflows/deploy.yml@refs/heads/*',
  ])('is not like %j, which leaves the owner open', pattern => {
    for (const patterns of [[pattern], [`${WORKFLOW}@refs/heads/*`, pattern]]) {
      expect(() => subject.withClaims({ jobWorkflowRef: ClaimMatch.like(...patterns) }))
        .toThrow(refusal('GithubClaimInvalid', 'job_workflow_ref', `'${pattern}'`, 'any owner', 'begin with the owner before any wildcard'));
    }
  });

  test.each([
    `${WORKFLOW}@main`, `${WORKFLOW}@ma*`, `${WORKFLOW}@v?`, `${WORKFLOW}@heads/*`, `${WORKFLOW}@*`, `${WORKFLOW}@?main`, `${WORKFLOW}@cafe`,
    `${WORKFLOW}@refs/`, 'octo-org/*@beef',
  ])('is not like %j, whose ref is neither a full ref nor a commit', pattern => {
    expect(() => subject.withClaims({ jobWorkflowRef: ClaimMatch.like(pattern) }))
      .toThrow(refusal('GithubClaimInvalid', 'job_workflow_ref', `'${pattern}'`, 'pass a full ref', 'refs/heads/'));
  });

  test.each([WORKFLOW, WORKFLOW.replace('.yml', '?yml'), 'octo-org/*', `${WORKFLOW}*`])('is not like %j, without a ref', pattern => {
    expect(() => subject.withClaims({ jobWorkflowRef: ClaimMatch.like(pattern) }))
      .toThrow(refusal('GithubClaimInvalid', 'job_workflow_ref', `'${pattern}'`, 'missing', "'refs/heads/main'"));
  });
});

describe('the repository', () => {
  test.each([
    ClaimMatch.exactly('octo-org/app'), ClaimMatch.exactly('octo-org/app', 'octo-corp_inc/.github'), ClaimMatch.exactly(TOKEN),
    ClaimMatch.exactly(`octo-org/${TOKEN}`), ClaimMatch.exactly(`${TOKEN}/app`), ClaimMatch.like('octo-org/*'), ClaimMatch.like('octo-org/app-?'),
  ])('may be %s', match => {
    expect(readClaims({ repository: match })).toEqual({ repository: { isPattern: match.conditionOperator === 'StringLike', values: match.values } });
  });

  test.each(['octo-org@1/app@10', 'repo:octo-org/app', 'repo:octo-org@1/app@10', `octo-org@1/app@${TOKEN}`])(
    'is not %j: the claim is the bare name', name => {
      expect(() => subject.withClaims({ repository: ClaimMatch.exactly('octo-org/app', name) }))
        .toThrow(refusal('GithubClaimInvalid', 'the claim repository', `'${name}'`, 'it is OWNER/REPO in every token, without IDs'));
    },
  );

  test.each(['app', 'octo-org/', '/app', '/', 'octo-org/app/x', 'octo-org/app:pull_request'])('is not %j, which is no OWNER/REPO', name => {
    expect(() => subject.withClaims({ repository: ClaimMatch.exactly(name) }))
      .toThrow(refusal('GithubClaimInvalid', 'the claim repository', `'${name}'`, 'it is OWNER/REPO in every token'));
  });

  test.each(['octo org/app', '-octo/app', `${'x'.repeat(40)}/app`, 'octo-org/app.git', 'octo-org/..'])(
    'is not %j, which GitHub cannot have', name => {
      expect(() => subject.withClaims({ repository: ClaimMatch.exactly(name) })).toThrow(refusal('GithubRepositoryInvalid', `'${name}'`));
    },
  );

  test.each(['*', '*/app', 'octo-*/app', 'octo-org*', '?cto-org/app', 'octo-org@1/*', 'app', '/*', '/app-?', 'octo-org/app:*'])(
    'is not like %j', pattern => {
      expect(() => subject.withClaims({ repository: ClaimMatch.like('octo-org/*', pattern) }))
        .toThrow(refusal('GithubClaimInvalid', 'the claim repository', `'${pattern}'`, 'OWNER/REPO', 'write the owner out'));
    },
  );
});

describe('values that are known only at deployment', () => {
  test.each(KEYS)('pass through in %s', key => {
    const [claim] = TEN[key as keyof GithubClaims];
    expect(readClaims({ [key]: ClaimMatch.exactly(TOKEN) })).toEqual({ [claim]: { isPattern: false, values: [TOKEN] } });
  });
});

describe('two demands on one claim', () => {
  const exactly = (...values: string[]): ClaimDemand => ({ isPattern: false, values });
  const alike = (...values: string[]): ClaimDemand => ({ isPattern: true, values });
  const both = (one: ClaimDemand, other: ClaimDemand) => bothDemands({ actor: one }, { actor: other }).actor;

  test.each<[string, ClaimDemand, ClaimDemand, ClaimDemand]>([
    ['one value', exactly('a'), exactly('a'), exactly('a')],
    ['a list and one of its values', exactly('a', 'b', 'c'), exactly('b'), exactly('b')],
    ['two lists', exactly('a', 'b', 'c'), exactly('d', 'c', 'b'), exactly('b', 'c')],
    ['one list in two orders', exactly('a', 'b'), exactly('b', 'a'), exactly('a', 'b')],
    ['one list with a repetition', exactly('a', 'b'), exactly('b', 'a', 'b'), exactly('a', 'b')],
    ['values and a pattern', exactly('octocat', 'hubot', 'octodog'), alike('octo*'), exactly('octocat', 'octodog')],
    ['values and two patterns', exactly('octocat', 'hubot', 'mona'), alike('octo*', 'hub?t'), exactly('octocat', 'hubot')],
    ['one text, as a value and as a pattern', exactly('octocat'), alike('octocat'), exactly('octocat')],
    ['one pattern', alike('octo*'), alike('octo*'), alike('octo*')],
    ['two patterns in two orders', alike('octo*', 'hub*'), alike('hub*', 'octo*'), alike('octo*', 'hub*')],
    ['one unresolved value', exactly(TOKEN), exactly(TOKEN), exactly(TOKEN)],
    ['one list with an unresolved value', exactly('a', TOKEN), exactly(TOKEN, 'a'), exactly('a', TOKEN)],
  ])('on %s are met by what meets both, in either order', (_, one, other, expected) => {
    for (const demand of [both(one, other), both(other, one)]) {
      expect({ ...demand, values: [...new Set(demand.values)].sort() }).toEqual({ ...expected, values: [...expected.values].sort() });
    }
  });

  test.each<[string, ClaimDemand, ClaimDemand, string]>([
    ['different values', exactly('a'), exactly('b'), 'no token is both; leave one out'],
    ['values of different case', exactly('octocat'), exactly('Octocat'), 'no token is both; leave one out'],
    ['lists without a common value', exactly('a', 'b'), exactly('c', 'd'), 'no token is both; leave one out'],
    ['a value and a pattern that does not cover it', exactly('hubot'), alike('octo*'), 'no token is both; leave one out'],
    ['different patterns', alike('octo*'), alike('*cat'), 'no list of patterns says both; demand it once'],
    ['a pattern and a narrower one', alike('octo*'), alike('octoc*'), 'no list of patterns says both; demand it once'],
    ['patterns and some of them', alike('octo*', 'hub*'), alike('octo*'), 'no list of patterns says both; demand it once'],
    ['an unresolved value and another', exactly(TOKEN), exactly('a'), 'known only at deployment'],
    ['an unresolved value and a list with it', exactly(TOKEN), exactly('a', TOKEN), 'known only at deployment'],
    ['an unresolved value and a pattern', exactly(TOKEN), alike('octo*'), 'known only at deployment'],
    ['an unresolved value beside one that a pattern covers', exactly('octocat', TOKEN), alike('octo*'), 'known only at deployment'],
  ])('on %s are refused in either order, naming both', (_, one, other, remedy) => {
    for (const [first, second] of [[one, other], [other, one]]) {
      expect(() => both(first, second)).toThrow(refusal('GithubClaimsContradict', 'the claim actor', first.values[0], second.values[0], remedy));
    }
  });

  test('stand side by side on different claims, and change neither of the two', () => {
    const [one, other] = [Object.freeze({ actor: exactly('a', 'b') }), Object.freeze({ actor: exactly('b'), ref: alike('refs/*') })];
    expect(bothDemands(one, other)).toEqual({ actor: exactly('b'), ref: alike('refs/*') });
    expect([one, other]).toEqual([{ actor: exactly('a', 'b') }, { actor: exactly('b'), ref: alike('refs/*') }]);
  });

  test('accept exactly the values that each of them accepts', () => {
    const value = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 3 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 3 });
    const demand = fc.oneof(
      fc.array(value, { minLength: 1, maxLength: 5 }).map(values => exactly(...values)),
      fc.array(pattern, { minLength: 1, maxLength: 3 }).map(values => alike(...values)),
    );
    // Every value that the lists could hold, and longer ones that only a pattern could accept.
    const universe = ['a', 'b'].flatMap(one => ['', 'a', 'b'].flatMap(two => ['', 'a', 'b', 'abab'].map(three => one + two + three)));
    const accepts = ({ isPattern, values }: ClaimDemand, actual: string) => values.some(wanted => isPattern
      ? new RegExp(`^${wanted.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(actual)
      : wanted === actual);
    let met = 0;
    fc.assert(fc.property(demand, demand, (one, other) => {
      const expected = universe.filter(actual => accepts(one, actual) && accepts(other, actual));
      let intersection: ClaimDemand;
      try {
        intersection = both(one, other);
      } catch (error) {
        expect((error as Error).name).toBe('GithubClaimsContradict');
        // Nothing is refused that could have been said: only what is empty, and patterns beside other patterns.
        expect(expected.length === 0 || (one.isPattern && other.isPattern)).toBe(true);
        return;
      }
      met += 1;
      expect(universe.filter(actual => accepts(intersection, actual))).toEqual(expected);
    }), { numRuns: 2_000 });
    expect(met).toBeGreaterThan(200);
  });
});
