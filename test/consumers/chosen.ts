/** Which languages run: those given as arguments, or all; and in any case those that are required, by their names and commas between. */
export function chosen<L extends string>(known: readonly L[], given: readonly string[], requirement = ''): Record<'languages' | 'required', readonly L[]> {
  const required = requirement.trim() === '' ? [] : requirement.split(',').map(name => name.trim());
  const unknown = [...given, ...required].find(name => !known.some(language => language === name));
  if (unknown !== undefined) { throw new Error(`there is no consumer '${unknown}', only '${known.join("', '")}'`); }
  return {
    languages: known.filter(language => given.length === 0 || given.includes(language) || required.includes(language)),
    required: known.filter(language => required.includes(language)),
  };
}
