/** Filters, opens and closes. Plain, so that its hash is the same on every machine. */
export const SCRIPT = `(() => {
const get = id => document.getElementById(id), all = css => [...document.querySelectorAll(css)];
const q = get('q'), s = get('s'), x = get('x'), n = get('n');
if (!q) return;
const roles = all('article'), marks = all('[data-n],[data-l]').filter(one => one.closest('svg')), texts = [];
const filter = () => {
  const words = q.value.toLowerCase().split(/\\s+/).filter(Boolean), lit = new Set();
  let shown = 0;
  roles.forEach((role, i) => {
    const text = texts[i] ??= role.textContent.toLowerCase();
    const fits = (!s.value || role.dataset.s.split(' ').includes(s.value)) && words.every(word => text.includes(word));
    role.hidden = !fits;
    if (!fits) return;
    shown += 1;
    const nodes = role.dataset.n.split(' ').map(Number);
    for (const a of nodes) { lit.add(String(a)); for (const b of nodes) lit.add(a + '-' + b); }
  });
  for (const mark of marks) mark.classList.toggle('off', !lit.has(mark.dataset.n ?? mark.dataset.l));
  n.textContent = shown + ' of ' + roles.length + ' roles';
};
let timer;
const soon = () => { clearTimeout(timer); timer = setTimeout(filter, 100); };
q.addEventListener('input', soon);
s.addEventListener('input', filter);
q.form.addEventListener('submit', event => { event.preventDefault(); filter(); });
const cards = () => roles.filter(role => !role.hidden).map(role => role.firstElementChild);
x.addEventListener('click', () => {
  const open = x.textContent === 'Open all';
  for (const card of cards()) card.open = open;
  x.textContent = open ? 'Close all' : 'Open all';
});
if (roles[0].firstElementChild.open) x.textContent = 'Close all';
document.querySelector('svg').addEventListener('click', event => {
  const node = event.target.closest('[data-q]');
  if (!node) return;
  q.value = node.dataset.q === q.value ? '' : node.dataset.q;
  filter();
});
const follow = () => {
  const [, text] = /^#q=(.*)$/.exec(location.hash) ?? [];
  if (text === undefined) return;
  try { q.value = decodeURIComponent(text); } catch { return; }
  s.value = '';
  filter();
  get('roles').focus();
};
addEventListener('hashchange', follow);
follow();
let closed = [];
addEventListener('beforeprint', () => { closed = cards().filter(card => !card.open); for (const card of closed) card.open = true; });
addEventListener('afterprint', () => { for (const card of closed) card.open = false; });
})();`;
