import { Rule } from '../rule';

export const reservedRoleName: Rule = {
  id: 'ReservedRoleName',
  severity: 'warning',
  summary: 'A role named `GitHubActions`, which the credentials action reports not to work: it is also the name that it gives to sessions.',
  fix: 'give the role another name, or none',
  link: 'https://github.com/aws-actions/configure-aws-credentials',
  ofRole: ({ roleName }) => roleName !== 'GitHubActions' ? [] : [
    { message: `the role is named '${roleName}', and the credentials action's documentation says that assuming a role of that name fails` },
  ],
  compliant: { properties: { RoleName: 'GitHubActionsDeploy' } },
  nonCompliant: { properties: { RoleName: 'GitHubActions' } },
};
