import { Aws, Lazy, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { requireOwner } from '../../src/github/subject-owner';

const TOKENS: [string, string][] = [
  ['Token.asString', Token.asString({ Ref: 'X' })],
  ['Aws.ACCOUNT_ID', Aws.ACCOUNT_ID],
  ['Lazy.string', Lazy.string({ produce: () => 'octo-org' })],
  ['a token with a colon', Token.asString({ Ref: 'X' }, { displayHint: 'repo:octo-org' })],
  ['a number in a template string', `${Token.asNumber({ Ref: 'X' })}`],
];

describe('subjects and patterns that a foreign owner could have', () => {
  test.each([
    // no owner at all
    '*', '?', '?*', 'repo', 'repo:', ':', 'pull_request', 'pull_request:*', 'octo-org/octo-repo', 'https://github.com/octo-org/octo-repo',
    'environment:production', 'environment:production:*', 'ref:refs/heads/main', 'context:environment:production',
    // claims that anybody's workflow can have
    'actor:octocat', 'actor_id:12', 'workflow:deploy', 'event_name:push', 'repository_visibility:private', 'runner_environment:github-hosted',
    'job_workflow_ref:octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main',
    'repo_property_team:platform', 'repo_property_repo:octo-org/octo-repo',
    // the owner stands right of the wildcard
    'repo:*', 'repo:*/octo-repo', 'repo:*/octo-repo:environment:production', 'repo:?cto-org/octo-repo', '*:repo:octo-org/octo-repo',
    'environment:*:repo:octo-org/octo-repo', 'environment:prod?:repo:octo-org/octo-repo', 'ref:refs/heads/*:repo:octo-org/octo-repo:*',
    'workflow:*:repository_owner_id:65', 'pull_request*:repo:octo-org/octo-repo', '*epo:octo-org/octo-repo',
    // a cut inside the owner
    'repo:octo-org*', 'repo:octo-org*/octo-repo', 'repo:octo-org@*/octo-repo@*', 'repo:octo-org@1*/octo-repo@2',
    'repo:*@1/*@2:environment:production',
    'repo:octo-org?/*', 'repo:octo-org:*', 'repo:octo-org', 'repository:octo-org*', 'repository:*',
    // a cut inside a value that has no inner border
    'repository_owner:octo-org*', 'repository_owner:o?', 'repository_owner:*', 'repository_owner:octo-org/*', 'repository_owner_id:65*',
    'repository_owner_id:6?', 'repository_id:7*', 'repository_id:*', 'repository_id:74?:*',
    // empty or impossible values
    'repo:/octo-repo', 'repo:/*', 'repository_owner:', 'repository_owner::*', 'repository_id:', 'repository_id:octo-repo',
    'repository_owner_id:octo-org',
    // keys are told apart by case and as a whole
    'Repo:octo-org/octo-repo', 'REPO:octo-org/octo-repo', ' repo:octo-org/octo-repo', 'xrepo:octo-org/octo-repo', 'repository_ids:74',
    // keys that every JavaScript object has
    'constructor:x', 'constructor:octo-org/octo-repo', '__proto__:x:*', '__proto__:octo-org/*', 'toString:x:*', 'hasOwnProperty:65', 'valueOf:65:*',
    // the owner's text is a value, not a key
    'environment:repo:octo-org/octo-repo', 'workflow:repo:octo-org/octo-repo', 'ref:repo:octo-org/octo-repo:*',
    'environment:repository_owner:octo-org',
    'pull_request:environment:repo:octo-org/octo-repo', 'environment:pull_request:environment:repo:octo-org/octo-repo',
    'environment:repo%3Aocto-org/octo-repo', 'actor:x%3Arepo%3Aocto-org/octo-repo:*',
    // the tail of a victim behind an attacker's own name
    'actor:x:environment:repo:octo-org/octo-repo:*',
  ])('%j is refused', subject => {
    const act = () => requireOwner(subject);
    expect(act).toThrow(`the subject is '${subject}'`);
    expect(act).toThrow(expect.objectContaining({
      name: 'SubjectOpenToAnyOwner', message: expect.stringContaining("begin with the owner, such as 'repo:OWNER/REPO:…'"),
    }));
  });
});

describe('subjects and patterns that prove an owner', () => {
  test.each([
    'repo:octo-org/octo-repo', 'repo:octo-org/octo-repo:environment:production', 'repo:octo-org@65/octo-repo@74:pull_request',
    'repo:octo-org/octo-repo:*', 'repo:octo-org/*', 'repo:octo-org@65/*', 'repo:octo-org/octo-*', 'repo:octo-org/?',
    'repo:octo-org/*:environment:production',
    'repo:octo--org/octo-repo:*', 'repo:-old-/octo-repo:ref:refs/heads/main',
    'repository:octo-org/octo-repo', 'repository:octo-org/*', 'repository:octo-org/octo-repo:*',
    'repository_id:74', 'repository_id:74:*', 'repository_id:74:environment:prod*',
    'repository_owner:octo-org', 'repository_owner:octo-org:*', 'repository_owner:octo-org:repository_visibility:private',
    'repository_owner_id:65', 'repository_owner_id:65:*', 'repository_owner_id:65:environment:production',
    'environment:production%3Aeastus:repository_owner:octo-org', 'environment:production:repo:octo-org/octo-repo',
    'environment:production:repo:octo-org/*', 'ref:refs/heads/main:repo:octo-org/octo-repo:job_workflow_ref:*',
    'pull_request:repo:octo-org/octo-repo', 'pull_request:repo:octo-org/*', 'pull_request:repository_owner_id:65:*',
    'environment:pull_request:repo:octo-org/octo-repo', 'environment:repo:repo:octo-org/octo-repo', 'head_ref::repo:octo-org/octo-repo',
    'job_workflow_ref:octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main:repository_owner_id:65',
    'repo_property_team:platform:repository_owner:octo-org:*',
  ])('%j is accepted', subject => {
    expect(() => requireOwner(subject)).not.toThrow();
  });

});

describe.each(TOKENS)('subjects that hold %s', (_, token) => {
  test('may be known only at deployment from their beginning on', () => {
    for (const subject of [token, `${token}:x`, `${token}:environment:production`, `${token}/octo-repo`, `${token}${token}`, `${token}:${token}`]) {
      expect(() => requireOwner(subject)).not.toThrow();
    }
  });

  test('may leave the value of a key that names an owner to deployment', () => {
    for (const subject of [
      `repo:${token}`, `repo:${token}:environment:x`, `repo:octo-org/${token}`, `repo:${token}/octo-repo`,
      `repo:octo-org@${token}/octo-repo@${token}`,
      `repository:${token}`, `repository_id:${token}`, `repository_owner:${token}:environment:x`, `repository_owner_id:${token}`,
      `environment:production:repository_owner_id:${token}`, `pull_request:repo:${token}`,
    ]) {
      expect(() => requireOwner(subject)).not.toThrow();
    }
  });

  test('may hold it beside an owner that is written out', () => {
    for (const subject of [
      `environment:${token}:repo:octo-org/octo-repo`, `ref:refs/heads/${token}:repository_owner_id:65`,
      `repo:octo-org/octo-repo:environment:${token}`,
      `${token}:repo:octo-org/octo-repo`,
    ]) {
      expect(() => requireOwner(subject)).not.toThrow();
    }
  });

  test('are refused where literal text begins them and names no owner', () => {
    for (const subject of [
      `environment:${token}`, `environment:${token}:x`, `environment:production-${token}`, `ref:refs/heads/${token}`, `a${token}`, `repo${token}:x`,
      `repo${token}:octo-org/octo-repo`, `repo_${token}:octo-org/octo-repo`, `repo-${token}`, `actor:${token}:workflow:${token}`,
      `constructor:${token}`,
      `environment:repo:${token}`, `:${token}`, ` ${token}`, `pull_request:environment:${token}`,
    ]) {
      const act = () => requireOwner(subject);
      expect(act).toThrow(`the subject is '${subject}'`);
      expect(act).toThrow(expect.objectContaining({ name: 'SubjectOpenToAnyOwner', message: expect.stringContaining('begin with the owner') }));
    }
  });
});

/**
 * Any token that the owner `evil` (ID 9) can mint for a template of his choice. He chooses every value but the ones that name him,
 * and GitHub encodes the colons in them.
 */
const chosen = fc.array(fc.constantFrom(
  'repo', 'repository_owner', 'repository_owner_id', 'repository_id', 'octo-org/octo-repo', 'octo-org', 'octo-org@65', '/', '@', '65', '74', ':',
  '%3A',
  'pull_request', 'environment', 'x', ' ',
), { maxLength: 5 }).map(parts => parts.join('').replaceAll(':', '%3A'));
const identity = fc.constantFrom(
  'repo:evil/x', 'repo:evil@9/x@8', 'repository:evil/x', 'repository_owner:evil', 'repository_owner_id:9', 'repository_id:8',
);
const free = fc.oneof(
  fc.constant('pull_request'),
  fc.tuple(
    fc.constantFrom('environment', 'ref', 'workflow', 'actor', 'head_ref', 'job_workflow_ref', 'repo_property_repo', 'event_name'), chosen,
  ).map(([key, value]) => `${key}:${value}`),
);
const foreignSubject = fc.array(fc.oneof({ weight: 3, arbitrary: free }, { weight: 1, arbitrary: identity }), { minLength: 1, maxLength: 4 })
  .map(segments => segments.join(':'));

/** A pattern that covers the subject: slices of it become wildcards. */
function patternOver(subject: string, cuts: readonly number[]): string {
  const at = [...cuts].map(cut => cut % (subject.length + 1)).sort((one, other) => one - other);
  return at.length < 2 ? subject : `${subject.slice(0, at[0])}*${subject.slice(at[1])}`;
}

describe('requireOwner against templates of a foreign owner', () => {
  test('a pattern that covers a foreign token is accepted only if it names that foreign owner before the first wildcard', () => {
    fc.assert(fc.property(foreignSubject, fc.array(fc.nat(), { maxLength: 2 }), (subject, cuts) => {
      const pattern = patternOver(subject, cuts);
      let accepted = true;
      try {
        requireOwner(pattern);
      } catch {
        accepted = false;
      }
      const literal = pattern.split('*')[0];
      const namesEvil = /(^|:)(repo|repository):evil(@9)?\/|(^|:)(repository_owner:evil|repository_owner_id:9|repository_id:8)(:|$)/;
      expect(!accepted || namesEvil.test(literal)).toBe(true);
    }), { numRuns: 5000 });
  });

  test('values that are known only at deployment behind keys that anybody chooses name no owner', () => {
    const token = fc.constantFrom(...TOKENS.map(([, text]) => text));
    const unresolved = fc.tuple(fc.constantFrom('environment', 'ref', 'workflow', 'head_ref'), chosen, token, chosen)
      .map(([key, before, text, after]) => `${key}:${before}${text}${after}`);
    fc.assert(fc.property(fc.array(free, { maxLength: 3 }), unresolved, fc.array(free, { maxLength: 3 }), (left, middle, right) => {
      expect(() => requireOwner([...left, middle, ...right].join(':'))).toThrow(expect.objectContaining({ name: 'SubjectOpenToAnyOwner' }));
    }), { numRuns: 1000 });
  });

  test('a subject whose template begins with the owner is accepted, with whatever follows', () => {
    fc.assert(fc.property(identity, free, fc.boolean(), (owner, rest, open) => {
      expect(() => requireOwner(`${owner}:${rest}${open ? '*' : ''}`)).not.toThrow();
    }));
  });
});
