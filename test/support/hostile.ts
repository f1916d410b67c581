import * as fc from 'fast-check';
import { reviewedCase } from './review-case';
import { Changes } from '../../src/review/changes';
import { ReviewInput } from '../../src/review/model';

/** What would break out of a text, an attribute, a code span or a list, if anything let it. */
export const HOSTILE = [
  '<script>alert(1)</script>', '</style><script>alert(1)</script>', '"onmouseover="alert(1)', "'onfocus='alert(1)", '--><img src=x onerror=alert(1)>', ']]>',
  '&lt;b&gt;', '`', '``', '```', '` `` `', '\n# heading', '\n\n- item', '\n---\n', '| a | b |', '\\', '\\`', '@octo-security', '[x](https://evil.example)',
  '![x](https://evil.example/x.png)', '<https://evil.example>', 'https://evil.example', '*', '**', '_x_', '~~~', '$x$', '&#x3c;', '\u202egnp.exe', '\u0000', '\u2028',
  '\ud800', '\udc00', ' ', '', '<', '>', '"', "'", '&', '<Stack/A.B>', '</td></tr></table>', '</details>', '${7*7}', '#q=x', '\ue000', '\ue001', '__proto__', 'valueOf',
] as const;

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 4 }).map(parts => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
);

/** A review's input with a text wherever one can stand. */
export function inputOf(text: string): ReviewInput {
  const conditions = { [text]: { [text]: text }, StringEquals: { aud: text, sub: [text, `repo:${text}/${text}:environment:${text}`, 'repo:o/r:pull_request'], [`x${text}`]: [text, text] } };
  const role = reviewedCase(`Stack/${text}`, {
    conditions,
    statement: { Sid: text },
    more: [
      { Sid: text, Effect: 'Allow', Action: text, Principal: { AWS: text, Service: [text] }, Condition: { StringLike: { [text]: text } } },
      { Sid: text, Effect: 'Deny', Action: [text], Principal: { Federated: text } },
    ],
    permissions: [
      { Effect: 'Allow', Action: [text, `s3:${text}`, `${text}:Get`], Resource: text, Condition: { [text]: { [text]: text } } },
      { Effect: 'Deny', NotAction: text, NotResource: [text, `x${text}`] },
      { Effect: 'Allow', Action: ['sts:AssumeRole', 'iam:PassRole'], Resource: text },
    ],
    properties: { RoleName: text, Description: text, ManagedPolicyArns: [text] },
  }, { account: text, region: text, partition: text, steers: [{ by: text, roleArn: text, how: text }, { by: text, how: text }], unread: [text], unreadPermissions: [text, `'${text}'`] });
  const permissions = role.permissions.map(permission => ({ ...permission, source: text }));
  const boundaries = [{ arn: text, permissions }];
  const finding = { path: role.path, ruleId: text, severity: 'error' as const, message: `it is '${text}' and ${text}`, fix: text };
  return { roles: [{ ...role, permissions, boundaries }], findings: [finding, { ...finding, acknowledged: text }, { ...finding, path: text, severity: 'warning' }] };
}

export function changesOf(text: string): Changes {
  return { added: [text], removed: [text], changed: [{ path: text, added: [text, `x${text}`], removed: [text] }] };
}
