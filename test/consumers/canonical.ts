/** JSON whose texts are equal where the values are, whatever order a language keeps its keys in. */
export function canonical(json: string): string {
  return `${JSON.stringify(sorted(JSON.parse(json)), undefined, 1)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) { return value.map(sorted); }
  if (typeof value !== 'object' || value === null) { return value; }
  const entries = Object.entries(value).sort(([one], [other]) => one < other ? -1 : 1);
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** The first line in which two texts differ; undefined where there is none. */
export function firstDifference(actual: string, expected: string): string | undefined {
  const [ours, theirs] = [actual.split('\n'), expected.split('\n')];
  const line = Array.from({ length: Math.max(ours.length, theirs.length) }).findIndex((_, index) => ours[index] !== theirs[index]);
  return line < 0 ? undefined : `line ${line + 1} is '${ours[line]?.trim() ?? ''}', not '${theirs[line]?.trim() ?? ''}'`;
}
