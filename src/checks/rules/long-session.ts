import { Rule } from '../rule';

const LONGEST = 3600;

export const longSession: Rule = {
  id: 'LongSession',
  severity: 'warning',
  summary: `Credentials that may live longer than an hour (${LONGEST} seconds, the default): a stolen one lives as long.`,
  fix: 'leave maxSessionDuration out, or set it to what the longest job needs',
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html',
  ofRole: ({ maxSessionSeconds: seconds = 0 }) => seconds <= LONGEST ? [] : [{ message: `a session may last '${seconds}' seconds, and a stolen one as long` }],
  compliant: { properties: { MaxSessionDuration: 3600 } },
  nonCompliant: { properties: { MaxSessionDuration: 43200 } },
};
