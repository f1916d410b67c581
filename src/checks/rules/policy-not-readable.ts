import { shownUnknowns } from '../../github/unknown-text';
import { Rule } from '../rule';
import { quoted } from '../words';

const MOST_SHOWN = 100;

export const policyNotReadable: Rule = {
  id: 'PolicyNotReadable',
  severity: 'error',
  summary: 'A trust policy with statements that only deployment knows, such as those of a macro, so that nothing shows whom they let in.',
  fix: 'write the statements into the template, each as an object',
  link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html',
  dependsOn: 'place',
  ofRole: ({ unread }) => [...new Set(unread)].map(part => ({
    message: `${quoted([shownUnknowns(part).slice(0, MOST_SHOWN)])} stands in the trust policy where statements do, and nothing shows whom it lets in`,
  })),
  compliant: {},
  nonCompliant: { unread: ['\ue000Fn::Transform\ue001'] },
};
