import { Changes } from './changes';
import { code, diff, markdownOf, prose } from './markdown-text';
import { PlacedFinding, Review, ReviewedFinding, ReviewedPermission, ReviewedRole, ReviewedTrust } from './model';
import { joined, Phrase, phrase, quoted } from './phrase';
import { allFindings, counted, summaryOf } from './summary';
import { actionsInWords, conditionInWords, conditionsInWords, isWide, jobsInWords, onlyIf, placeInWords, resourcesInWords, samplesInWords, statementInWords, steerInWords } from './words';

/** For a pull request's comment, or a repository. */
export function renderMarkdown(review: Review, changes?: Changes): string {
  const findings = allFindings(review).filter(({ acknowledged }) => acknowledged === undefined);
  return [
    '# GitHub OIDC review',
    summaryLine(review, changes),
    ...(changes ? ['## What changed', ...changedBlocks(changes)] : []),
    ...(findings.length === 0 ? [] : ['## Open findings', list(findings.map(placed))]),
    '## Roles',
    ...(review.roles.length === 0 ? ['No role trusts a GitHub issuer.'] : review.roles.flatMap(roleBlocks)),
  ].join('\n\n') + '\n';
}

function summaryLine(review: Review, changes?: Changes): string {
  const { roles, repositories, errors, warnings, acknowledged, changes: changed } = summaryOf(review, changes);
  const facts = [
    counted(roles, 'role'), counted(repositories, 'repository', 'repositories'), counted(errors, 'error'), counted(warnings, 'warning'),
    `${acknowledged} acknowledged`, ...(changed === undefined ? [] : [counted(changed, 'change')]),
  ];
  return `**${facts.join(' · ')}**`;
}

function changedBlocks({ added, removed, changed }: Changes): string[] {
  const roles = [...added.map(path => `new role ${code(path)}`), ...removed.map(path => `role ${code(path)} is gone`)];
  const blocks = changed.flatMap(one => [code(one.path), diff([...one.removed.map(fact => `- ${fact}`), ...one.added.map(fact => `+ ${fact}`)])]);
  const all = [...(roles.length > 0 ? [list(roles)] : []), ...blocks];
  return all.length === 0 ? ['Nothing.'] : all;
}

function roleBlocks(role: ReviewedRole): string[] {
  const { path, description, findings, trusts, denies, others, boundary, unread = [] } = role;
  const [refused, admitted] = [false, true].map(isAdmitted => samplesInWords(role, isAdmitted));
  return [
    `### ${code(path)}`,
    // Behind words of ours, since at a line's start prose may be a list or a heading.
    `Role ${[...placeInWords(role).map(markdownOf), ...(description === undefined ? [] : [`described as “${prose(description)}”`])].join(', ')}`,
    ...unread.length === 0 ? [] : [`**Not read:** ${markdownOf(joined(unread.map(quoted), '; '))}`],
    '**Who can assume it**',
    list([
      ...trusts.flatMap(trustLines),
      ...others.map(statement => `**not GitHub:** ${markdownOf(statementInWords(statement))}`),
      ...denies.map(statement => `**denied:** ${markdownOf(statementInWords(statement))}`),
      ...(refused === '' ? [] : [`not let in: ${refused}`]),
      ...(admitted === '' ? [] : [`**let in as well:** ${admitted}`]),
    ]),
    ...section('What it can do', [...role.permissions.map(permissionLine), ...role.managedPolicies.map(arn => `all of the managed policy ${code(arn)}`)]),
    ...section('No more than its permissions boundary allows', [...boundary?.policies.map(code) ?? [], ...boundary?.permissions.map(permissionLine) ?? []]),
    ...section('Other roles that it acts through', throughLines(role)),
    ...section('Findings', findings.map(findingLine)),
  ];
}

function trustLines({ statement, issuer, jobs, subjects, audiences, claims, request }: ReviewedTrust): string[] {
  const further = [...audiences, ...claims, ...request];
  const policy = [
    ...(further.length === 0 ? [] : [`only if ${markdownOf(conditionsInWords(further))}`]),
    ...subjects.map(condition => markdownOf(conditionInWords(condition))),
    `statement ${code(statement)}, tokens of ${code(issuer)}`,
  ];
  return [`${jobs.length === 0 ? 'nobody' : jobs.map(one => markdownOf(jobsInWords(one))).join('; ')}\n${list(policy, '  ')}`];
}

function permissionLine(permission: ReviewedPermission): string {
  const { effect, service, reads, writes, notActions, conditions, source } = permission;
  const actions = notActions ? markdownOf(actionsInWords(permission))
    : [['writes', writes] as const, ['reads', reads] as const].filter(([, some]) => some.length > 0).map(([verb, some]) => `${verb} ${some.map(code).join(', ')}`).join('; ');
  return `${effect === 'Deny' ? '**denied:** ' : ''}${code(service)} on ${markdownOf(resourcesInWords(permission))}: ${actions}`
    + `${markdownOf(onlyIf(conditions))} (${isWide(permission) ? '**wildcard**, ' : ''}${prose(source)})`;
}

function throughLines({ assumes, passes, steers }: ReviewedRole): string[] {
  return [
    ...steers.map(steer => markdownOf(steerInWords(steer))),
    ...assumes.map(arn => `may assume ${code(arn)}`),
    ...passes.map(arn => `may pass ${code(arn)}`),
  ];
}

function placed(finding: PlacedFinding): string {
  return `${code(finding.path)}: ${findingLine(finding)}`;
}

function findingLine({ rule, severity, message, fix, acknowledged }: ReviewedFinding): string {
  const words: Phrase = acknowledged === undefined ? [...quoted(message), '; ', ...quoted(fix)] : [...quoted(message), ...phrase`; acknowledged: ${[acknowledged]}`];
  return `**${severity}** ${code(rule)}: ${markdownOf(words)}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`**${title}**`, list(lines)];
}

function list(lines: readonly string[], indent = ''): string {
  return lines.map(line => `${indent}- ${line}`).join('\n');
}
