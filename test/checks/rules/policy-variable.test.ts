import { RuleCase } from '../../../src/checks/rule';
import { policyVariable } from '../../../src/checks/rules/policy-variable';
import { unknownText } from '../../../src/github/unknown-text';
import { AUD, denial, foundBy, KEYS, PROVIDER, SUB } from '../../support/found-by';

const OWN = `\${${KEYS}:sub}`;

test.each<[string, RuleCase]>([
  ['a subject', { conditions: { StringEquals: { aud: AUD, sub: OWN } } }],
  ['one subject of several', { conditions: { StringLike: { sub: [SUB, 'repo:${aws:username}/*'] } } }],
  ['an audience', { conditions: { StringEquals: { aud: `\${${KEYS}:aud}`, sub: SUB } } }],
  ['a variable with a default', { conditions: { StringEquals: { sub: "${aws:PrincipalTag/team, 'company-wide'}" } } }],
  ['a variable beside a literal sign', { conditions: { StringLike: { sub: `\${*}${OWN}` } } }],
  ['what is no variable yet', { conditions: { StringLike: { sub: 'repo:${octo/x' } } }],
  ['a guard', { conditions: { StringEquals: { aud: AUD, sub: SUB }, StringNotLike: { sub: OWN } } }],
  ['a denial', { more: [denial({ StringNotEquals: { sub: OWN } })] }],
])('finds %s', (_, given) => {
  expect(foundBy(policyVariable, given)).toHaveLength(1);
});

test.each<[string, RuleCase]>([
  ['literals', {}],
  ['signs that are meant', { conditions: { StringLike: { sub: `${SUB}\${*}\${?}\${$}` } } }],
  ['a dollar sign', { conditions: { StringEquals: { sub: `${SUB}$` } } }],
  ['braces', { conditions: { StringEquals: { sub: `${SUB}{x}` } } }],
  ['what only deployment knows', { conditions: { StringEquals: { sub: `repo:${unknownText('Owner')}/x:pull_request` } } }],
  ['a key of the request', { conditions: { StringEquals: { 'aud': AUD, 'sub': SUB, 'sts:RoleSessionName': `\${${KEYS}:actor}` } } }],
  ['a key of another issuer', { conditions: { StringEquals: { 'aud': AUD, 'sub': SUB, 'gitlab.com:sub': OWN } } }],
])('finds nothing in %s', (_, given) => {
  expect(foundBy(policyVariable, given)).toEqual([]);
});

test.each(['2008-10-17', undefined])('finds nothing in a policy of version %s, which has no variables', Version => {
  const Statement = { Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: PROVIDER }, Condition: { StringEquals: { [`${KEYS}:sub`]: OWN } } };

  expect(foundBy(policyVariable, { properties: { AssumeRolePolicyDocument: { Version, Statement } } })).toEqual([]);
  expect(foundBy(policyVariable, { properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement } } })).toHaveLength(1);
});

test('names key and value, and what to write', () => {
  expect(foundBy(policyVariable, { conditions: { StringEquals: { aud: AUD, sub: OWN } } })).toEqual([
    `statement 1: '${KEYS}:sub' is compared with '${OWN}', a policy variable, whose value may come from the token itself; `
    + "write the value that you mean, and a literal dollar sign as '${$}'",
  ]);
});
