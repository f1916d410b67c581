/** Opens the review page in Chromium, as its readers do, and leaves screenshots in build/review. */
import { execSync } from 'child_process';
import { existsSync, mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { pathToFileURL } from 'url';
import { Browser, chromium, Page } from 'playwright-core';
import { changesSince } from '../src/review/changes';
import { renderHtml } from '../src/review/html';
import { renderJson } from '../src/review/json';
import { Review } from '../src/review/model';
import { reviewOf } from '../src/review/review-of';
import { changesOf, HOSTILE, inputOf } from '../test/support/hostile';
import { manyRoles, octoInput, reviewedCase } from '../test/support/review-case';

const CHROMIUM = '/usr/bin/chromium';
const DIRECTORY = join(__dirname, '..', 'build', 'review');
const EMPTY: Review = { format: 1, roles: [], findings: [] };
const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = [320, 640, 1280];

const failures: string[] = [];

function check(what: string, actual: unknown, expected: unknown): void {
  const [is, wanted] = [actual, expected].map(value => JSON.stringify(value));
  process.stdout.write(is === wanted ? '.' : '!');
  if (is !== wanted) { failures.push(`${what}: is ${is}, not ${wanted}`); }
}

/** A page that has nothing to ask of anybody and nothing to complain of. */
async function open(browser: Browser, name: string, html: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const file = join(DIRECTORY, `${name}.html`);
  writeFileSync(file, html);
  const page = await browser.newPage(options);
  page.on('console', message => failures.push(`${name}: the console says '${message.text()}'`));
  page.on('pageerror', error => failures.push(`${name}: ${error.message}`));
  page.on('dialog', dialog => { failures.push(`${name}: a dialog says '${dialog.message()}'`); void dialog.dismiss(); });
  page.on('request', request => {
    if (request.url() !== pathToFileURL(file).href && request.url() !== 'data:,') { failures.push(`${name}: asks for '${request.url()}'`); }
  });
  await page.goto(pathToFileURL(file).href);
  return page;
}

/** How many cards are left, as the page shows it and as it says it. */
async function shown(page: Page): Promise<[number, string]> {
  await page.waitForTimeout(150);
  return [await page.locator('article:visible').count(), await page.locator('#n').innerText()];
}

async function filter(page: Page, text: string): Promise<[number, string]> {
  await page.fill('#q', text);
  return shown(page);
}

const octo = reviewOf(octoInput());
const octoPage = renderHtml(octo, changesSince(renderJson({ ...octo, roles: octo.roles.map(role => ({ ...role, maxSessionSeconds: 3600 })) }), octo));

async function checkFilter(browser: Browser): Promise<void> {
  const page = await open(browser, 'octo', octoPage);
  check('at first', await shown(page), [4, '4 roles']);
  for (const [text, count] of [['Release', 1], ['octo-org/octo-repo', 3], ['s3', 2], ['putimage', 2], ['AnyContextTrusted', 1], ['ecr release', 1], ['nothing like it', 0], ['', 4]] as const) {
    check(`filter '${text}'`, await filter(page, text), [count, `${count} of 4 roles`]);
  }
  for (const [state, count] of [['error', 1], ['warning', 1], ['acknowledged', 1], ['changed', 4], ['', 4]] as const) {
    await page.selectOption('#s', state);
    check(`show '${state}'`, await shown(page), [count, `${count} of 4 roles`]);
  }
  await filter(page, 'Release');
  check('what the picture dims', await page.locator('svg .node.off').count(), await page.locator('svg .node').count() - 3);
  await page.locator('svg .node', { hasText: 'Legacy/ByHand' }).click();
  check('a click into the picture', await shown(page), [1, '1 of 4 roles']);
  await page.locator('svg .node', { hasText: 'Legacy/ByHand' }).click();
  check('a second click', await shown(page), [4, '4 of 4 roles']);
  await page.getByRole('link', { name: 'LongSession' }).click();
  check('a link of a rule', [...await shown(page), await page.inputValue('#q')], [1, '1 of 4 roles', 'LongSession']);
  await page.close();

  const again = await open(browser, 'octo', octoPage);
  await again.goto(`${again.url()}#q=Release`);
  await again.reload();
  check('an address with a filter', await shown(again), [1, '1 of 4 roles']);
  await again.close();
}

async function checkCards(browser: Browser): Promise<void> {
  const page = await open(browser, 'octo', octoPage);
  const opened = () => page.locator('article > details[open]').count();
  check('few roles are open', [await opened(), await page.innerText('#x')], [4, 'Close all']);
  await page.click('#x');
  check('close all', [await opened(), await page.innerText('#x')], [0, 'Open all']);
  await page.evaluate('dispatchEvent(new Event("beforeprint"))');
  check('print shows all', await opened(), 4);
  await page.evaluate('dispatchEvent(new Event("afterprint"))');
  check('and leaves it as it was', await opened(), 0);
  await page.close();
}

async function checkKeyboard(browser: Browser): Promise<void> {
  const page = await open(browser, 'octo', octoPage);
  const focused = () => page.evaluate('document.activeElement.id || document.activeElement.textContent');
  await page.keyboard.press('Tab');
  check('the first stop', await focused(), 'Skip to the roles');
  await page.keyboard.press('Enter');
  check('where it leads', await focused(), 'roles');
  const stops: unknown[] = [];
  for (let count = 0; count < 3; count += 1) {
    await page.keyboard.press('Tab');
    stops.push(await focused());
    check('a visible focus', await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'solid');
  }
  check('the stops behind that', stops, ['q', 's', 'x']);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  check('a card by keyboard', await page.locator('article > details[open]').count(), 3);
  await page.close();
}

const CONTRASTS = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const box = at.closest('g')?.querySelector('rect');
      const color = rgb(box ? getComputedStyle(box).fill : getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255];
  };
  document.querySelectorAll('details').forEach(one => { one.open = true; });
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), weak = [];
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest('script,style,.sr,title,desc,option,.skip')) continue;
    const style = getComputedStyle(parent);
    const [one, other] = [light(rgb(parent.closest('svg') ? style.fill : style.color)), light(behind(parent))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) weak.push(node.textContent.trim() + ' ' + ratio.toFixed(2));
  }
  return weak;
})()`;

async function checkLooks(browser: Browser): Promise<void> {
  for (const colorScheme of SCHEMES) {
    for (const width of WIDTHS) {
      const page = await open(browser, 'octo', octoPage, { colorScheme, viewport: { width, height: 800 } });
      check(`${colorScheme}, ${width}: nothing sticks out`, await page.evaluate('document.documentElement.scrollWidth'), width);
      await page.screenshot({ path: join(DIRECTORY, `octo-${colorScheme}-${width}.png`), fullPage: true });
      check(`${colorScheme}, ${width}: contrast`, await page.evaluate(CONTRASTS), []);
      await page.close();
    }
  }
}

interface AccessibleNode {
  readonly ignored: boolean;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
}

async function checkNames(browser: Browser): Promise<void> {
  const page = await open(browser, 'octo', octoPage);
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree') as unknown as { nodes: AccessibleNode[] };
  const of = (...roles: string[]) => nodes.filter(({ ignored, role }) => !ignored && roles.includes(role?.value ?? ''));
  const controls = of('button', 'searchbox', 'combobox', 'link', 'DisclosureTriangle', 'image', 'region', 'search', 'table', 'article');
  check('things have names', controls.filter(({ name }) => !name?.value), []);
  check('and there are many', controls.length > 20, true);
  check('landmarks', ['banner', 'main', 'search'].map(role => of(role).length), [1, 1, 1]);
  check('the live count', await page.locator('output[aria-live=polite]').count(), 1);
  await page.close();
}

async function checkHostile(browser: Browser): Promise<void> {
  const description = '</p></style><script>window.hurt = 1</script><img src=x onerror="window.hurt = 1"><svg onload="window.hurt = 1">';
  const scripted = reviewOf({ roles: [reviewedCase('Stack/"onmouseover="window.hurt=1', { properties: { Description: description } })], findings: [] });
  const inputs = HOSTILE.map(inputOf);
  const all = reviewOf({ roles: inputs.flatMap(({ roles }) => roles), findings: inputs.flatMap(({ findings }) => findings) });
  const changes = HOSTILE.map(changesOf);
  const everywhere = renderHtml(all, { added: [...HOSTILE], removed: [...HOSTILE], changed: changes.flatMap(({ changed }) => changed) });
  for (const [name, html, count] of [['scripted', renderHtml(scripted), 1], ['hostile', everywhere, HOSTILE.length]] as const) {
    const page = await open(browser, name, html);
    await page.evaluate('document.querySelectorAll("details").forEach(one => { one.open = true; })');
    for (const handle of await page.locator('article summary').all()) { await handle.hover(); }
    const facts = await page.evaluate('[typeof hurt, document.scripts.length, document.images.length, document.querySelectorAll("article").length]');
    check(`${name}: the page is whole`, facts, ['undefined', 1, 0, count]);
    check(`${name}: the filter works`, await filter(page, 'nothing like it'), [0, `0 of ${count} roles`]);
    await filter(page, '');
    await page.screenshot({ path: join(DIRECTORY, `${name}.png`), fullPage: true });
    check(`${name}: the description is shown`, await page.getByText(description).count(), name === 'scripted' ? 1 : 0);
    await page.close();
  }
}

async function checkMany(browser: Browser): Promise<void> {
  const page = await open(browser, 'many', renderHtml(reviewOf(manyRoles(1000))));
  check('a thousand roles', await shown(page), [1000, '1000 roles']);
  for (const [text, count] of [['service-777', 1], ['Team3/', 25], ['bucket-7/', 40], ['LongSession', 10], ['octo-org', 1000], ['nobody', 0], ['', 1000]] as const) {
    check(`of a thousand '${text}'`, await filter(page, text), [count, `${count} of 1000 roles`]);
  }
  await page.selectOption('#s', 'warning');
  check('of a thousand with warnings', await shown(page), [10, '10 of 1000 roles']);
  check('nodes of the picture', await page.locator('svg .node').count() <= 40, true);
  await page.screenshot({ path: join(DIRECTORY, 'many.png') });
  await page.close();

  const none = await open(browser, 'none', renderHtml(EMPTY));
  check('no role', await none.getByText('No role trusts a GitHub issuer.').count(), 1);
  await none.close();
}

async function main(): Promise<void> {
  if (!existsSync(CHROMIUM)) {
    execSync('apt-get update -qq && apt-get install -y -qq chromium', { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  mkdirSync(DIRECTORY, { recursive: true });
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const browser = await chromium.launch({ executablePath: CHROMIUM, args });
  try {
    for (const step of [checkFilter, checkCards, checkKeyboard, checkNames, checkLooks, checkHostile, checkMany]) { await step(browser); }
  } finally {
    await browser.close();
  }
  if (failures.length > 0) {
    throw new Error(`the review page does not hold:\n${failures.join('\n')}`);
  }
  console.log('\nthe review page holds');
}

void main().catch(error => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});
