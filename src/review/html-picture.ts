import { html, Html } from './html-text';
import { Link, LinkKind, MORE, Node, Picture } from './picture-nodes';

const COLUMN = { width: 270, gap: 75 };
const ROW = { height: 30, box: 24, head: 30 };
const WIDTH = 3 * COLUMN.width + 2 * COLUMN.gap;
const LONGEST = 36;
const TITLES = ['GitHub repositories', 'Roles', 'What they reach'];
const COARSE_TITLES = ['Owners of GitHub repositories', 'Roles, by where they are', 'Services that they reach'];
export const KINDS: Readonly<Record<LinkKind, string>> = { trust: 'may assume', write: 'may change', read: 'may read', through: 'acts through' };

/** The picture, and the same as a table for whoever does not see it. */
export function pictureHtml(picture: Picture): Html {
  const { columns, links, isCoarse } = picture;
  const height = ROW.head + Math.max(...columns.map(column => column.length)) * ROW.height;
  const places = new Map(columns.flatMap((column, index) => {
    const top = ROW.head + (height - ROW.head - column.length * ROW.height) / 2;
    return column.map((node, row) => [node.id, { x: index * (COLUMN.width + COLUMN.gap), y: top + row * ROW.height }] as const);
  }));
  const titles = TITLES.map((title, column) => isCoarse[column] ? COARSE_TITLES[column] : title);
  return html`<figure><div class="scroll" tabindex="0" role="region" aria-label="Picture, scrolls sideways">
<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="pt pd"><title id="pt">Who reaches what</title>
<desc id="pd">${titles.join(', ')}: three columns, joined by lines. The table below says the same.</desc>
${titles.map((title, index) => html`<text class="head" x="${index * (COLUMN.width + COLUMN.gap)}" y="14">${title}</text>`)}
${links.map(link => linkSvg(link, places))}
${columns.map((column, index) => column.map(node => nodeSvg(node, index, places.get(node.id)!)))}</svg></div>
<figcaption><span class="key a">may assume</span> <span class="key w">may change</span> <span class="key r">may read</span> <span class="key t">acts through</span> The filter dims the rest.</figcaption>
<details><summary>The same as a table</summary>${pictureTable(picture, titles)}</details></figure>`;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function linkSvg({ from, to, kind }: Link, places: ReadonlyMap<number, Place>): Html {
  const [start, end] = [places.get(from)!, places.get(to)!];
  const [x1, y1, x2, y2] = [start.x + COLUMN.width, start.y + ROW.box / 2, end.x, end.y + ROW.box / 2];
  const middle = (x1 + x2) / 2;
  return html`<path class="${kind}" data-l="${from}-${to}" d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}"/>`;
}

function nodeSvg({ id, label, note, severity }: Node, column: number, { x, y }: Place): Html {
  const tail = severity ?? note;
  const text = shortened(label, tail === undefined ? LONGEST : LONGEST - tail.length - 2, column === 1);
  const [, service = '', rest] = (column === 2 ? /^([^ ]+ )(.+)$/s : /^()(.*)$/s).exec(text) ?? ['', '', text];
  // What was put together is not known by one text.
  const filter = label.endsWith(MORE) ? '' : html` data-q="${label}"`;
  return html`<g class="node ${severity}" data-n="${id}"${filter}><title>${label}${tail === undefined ? '' : `, ${tail}`}</title><rect x="${x}" y="${y}" width="${COLUMN.width}" height="${ROW.box}" rx="5"/>
<text x="${x + 9}" y="${y + 16.5}"><tspan>${service}</tspan>${rest}</text>${tail === undefined ? '' : html`<text class="tail" x="${x + COLUMN.width - 9}" y="${y + 16.5}">${tail}</text>`}</g>`;
}

/** Of an ARN what tells it from others; of a path rather its end, of any other text rather its beginning. */
function shortened(label: string, longest: number, isPath: boolean): string {
  const short = label.replace(/arn:[^:\s]*:[^:\s]*:[^:\s]*:[^:\s]*:(?=.)/, '').replace(/^(role|policy) \1\//, '$1 ');
  if (short.length <= longest) {
    return short;
  }
  const start = Math.floor((longest - 1) * (isPath ? 1 : 2) / 3);
  return `${short.slice(0, start)}…${short.slice(short.length - (longest - 1 - start))}`;
}

function pictureTable({ columns: [from, roles, reached], links }: Picture, titles: readonly string[]): Html {
  const list = (items: readonly Html[]) => items.length === 0 ? 'nothing' : html`<ul>${items.map(item => html`<li>${item}</li>`)}</ul>`;
  const labels = new Map([...from, ...roles, ...reached].map(({ id, label }) => [id, label]));
  const rows = roles.map(({ id, label, note, severity }) => html`<tr><th scope="row"><a href="${filterLink(label)}">${label}</a> ${severity ?? note}</th>
<td>${list(links.filter(({ to }) => to === id).map(link => html`${labels.get(link.from)}`))}</td>
<td>${list(links.filter(link => link.from === id).map(({ to, kind }) => html`${KINDS[kind]} ${labels.get(to)}`))}</td></tr>`);
  return html`<table><caption class="sr">Who reaches what</caption><thead><tr>${[titles[1], titles[0], titles[2]].map(title => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`;
}

/** The script takes it for a filter. */
export function filterLink(text: string): string {
  return `#q=${encodeURIComponent(text.replace(/\p{Cs}/gu, ''))}`;
}
