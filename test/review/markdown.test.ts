import * as fc from 'fast-check';
import { changesSince } from '../../src/review/changes';
import { renderJson } from '../../src/review/json';
import { renderMarkdown } from '../../src/review/markdown';
import { code, diff, markdownOf, prose } from '../../src/review/markdown-text';
import { Review } from '../../src/review/model';
import { quoted } from '../../src/review/phrase';
import { reviewOf } from '../../src/review/review-of';
import { visible, visibleProse } from '../../src/review/visible';
import { changesOf, HOSTILE, hostileText, inputOf } from '../support/hostile';
import { octoInput } from '../support/review-case';

const { Parser } = require('commonmark');

interface MarkdownNode {
  readonly type: string;
  readonly literal: string | null;
  readonly parent: MarkdownNode | null;
}

/** What a text is, as the reference implementation of CommonMark reads it. */
function nodesOf(markdown: string): MarkdownNode[] {
  const walker = new Parser().parse(markdown).walker();
  const nodes: MarkdownNode[] = [];
  for (let event = walker.next(); event; event = walker.next()) {
    if (event.entering) { nodes.push(event.node); }
  }
  return nodes;
}

function textsOf(markdown: string, ...types: string[]): string[] {
  return nodesOf(markdown).filter(({ type }) => types.includes(type)).map(({ literal }) => literal ?? '');
}

const OCTO = reviewOf(octoInput());
const EMPTY: Review = { format: 1, roles: [], findings: [] };
/** The one piece of HTML that we write ourselves keeps an `@` from its name, so that GitHub tells nobody, and what GitHub would link from its like. */
const OURS = ['<span>', '</span>'];
const SPANNED = /[@#]|:\/\/|www\.|gh-/i;

function expectOnlyOurs(markdown: string): void {
  const nodes = nodesOf(markdown);
  expect(nodes.filter(({ type }) => ['html_block', 'link', 'image', 'thematic_break', 'block_quote'].includes(type)).map(({ type }) => type)).toEqual([]);
  expect(textsOf(markdown, 'html_inline').filter(tag => !OURS.includes(tag))).toEqual([]);
  expect(textsOf(markdown, 'text').filter(text => /@./.test(text))).toEqual([]);
  const headings = nodes.filter(({ type }) => type === 'heading').length;
  expect(headings).toBe(markdown.split('\n').filter(line => /^#{1,3} (?:[A-Z]|`)/.test(line)).length);
  expect(markdown).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u);
}

describe('escaping', () => {
  test.each(HOSTILE.map(text => [JSON.stringify(text), text]))('%s stays text wherever it stands', (_, text) => {
    expectOnlyOurs(renderMarkdown(reviewOf(inputOf(text)), changesOf(text)));
  });

  test('so does any text, and the shape of the page is the same', () => {
    const shapeOf = (text: string) => nodesOf(renderMarkdown(reviewOf(inputOf(text)))).filter(({ type }) => ['heading', 'list'].includes(type)).length;
    fc.assert(fc.property(hostileText, text => {
      const markdown = renderMarkdown(reviewOf(inputOf(text)), changesOf(text));
      expectOnlyOurs(markdown);
      expect(shapeOf(text)).toBeGreaterThan(5);
    }), { numRuns: 150 });
  });

  test('a value is one code span that says what it is', () => {
    fc.assert(fc.property(hostileText.filter(text => text !== ''), text => {
      const nodes = nodesOf(`- see ${code(text)} there`);
      expect(nodes.filter(({ type }) => type !== 'document').map(({ type }) => type)).toEqual(['list', 'item', 'paragraph', 'text', 'code', 'text']);
      expect(nodes.find(({ type }) => type === 'code')!.literal!.trim()).toBe(visible(text).trim());
    }), { numRuns: 500 });
    expect(code('')).toBe('(empty)');
  });

  test('prose is one text', () => {
    fc.assert(fc.property(hostileText, text => {
      const nodes = nodesOf(`is ${prose(text)}.`);
      const texts = nodes.filter(({ type }) => type === 'text').map(({ literal }) => literal).join('');
      expect(new Set(nodes.map(({ type }) => type))).toEqual(new Set(['document', 'paragraph', 'text', ...SPANNED.test(visibleProse(text)) ? ['html_inline'] : []]));
      expect(texts.replace(/\s+/g, ' ')).toBe(`is ${visibleProse(text)}.`.replace(/\s+/g, ' '));
    }), { numRuns: 500 });
  });

  test('lines of a change stay in their block', () => {
    fc.assert(fc.property(fc.array(hostileText, { minLength: 1, maxLength: 4 }), lines => {
      const nodes = nodesOf(`${diff(lines.map(line => `+ ${line}`))}\n\nafter`);
      expect(nodes.map(({ type }) => type)).toEqual(['document', 'code_block', 'paragraph', 'text']);
      expect(nodes[1].literal).toBe(lines.map(line => `+ ${visible(line)}\n`).join(''));
    }), { numRuns: 500 });
  });
});

test.each<[string, string]>([
  ["a session may last '43200' seconds", 'a session may last `43200` seconds'],
  ["the role's 'a', 'b' and don't", "the role's `a`, `b` and don't"],
  ["'a'", '`a`'],
  ['<b>*x*</b>', '\\<b\\>\\*x\\*\\</b\\>'],
  ['see https://example.com, www.example.com', 'see https<span>:</span>//example.com, www<span>.</span>example.com'],
  ['fixes octo/app#7, #8 and GH-3', 'fixes octo/app<span>#</span>7, <span>#</span>8 and GH<span>-</span>3'],
  ['ask @octo', 'ask <span>@</span>octo'],
])('the sentence %j', (sentence, expected) => {
  expect(markdownOf(quoted(sentence))).toBe(expected);
});

describe('the page', () => {
  const page = renderMarkdown(OCTO, changesSince(renderJson(EMPTY), OCTO));

  test.each<[string, string]>([
    ['a summary', '**4 roles · 2 repositories · 2 errors · 1 warning · 1 acknowledged · 5 changes**'],
    ['new roles', '- new role `OctoService/Deploy`\n'],
    ['open findings first', '## Open findings\n\n- `Legacy/ByHand`: **error** `AnyContextTrusted`: something is `odd` about AnyContextTrusted; write `even`\n'],
    ['reasons', '- **warning** `LongSession`: something is `odd` about LongSession; acknowledged: the nightly build takes seven hours, see <span>#</span>42\n'],
    ['what a role is', '### `Legacy/ByHand`\n\nRole named `by-hand`, account `111111111111`, sessions of up to 43200 seconds\n'],
    ['its description', 'described as “Assumed by GitHub Actions: octo-org/octo-repo, environment production”\n'],
    ['whom it trusts', '- `octo-org/octo-repo` in the environment `production`\n  - only if `aud` is `sts.amazonaws.com`, and `repository_id` is `456789`, and `repository_owner_id` is `123456`\n'],
    ['subjects', '  - `sub` is like `repo:octo-org@123456/octo-repo@456789:ref:refs/tags/v*`\n'],
    ['others than GitHub', '- **not GitHub:** `arn:aws:iam::222222222222:root`, `ec2.amazonaws.com` for `sts:AssumeRole` (statement 2)\n'],
    ['who is denied', '- **denied:** anybody for any action, only if `token.actions.githubusercontent.com:sub` is like `*:pull_request` (NotForks)\n'],
    ['who does not get in', '- not let in: branches, tags, environments, other repositories of the same owner'],
    ['who gets in besides', '- **let in as well:** the same names registered anew by somebody else\n'],
    ['permissions', '- `ecr` on `<OctoService/Images.Arn>`: writes `ecr:PutImage`, `ecr:UploadLayerPart`; reads `ecr:BatchGetImage` (inline policy)\n'],
    ['wildcards', '- `s3` on `*`: writes `s3:*` (**wildcard**, inline policy)\n'],
    ['denials', '- **denied:** `s3` on `*`: writes `s3:DeleteBucket` (**wildcard**, inline policy)\n'],
    ['exceptions', '- `*` on everything but `arn:aws:s3:::secrets`: everything but `iam:*` (**wildcard**, inline policy)\n'],
    ['conditions', ', only if `aws:ResourceAccount` is `111111111111` (**wildcard**, inline policy)\n'],
    ['managed policies', '- all of the managed policy `arn:aws:iam::aws:policy/AdministratorAccess`\n'],
    ['what is not read', '\n\n**Not read:** `<Fn::Transform>` in `inline policy more`; the permissions boundary `arn:aws:iam::111111111111:policy/boundary`\n\n**Who can assume it**\n'],
    ['a permissions boundary', '**No more than its permissions boundary allows**\n\n- `<Legacy/Boundary>`\n- `arn:aws:iam::111111111111:policy/boundary`\n'
      + '- `logs` on `*`: writes `logs:PutLogEvents`; reads `logs:GetLogEvents` (**wildcard**, managed policy Legacy/Boundary)\n'],
    ['whom it acts through', '-cfn-exec-role-111111111111-eu-west-1`: by `grantCdkDeploy`, a job has CloudFormation deploy any stack as it\n'],
  ])('tells of %s', (_, expected) => {
    expect(`${page}\n`).toContain(expected);
  });

  test('changes are a diff', () => {
    const before: Review = { ...OCTO, roles: OCTO.roles.map(role => ({ ...role, maxSessionSeconds: 3600 })) };
    expect(renderMarkdown(OCTO, changesSince(renderJson(before), OCTO))).toContain('`Legacy/ByHand`\n\n```diff\n- maxSessionSeconds: 3600\n+ maxSessionSeconds: 43200\n```\n');
    expect(renderMarkdown(OCTO, changesSince(renderJson(OCTO), OCTO))).toContain('## What changed\n\nNothing.\n');
  });

  test('nothing to tell', () => {
    expect(renderMarkdown(EMPTY)).toBe('# GitHub OIDC review\n\n**0 roles · 0 repositories · 0 errors · 0 warnings · 0 acknowledged**\n\n## Roles\n\nNo role trusts a GitHub issuer.\n');
  });
});
