/** For a message: the first values, each in quotes. The runner shows what only deployment knows. */
export function quoted(values: readonly string[], most = 3): string {
  const [first, more] = [values.slice(0, most), values.length - most];
  return `${first.map(value => `'${value}'`).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
