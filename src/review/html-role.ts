import { codeHtml, html, Html, htmlOf } from './html-text';
import { ReviewedCondition, ReviewedFinding, ReviewedPermission, ReviewedRole, ReviewedTrust } from './model';
import { joined, quoted } from './phrase';
import { counted, repositoriesOf } from './summary';
import { conditionsInWords, isWide, jobsInWords, placeInWords, resourcesInWords, samplesInWords, statementInWords, steerInWords } from './words';
import { DEFAULT_AUDIENCE } from '../github/mint';
import { sortedUnique } from '../trust/order';
import { groupBy } from '../trust/rights';

const MOST_IN_GIST = 8;

/** What a card needs beside its role. */
export interface CardOptions {
  readonly id: string;
  readonly isOpen: boolean;
  /** `new` or `changed` since the baseline. */
  readonly change?: string;
  readonly nodes: readonly number[];
}

export function roleCard(role: ReviewedRole, { id, isOpen, change, nodes }: CardOptions): Html {
  const { path, description, findings, boundary, unread = [] } = role;
  const cut = path.lastIndexOf('/') + 1;
  return html`<article id="${id}" data-s="${statesOf(role, change).join(' ')}" data-n="${nodes.join(' ')}" aria-labelledby="${id}h"><details${isOpen ? new Html(' open') : ''}>
<summary><h3 id="${id}h">${path.slice(0, cut)}<b>${path.slice(cut)}</b></h3>${tags(role, change)} <span class="gist">${shortList(repositoriesOf(role))} <span aria-hidden="true">→</span><span class="sr">reach</span> ${shortList(reachedBy(role))}</span></summary>
<div class="body"><p class="soft">${htmlOf(joined(placeInWords(role), ' · '))}</p>${description === undefined ? '' : html`<p>${description}</p>`}
${unread.length === 0 ? '' : html`<p class="mark warning"><b>Not read:</b> ${htmlOf(joined(unread.map(quoted), '; '))}</p>`}
<div class="columns"><section><h4>Who can assume it</h4>${trustHtml(role)}</section>
<section><h4>What it can do</h4>${permissionsHtml(role)}${boundary === undefined ? '' : html`<h4>No more than its permissions boundary allows</h4>${permissionsHtml({ ...boundary, managedPolicies: boundary.policies }, 'the policy')}`}${throughHtml(role)}</section></div>
${findings.length === 0 ? '' : html`<section><h4>Findings</h4>${findingsHtml(findings)}</section>`}</div></details></article>`;
}

function reachedBy({ permissions, managedPolicies }: ReviewedRole): string[] {
  return [
    ...sortedUnique(permissions.filter(({ effect }) => effect === 'Allow').map(({ service }) => service === '*' ? 'every service' : service)),
    ...managedPolicies.map(arn => arn.replace(/^.*:policy\//s, '')),
  ];
}

function shortList(values: readonly string[]): string {
  const rest = values.length - MOST_IN_GIST;
  return values.length === 0 ? 'nothing' : [...values.slice(0, MOST_IN_GIST), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

/** What the filter knows a card by. */
function statesOf({ findings }: ReviewedRole, change?: string): string[] {
  const states = findings.map(({ severity, acknowledged }) => acknowledged === undefined ? severity : 'acknowledged');
  return sortedUnique([...states, ...(change === undefined ? [] : ['changed'])]);
}

function tags({ findings }: ReviewedRole, change?: string): Html[] {
  const open = (severity: string) => findings.filter(finding => finding.severity === severity && finding.acknowledged === undefined).length;
  const counts = [['error', open('error')], ['warning', open('warning')]] as const;
  return [
    ...counts.filter(([, count]) => count > 0).map(([severity, count]) => tag(counted(count, severity), severity)),
    ...(change === undefined ? [] : [tag(change)]),
  ];
}

function trustHtml(role: ReviewedRole): Html {
  const { trusts, others, denies } = role;
  const [refused, admitted] = [false, true].map(isAdmitted => samplesInWords(role, isAdmitted));
  return html`${trusts.map(statementOfTrust)}
${others.map(statement => html`<p class="mark warning"><b>Not GitHub:</b> ${htmlOf(statementInWords(statement))}</p>`)}
${denies.map(statement => html`<p class="mark"><b>Denied:</b> ${htmlOf(statementInWords(statement))}</p>`)}
${refused === '' ? '' : html`<p class="mark ok"><b>Not let in:</b> ${refused}</p>`}
${admitted === '' ? '' : html`<p class="mark warning"><b>Let in as well:</b> ${admitted}</p>`}`;
}

function statementOfTrust({ statement, issuer, provider, jobs, subjects, audiences, claims, request }: ReviewedTrust): Html {
  const further = [...claims, ...request];
  const unusual = audiences.filter(({ operator, values }) => operator !== 'StringEquals' || values.some(value => value !== DEFAULT_AUDIENCE));
  const demands = conditionsInWords([...unusual, ...further]);
  return html`<ul>${jobs.length === 0 ? html`<li>nobody</li>` : jobs.map(one => html`<li>${htmlOf(jobsInWords(one))}</li>`)}</ul>
${demands.length === 0 ? '' : html`<p>only if ${htmlOf(demands)}</p>`}
<details><summary>As the policy says it: ${statement}</summary>${conditionTable([...subjects, ...audiences, ...further])}<p class="soft">tokens of ${codeHtml(issuer)}${provider === undefined ? '' : html` by ${codeHtml(provider)}`}</p></details>`;
}

function conditionTable(conditions: readonly ReviewedCondition[]): Html {
  const rows = conditions.map(({ key, operator, values }) =>
    html`<tr><th scope="row">${codeHtml(key)}<br>${operator}</th><td>${values.map(value => html`<div>${codeHtml(value)}</div>`)}</td></tr>`);
  return html`<table><caption class="sr">Conditions</caption>
<thead class="sr"><tr><th scope="col">Key and operator</th><th scope="col">Values</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function permissionsHtml({ permissions, managedPolicies }: Pick<ReviewedRole, 'permissions' | 'managedPolicies'>, what = 'all of the managed policy'): Html {
  if (permissions.length + managedPolicies.length === 0) {
    return html`<p>Nothing.</p>`;
  }
  const groups = [...groupBy(permissions, ({ service }) => service)].map(([service, rows]) => html`<tbody><tr><th scope="rowgroup" colspan="2">${service === '*' ? 'every service' : service}</th></tr>${rows.map(permissionRow)}</tbody>`);
  return html`${groups.length === 0 ? '' : html`<table class="may"><caption class="sr">Permissions</caption><thead class="sr"><tr><th scope="col">On</th><th scope="col">May</th></tr></thead>${groups}</table>`}
${managedPolicies.map(arn => html`<p>${what} ${codeHtml(arn)}</p>`)}`;
}

function permissionRow(permission: ReviewedPermission): Html {
  const { effect, service, reads, writes, notActions, conditions, source } = permission;
  const isDenied = effect === 'Deny';
  const names = (actions: readonly string[]) => list(actions.map(action => withoutService(action, service)));
  return html`<tr${isDenied ? new Html(' class="deny"') : ''}><td>${htmlOf(resourcesInWords(permission))}${isWide(permission) ? tag('wildcard', 'warning') : ''}</td>
<td>${isDenied ? tag('denied') : ''}${notActions ? html`<div>everything but ${list(notActions)}</div>` : ''}
${writes.length > 0 ? html`<div>${tag('write', 'write')} ${names(writes)}</div>` : ''}${reads.length > 0 ? html`<div>${tag('read')} ${names(reads)}</div>` : ''}
<div class="soft">${conditions.length === 0 ? '' : html`only if ${htmlOf(conditionsInWords(conditions))} · `}${source}</div></td></tr>`;
}

function withoutService(action: string, service: string): string {
  return action.toLowerCase().startsWith(`${service}:`) ? action.slice(service.length + 1) : action;
}

function tag(text: string, kind = ''): Html {
  return html` <span class="tag ${kind}">${text}</span>`;
}

function throughHtml({ assumes, passes, steers }: ReviewedRole): Html {
  const lines = [
    ...steers.map(steer => htmlOf(steerInWords(steer))),
    ...assumes.map(arn => html`may assume ${codeHtml(arn)}`),
    ...passes.map(arn => html`may pass ${codeHtml(arn)}`),
  ];
  return lines.length === 0 ? html`` : html`<h4>Other roles that it acts through</h4><p class="soft">What these roles may do, a job can bring about.</p><ul>${lines.map(line => html`<li>${line}</li>`)}</ul>`;
}

export function findingsHtml(findings: readonly ReviewedFinding[]): Html {
  return html`<ul class="findings">${findings.map(({ rule, severity, message, fix, acknowledged }) => html`<li class="mark ${acknowledged === undefined ? severity : ''}"><b>${severity}</b> ${codeHtml(rule)} ${htmlOf(quoted(message))}<br>
${acknowledged === undefined ? html`<span class="soft">To do: ${htmlOf(quoted(fix))}</span>` : html`<b>acknowledged:</b> ${acknowledged}`}</li>`)}</ul>`;
}

function list(values: readonly string[]): Html {
  return html`${values.map((value, index) => html`${index === 0 ? '' : ', '}${codeHtml(value)}`)}`;
}
