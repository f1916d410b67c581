/** RULES.md: what the checks look for, from the rules themselves. */
import { Rule, RuleCase } from '../src/checks/rule';
import { shownUnknowns } from '../src/github/unknown-text';
import { DOCUMENTED_RULES } from '../test/support/documented-rules';

export const RULES_PAGE = `# Rules

What \`GithubOidcChecks\` looks for in the trust policies of an app, and what roles of this package warn of themselves. Errors fail synthesis, warnings are told; both are acknowledged with a reason, at the role or a construct around it:

\`\`\`ts
import { Validations } from 'aws-cdk-lib';
import { GithubOidcRole } from 'cdk-github-actions-oidc';

declare const role: GithubOidcRole;

Validations.of(role).acknowledge({ id: 'GithubOidcChecks::PullRequestTrusted', reason: 'the role only reads' });
\`\`\`

This page is generated from \`src/checks/rules\`. In its examples the condition keys are written without \`token.actions.githubusercontent.com:\`, and whatever an example leaves out is sound.

| rule | | |
|---|---|---|
${DOCUMENTED_RULES.map(({ id, severity, summary }) => `| [${id}](#${id.toLowerCase()}) | ${severity} | ${cell(summary)} |`).join('\n')}

${DOCUMENTED_RULES.map(section).join('\n')}`;

function section({ id, severity, summary, fix, link, compliant, nonCompliant }: Rule): string {
  return `## ${id}

${severity === 'error' ? 'Error' : 'Warning'}. ${summary} What to do: ${fix} ([source](${link})).

\`\`\`jsonc
// found
${shown(nonCompliant)}
// not found
${shown(compliant)}
\`\`\`
`;
}

function shown(given: RuleCase): string {
  return shownUnknowns(JSON.stringify(given)).replace(/(?<=[^\\]"):(?=["[{0-9])/g, ': ').replace(/,(?=["{])/g, ', ');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
