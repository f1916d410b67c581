/** What is made when it is first asked for: most of a foreigner's languages never are. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

export function lazyByName<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>();
  return name => {
    const known = made.get(name);
    if (known !== undefined) {
      return known;
    }
    const value = make(name);
    made.set(name, value);
    return value;
  };
}
