import { failures, notRun, Row, table } from './table';

const passed = (...names: string[]) => names.map(name => ({ name, passed: true }));
const ROWS: Row[] = [
  {
    language: 'python',
    outcome: { packageFile: 'a.whl', packSeconds: 12.34, synthSeconds: 5, checks: passed('template', 'trust allowed', 'trust denied', 'error text', 'checks fail synth', 'types') },
  },
  {
    language: 'java',
    outcome: {
      packageFile: 'a.jar',
      checks: [...passed('template', 'trust allowed'), { name: 'trust denied', passed: false, detail: "it is 'x'" }, { name: 'documentation', passed: false }],
    },
  },
  { language: 'go', note: notRun('there is no go', { packageFile: 'a/go.mod', checks: passed('gofmt', 'names') }), outcome: { packageFile: 'a/go.mod', checks: passed('gofmt', 'names') } },
  { language: 'csharp', note: notRun('there is no SDK'), failed: true },
];

test('the table has a row for each language, and a line for what else was checked, or why it did not run', () => {
  expect(table(ROWS).split('\n')).toEqual([
    'language  package   pack    synth  template equal  trust test  error text  checks fail synth  other checks',
    'python    a.whl     12.3 s  5.0 s  yes             yes         yes         yes                1 of 1',
    'java      a.jar     -       -      yes             NO          -           -                  0 of 1',
    'go        a/go.mod  -       -      -               -           -           -                  2 of 2',
    'csharp    -         -       -      -               -           -           -                  -',
    'python: other checks: types',
    'java: other checks: documentation',
    'go: NOT RUN: there is no go; checked without it: gofmt, names',
    'csharp: NOT RUN: there is no SDK; checked without it: nothing',
  ]);
});

test('what failed is told by language and check, and so is a language that has to run', () => {
  expect(failures(ROWS)).toEqual(["java: trust denied: it is 'x'", 'java: documentation: failed', 'csharp has to run']);
});
