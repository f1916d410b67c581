import { hasUnknown, withUnknowns } from '../../github/unknown-text';
import { Trust } from '../checked-role';
import { demandsOf, isPinned } from '../demands';
import { Rule } from '../rule';
import { quoted } from '../words';

export const unresolvedSubject: Rule = {
  id: 'UnresolvedSubject',
  severity: 'warning',
  summary: 'A subject with a value that only deployment knows: an IAM policy variable there would let everybody in.',
  fix: 'write it into the program, give the IDs literally, or limit a parameter by its allowedPattern',
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html',
  ofRole: ({ trusts }) => {
    const open = trusts.filter(trust => !hasLiteralId(trust)).flatMap(trust => demandsOf(trust, 'sub').flatMap(({ values }) => values.filter(isOpen)));
    return open.length === 0 ? [] : [{
      message: `${quoted([...new Set(open)], Infinity)} is known only at deployment, and a value such as an IAM policy variable would let everybody in`,
    }];
  },
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:production' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:\ue000Parameter\ue001' } } },
};

/** A literal ID holds whatever the rest turns out to be. */
function hasLiteralId(trust: Trust): boolean {
  return isPinned(trust, 'repository_id') && !demandsOf(trust, 'repository_id').some(({ values }) => values.some(hasUnknown));
}

/** AWS fills in its pseudo parameters, and none of them can be a variable. */
function isOpen(value: string): boolean {
  return hasUnknown(withUnknowns(value, name => name.startsWith('AWS::') ? '' : '\ue000\ue001'));
}
