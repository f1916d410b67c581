import { createHash } from 'crypto';
import * as fc from 'fast-check';
import { changesSince } from '../../src/review/changes';
import { renderHtml } from '../../src/review/html';
import { codeHtml, html, htmlOf } from '../../src/review/html-text';
import { renderJson } from '../../src/review/json';
import { Review } from '../../src/review/model';
import { phrase } from '../../src/review/phrase';
import { reviewOf } from '../../src/review/review-of';
import { visibleProse } from '../../src/review/visible';
import { changesOf, HOSTILE, hostileText, inputOf } from '../support/hostile';
import { Page, readMarkup } from '../support/markup';
import { manyRoles, octoInput, reviewedCase, subjectsOf } from '../support/review-case';

const OCTO = reviewOf(octoInput());
const EMPTY: Review = { format: 1, roles: [], findings: [] };

/** Read by rules that allow nothing doubtful: an error where a text became markup. */
function pageOf(review: Review, changes = changesSince(renderJson(EMPTY), review)): Page {
  return readMarkup(renderHtml(review, changes));
}

const NAMES = [
  '!doctype', 'a', 'article', 'b', 'body', 'br', 'button', 'caption', 'code', 'dd', 'del', 'desc', 'details', 'div', 'dl', 'dt', 'figcaption', 'figure',
  'form', 'g', 'h1', 'h2', 'h3', 'h4', 'head', 'header', 'html', 'i', 'input', 'ins', 'label', 'li', 'link', 'main', 'meta', 'option', 'output', 'p', 'path',
  'rect', 'script', 'section', 'select', 'span', 'style', 'summary', 'svg', 'table', 'tbody', 'td', 'text', 'th', 'thead', 'title', 'tr', 'tspan', 'ul',
];
/** An attribute by what may stand in it: of all others there is none, so no handler, no style and no address of elsewhere. */
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  'aria-hidden': /^true$/,
  'aria-label': /^[A-Z][a-z, ]+$/,
  'aria-labelledby': /^[a-z0-9 ]+$/,
  'aria-live': /^polite$/,
  'autocomplete': /^off$/,
  'charset': /^utf-8$/,
  'class': /^[a-z ]*$/,
  'colspan': /^2$/,
  'content': /^/,
  'd': /^M[0-9. C]+$/,
  'data-l': /^[0-9]+-[0-9]+$/,
  'data-n': /^[0-9 ]+$/,
  'data-q': /^/,
  'data-s': /^[a-z ]*$/,
  'for': /^q s$/,
  'height': /^[0-9]+$/,
  'href': /^(?:#|data:,$)/,
  'html': /^$/,
  'http-equiv': /^Content-Security-Policy$/,
  'id': /^[a-z][a-z0-9]*$/,
  'lang': /^en$/,
  'name': /^[a-z-]+$/,
  'open': /^$/,
  'placeholder': /^path, repository, service, action, rule$/,
  'rel': /^icon$/,
  'role': /^(?:img|region|search)$/,
  'rx': /^5$/,
  'scope': /^(?:col|row|rowgroup)$/,
  'spellcheck': /^false$/,
  'tabindex': /^(?:0|-1)$/,
  'type': /^(?:search|button)$/,
  'value': /^[a-z]*$/,
  'viewBox': /^[0-9. ]+$/,
  'width': /^[0-9]+$/,
  'x': /^[0-9.]+$/,
  'y': /^[0-9.]+$/,
};

function expectOnlyOurs({ tags }: Page): void {
  const strange = tags.flatMap(({ name, attributes }) => [
    ...NAMES.includes(name) ? [] : [`<${name}>`],
    ...Object.entries(attributes).filter(([attribute, value]) => !ATTRIBUTES[attribute]?.test(value)).map(([attribute, value]) => `<${name} ${attribute}="${value}">`),
  ]);
  expect(strange).toEqual([]);
  expect(tags.filter(({ name }) => name === 'script' || name === 'style')).toHaveLength(2);
}

describe('escaping', () => {
  test.each(HOSTILE.map(text => [JSON.stringify(text), text]))('%s stays text wherever it stands', (_, text) => {
    expectOnlyOurs(pageOf(reviewOf(inputOf(text)), changesOf(text)));
  });

  test('so does any text', () => {
    fc.assert(fc.property(hostileText, text => expectOnlyOurs(pageOf(reviewOf(inputOf(text)), changesOf(text)))), { numRuns: 150 });
  });

  test('and it can be read', () => {
    fc.assert(fc.property(hostileText.filter(text => text !== ''), text => {
      const { text: shown } = pageOf(reviewOf({ roles: [reviewedCase('Stack/Role', { properties: { Description: `«${text}»` } })], findings: [] }));
      // What stands for something that only deployment knows is shown by its name.
      expect(/[\ue000\ue001]/.test(text) || shown.includes(visibleProse(`«${text}»`))).toBe(true);
    }), { numRuns: 150 });
  });

  test.each<[string, string]>([
    ['a\u202eb', 'a\\u{202e}b'], ['a\u0000b', 'a\\u{0}b'], ['a\u{e0041}b', 'a\\u{e0041}b'], ['a\r\n\tb', 'a b'], ['a\ud800b', 'a\\u{d800}b'], ['ä 😀', 'ä 😀'],
  ])('%j is shown as %j', (text, expected) => {
    expect(html`${text}`.markup).toBe(expected);
  });

  test('only markup that the page made itself is markup', () => {
    const forged = { markup: '<script>' } as never;
    expect(() => html`${forged}`).toThrow();
    expect(html`<p title="${'"'}">${['<', html`<b>${1}</b>`, undefined]}</p>`.markup).toBe('<p title="&quot;">&lt;<b>1</b></p>');
  });

  test('values show what stands for several, and what only deployment knows', () => {
    expect(codeHtml('arn:<Stack/A.Arn>/*?x').markup).toBe('<code>arn:<i>&lt;Stack/A.Arn&gt;</i>/<b>*?</b>x</code>');
    expect(htmlOf(phrase`is ${'<*>'}, <i>`).markup).toBe('is <code><i>&lt;*&gt;</i></code>, &lt;i&gt;');
  });
});

describe('the page', () => {
  const page = renderHtml(OCTO, changesSince(renderJson(EMPTY), OCTO));

  test('asks nobody for anything, and runs nothing but its own script', () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)!;
    const hash = (element: string) => `&#39;sha256-${createHash('sha256').update(new RegExp(`<${element}>([^]*?)</${element}>`).exec(page)![1]).digest('base64')}&#39;`;
    expect(policy).toBe(`default-src &#39;none&#39;; style-src ${hash('style')}; script-src ${hash('script')}; img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;`);
    expect(page).not.toMatch(/(?:src|href)="(?!#|data:,")|url\(|@import|fetch\(|import\(/);
  });

  test('is the same each time, and without a date', () => {
    expect(renderHtml(reviewOf(octoInput()), changesSince(renderJson(EMPTY), OCTO))).toBe(page);
  });

  test('its own code is small', () => {
    const [style, script] = ['style', 'script'].map(element => new RegExp(`<${element}>([^]*?)</${element}>`).exec(page)![1].length);
    expect({ style: style < 8_000, script: script < 3_000 }).toEqual({ style: true, script: true });
  });

  test('each id is there once, and each label names one', () => {
    const { tags } = readMarkup(page);
    const ids = tags.flatMap(({ attributes }) => attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const named = tags.flatMap(({ attributes }) => [attributes['aria-labelledby'], attributes.for].flatMap(list => list?.split(' ') ?? []));
    expect(named.filter(id => !ids.includes(id))).toEqual([]);
  });

  test('headings go down step by step, and every table has a caption', () => {
    const { tags } = readMarkup(page);
    const levels = tags.flatMap(({ name }) => /^h[1-6]$/.test(name) ? [Number(name[1])] : []);
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, index) => index > 0 && level > levels[index - 1] + 1)).toEqual([]);
    const count = (name: string) => tags.filter(tag => tag.name === name).length;
    expect(count('table')).toBeGreaterThan(5);
    expect(count('caption')).toBe(count('table'));
  });

  test.each<[string, string]>([
    ['roles', 'Roles4'], ['repositories', 'Repositories2'], ['errors', 'Errors2'], ['warnings', 'Warnings1'], ['acknowledged findings', 'Acknowledged1'],
    ['whom a role trusts', 'octo-org/octo-repo in the environment production'],
    ['what else is asked', 'only if repository_id is 456789, and repository_owner_id is 123456'],
    ['who does not get in', 'Not let in: pull requests, branches, tags, other environments'],
    ['who gets in besides', 'Let in as well: the same names registered anew by somebody else'],
    ['others than GitHub', 'Not GitHub: arn:aws:iam::222222222222:root, ec2.amazonaws.com for sts:AssumeRole'],
    ['who is denied', 'Denied: anybody for any action, only if token.actions.githubusercontent.com:sub is like *:pull_request'],
    ['what a role may do', 'write PutImage, UploadLayerPart'],
    ['conditions on that', 'only if aws:ResourceAccount is 111111111111'],
    ['all but something', 'everything but arn:aws:s3:::secrets'],
    ['what is not read', 'Not read: <Fn::Transform> in inline policy more; the permissions boundary arn:aws:iam::111111111111:policy/boundary'],
    ['a permissions boundary', 'No more than its permissions boundary allows'],
    ['its policies', 'the policy arn:aws:iam::111111111111:policy/boundary'],
    ['managed policies', 'all of the managed policy arn:aws:iam::aws:policy/AdministratorAccess'],
    ['roles that it acts through', 'cfn-exec-role-111111111111-eu-west-1: by grantCdkDeploy, a job has CloudFormation deploy any stack as it'],
    ['roles that it may assume', 'may assume arn:aws:iam::111111111111:role/cdk-hnb659fds-deploy-role-111111111111-eu-west-1'],
    ['reasons', 'acknowledged: the nightly build takes seven hours, see #42'],
    ['what to do', 'To do: grant what the job needs'],
    ['new roles', '+ role OctoService/Deploy'],
  ])('tells of %s', (_, expected) => {
    expect(readMarkup(page).text.replace(/\s+/g, ' ')).toContain(expected);
  });

  test('an unusual audience is told at once, the usual one in the policy', () => {
    const of = (aud: string) => pageOf(reviewOf({ roles: [reviewedCase('Stack/Role', { conditions: { StringEquals: { aud, sub: 'repo:o/r:pull_request' } } })], findings: [] })).text;
    expect(of('https://github.com/o')).toContain('only if aud is https://github.com/o');
    expect(of('sts.amazonaws.com')).not.toContain('only if aud');
  });

  test('nothing to tell', () => {
    const { tags, text } = readMarkup(renderHtml(EMPTY));
    expect(text).toContain('No role trusts a GitHub issuer.');
    expect(text).not.toMatch(/What changed|Findings/);
    expect(tags.map(({ name }) => name)).not.toContain('svg');
    expect(readMarkup(renderHtml(OCTO, changesSince(renderJson(OCTO), OCTO))).text).toContain('What changed\nNothing.');
  });
});

describe('many roles', () => {
  test.each([1, 12, 13, 40, 300])('%i roles: one card each, closed where there are many', count => {
    const { tags } = readMarkup(renderHtml(reviewOf(manyRoles(count))));
    const cards = tags.flatMap(({ name }, index) => name === 'article' ? [tags[index + 1].attributes] : []);
    expect(cards).toHaveLength(count);
    expect(cards.filter(({ open }) => open !== undefined)).toHaveLength(count <= 12 ? count : 0);
    expect(tags.filter(({ name, attributes }) => name === 'g' && attributes.class.startsWith('node')).length).toBeLessThanOrEqual(40);
  });

  test('a card knows its nodes and its state', () => {
    const { tags } = pageOf(reviewOf({ roles: [reviewedCase('Stack/Role', subjectsOf('repo:o/r:pull_request'))], findings: [] }));
    expect(tags.find(({ name }) => name === 'article')!.attributes).toMatchObject({ 'id': 'r0', 'data-s': 'changed', 'data-n': '0 1' });
  });
});
