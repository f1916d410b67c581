import { createHash } from 'crypto';
import { ChangedFacts, Changes } from './changes';
import { filterLink, pictureHtml } from './html-picture';
import { findingsHtml, roleCard } from './html-role';
import { codeHtml, html, Html } from './html-text';
import { Review } from './model';
import { pictureOf } from './picture';
import { SCRIPT } from './script';
import { STYLE } from './style';
import { allFindings, counted, summaryOf } from './summary';
import { compare } from '../trust/order';
import { groupBy } from '../trust/rights';

/** So many cards are open from the start. */
const MOST_OPEN = 12;

/** One file that asks nobody for anything: its own style and script are allowed by their hashes, and nothing else is. */
export function renderHtml(review: Review, changes?: Changes): string {
  const { roles } = review;
  const picture = pictureOf(review);
  const isFew = roles.length <= MOST_OPEN;
  const policy = `default-src 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(SCRIPT)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const changeOf = new Map([...(changes?.added ?? []).map(path => [path, 'new'] as const), ...(changes?.changed ?? []).map(({ path }) => [path, 'changed'] as const)]);
  const cards = roles.map((role, index) => roleCard(role, {
    id: `r${index}`, isOpen: isFew, change: changeOf.get(role.path), nodes: picture.nodesOfRole[index],
  }));
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>GitHub OIDC review</title><link rel="icon" href="data:,"><style>${new Html(STYLE)}</style></head>
<body><a class="skip" href="#roles">Skip to the roles</a>
<header><h1>GitHub OIDC review</h1><p>Which GitHub jobs can assume which roles of this app, and what they can do then. What only deployment knows stands in <code><i>&lt;angle brackets&gt;</i></code>.</p>
${strip(review, changes)}</header>
<main>${roles.length === 0 ? '' : html`<section aria-labelledby="picture"><h2 id="picture">Who reaches what</h2>${pictureHtml(picture)}</section>`}
${changes ? changesHtml(changes) : ''}${findingsSection(review)}
<section aria-labelledby="roles"${isFew ? '' : new Html(' class="many"')}><h2 id="roles" tabindex="-1">Roles</h2>
${roles.length === 0 ? html`<p>No role trusts a GitHub issuer.</p>` : html`${toolbar(roles.length, changes)}${cards}`}</section></main>
<script>${new Html(SCRIPT)}</script></body></html>
`;
  return page.markup;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function strip(review: Review, changes?: Changes): Html {
  const { roles, repositories, errors, warnings, acknowledged, changes: changed } = summaryOf(review, changes);
  const figures: (readonly [what: string, count: number, severity?: string])[] = [
    ['Roles', roles], ['Repositories', repositories], ['Errors', errors, 'error'], ['Warnings', warnings, 'warning'],
    ['Acknowledged', acknowledged], ...(changed === undefined ? [] : [['Changes', changed] as const]),
  ];
  return html`<dl class="strip">${figures.map(([what, count, severity]) => html`<div class="${count > 0 ? severity : ''}"><dt>${what}</dt><dd>${count}</dd></div>`)}</dl>`;
}

function changesHtml({ added, removed, changed }: Changes): Html {
  const isOpen = changed.length <= MOST_OPEN;
  return html`<section aria-labelledby="changes"><h2 id="changes">What changed</h2>
${added.length + removed.length + changed.length === 0 ? html`<p>Nothing.</p>` : ''}
<ul class="diff">${added.map(path => html`<li><ins>+ role ${path}</ins></li>`)}${removed.map(path => html`<li><del>− role ${path}</del></li>`)}</ul>
${changed.map(one => changedHtml(one, isOpen))}</section>`;
}

function changedHtml({ path, added, removed }: ChangedFacts, isOpen: boolean): Html {
  return html`<details${isOpen ? new Html(' open') : ''}><summary>${path}</summary><ul class="diff">${removed.map(fact => html`<li><del>− ${fact}</del></li>`)}${added.map(fact => html`<li><ins>+ ${fact}</ins></li>`)}</ul></details>`;
}

/** By rule, since the cards have them one by one; those that are of no role in full. */
function findingsSection(review: Review): Html {
  const all = allFindings(review);
  if (all.length === 0) {
    return html``;
  }
  const rules = [...groupBy(all, ({ severity, rule }) => `${severity} ${rule}`)].sort(([one], [other]) => compare(one, other)).map(([, [{ rule, severity }, ...more]]) => {
    const count = more.length + 1;
    const acknowledged = all.filter(finding => finding.rule === rule && finding.severity === severity && finding.acknowledged !== undefined).length;
    return html`<li><a href="${filterLink(rule)}">${rule}</a> <span class="tag ${severity}">${severity}</span> ${count - acknowledged} open, ${acknowledged} acknowledged</li>`;
  });
  return html`<section aria-labelledby="findings"><h2 id="findings">Findings</h2><ul class="rules">${rules}</ul>
${[...groupBy(review.findings, ({ path }) => path)].map(([path, ofPath]) => html`<h3>${codeHtml(path)}</h3>${findingsHtml(ofPath)}`)}</section>`;
}

function toolbar(count: number, changes?: Changes): Html {
  const states = [['', 'all'], ['error', 'with errors'], ['warning', 'with warnings'], ['acknowledged', 'with acknowledged findings'], ...(changes ? [['changed', 'new or changed']] : [])];
  return html`<form class="bar" role="search" aria-label="Roles"><label>Filter <input id="q" type="search" placeholder="path, repository, service, action, rule" autocomplete="off" spellcheck="false"></label>
<label>Show <select id="s">${states.map(([value, label]) => html`<option value="${value}">${label}</option>`)}</select></label>
<button id="x" type="button">Open all</button> <output id="n" for="q s" aria-live="polite">${counted(count, 'role')}</output></form>`;
}
