/** What the CDK tells of a template is of no use in the middle of a run's own output. */
export function quietly<T>(action: () => T): T {
  const { error } = console;
  console.error = () => {};
  try {
    return action();
  } finally {
    console.error = error;
  }
}
