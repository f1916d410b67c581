import { chosen } from './chosen';

const KNOWN = ['python', 'java', 'go'] as const;

test.each<[string[], string | undefined, string[], string[]]>([
  [[], undefined, ['python', 'java', 'go'], []],
  [[], 'go,java', ['python', 'java', 'go'], ['java', 'go']],
  [['go', 'python'], '', ['python', 'go'], []],
  [[], ' go , java', ['python', 'java', 'go'], ['java', 'go']],
  [[], ' ', ['python', 'java', 'go'], []],
  [['go'], 'python', ['python', 'go'], ['python']],
])('of the arguments %j and the requirement %j', (given, requirement, languages, required) => {
  expect(chosen(KNOWN, given, requirement)).toEqual({ languages, required });
});

test.each<[string[], string | undefined]>([[['ruby'], undefined], [[], 'go,ruby']])('the arguments %j and the requirement %j name nobody', (given, requirement) => {
  expect(() => chosen(KNOWN, given, requirement)).toThrow(/^there is no consumer 'ruby', only 'python', 'java', 'go'$/);
});

test.each([',', 'go,', 'go,,java'])("the requirement '%s' leaves a name out", requirement => {
  expect(() => chosen(KNOWN, [], requirement)).toThrow(/^there is no consumer '', only 'python', 'java', 'go'$/);
});
