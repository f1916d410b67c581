/** What an action is refused with. An action that is not refused is an error. */
export function refusalOf(action: () => unknown): { name: string; message: string } {
  try {
    action();
  } catch (error) {
    return { name: (error as Error).name, message: (error as Error).message };
  }
  throw new Error('nothing was refused');
}
