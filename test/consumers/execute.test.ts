import { execute, streamsOf, whyNot } from './execute';

test('a command gives what it prints, and beside that what it tells', () => {
  const script = 'console.log("printed"); console.error("told")';
  expect(execute('node', ['-e', script])).toBe('printed\n');
  expect(streamsOf('node', ['-e', script])).toEqual({ stdout: 'printed\n', stderr: 'told\n' });
});

test.each([
  ['is missing', 'there-is-no-such-command', [], "there is no 'there-is-no-such-command'"],
  ['fails', 'node', ['-e', 'console.error("no good"); process.exit(3)'], "'node -e console.error(\"no good\"); process.exit(3)' ended with 3: no good"],
])('a command that %s is told in one line', (_, command, args, why) => {
  expect(whyNot(() => execute(command, args))).toBe(why);
});

test('a command that ends well has no reason why not', () => {
  expect(whyNot(() => execute('node', ['-e', '']))).toBeUndefined();
});
