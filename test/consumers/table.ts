import { Outcome } from './consumer';

/** One language of the run: what came of it, and what is to be said of it. */
export interface Row {
  readonly language: string;
  readonly outcome?: Outcome;
  /** Why it did not run, or how it broke off. */
  readonly note?: string;
  /** Whether that is a failure, and not only a tool that nobody asked for. */
  readonly failed?: boolean;
}

const HEADINGS = ['language', 'package', 'pack', 'synth', 'template equal', 'trust test', 'error text', 'checks fail synth', 'other checks'];
const NAMED = ['template', 'trust', 'error text', 'checks fail synth'];

/** What is said of a language that can't run here: why, and what was looked at instead. */
export function notRun(missing: string, outcome?: Outcome): string {
  const checked = outcome?.checks.map(({ name }) => name) ?? [];
  return `NOT RUN: ${missing}; checked without it: ${checked.join(', ') || 'nothing'}`;
}

/** The run as a table. Below it a line for each language tells what else was checked, or why it did not run. */
export function table(rows: readonly Row[]): string {
  const cells = [HEADINGS, ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map(row => row[column].length)));
  const lines = cells.map(row => row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd());
  const notes = rows.map(row => `${row.language}: ${row.note ?? `other checks: ${othersOf(row).map(({ name }) => name).join(', ') || 'none'}`}`);
  return [...lines, ...notes].join('\n');
}

function othersOf({ outcome }: Row): Outcome['checks'] {
  return (outcome?.checks ?? []).filter(({ name }) => !NAMED.some(start => name.startsWith(start)));
}

function cellsOf(row: Row): string[] {
  const { language, outcome } = row;
  const checks = outcome?.checks ?? [];
  const others = othersOf(row);
  return [
    language,
    outcome?.packageFile ?? '-',
    seconds(outcome?.packSeconds),
    seconds(outcome?.synthSeconds),
    ...NAMED.map(start => verdict(checks.filter(({ name }) => name.startsWith(start)))),
    others.length === 0 ? '-' : `${others.filter(({ passed }) => passed).length} of ${others.length}`,
  ];
}

function verdict(checks: Outcome['checks']): string {
  return checks.length === 0 ? '-' : checks.every(({ passed }) => passed) ? 'yes' : 'NO';
}

function seconds(value: number | undefined): string {
  return value === undefined ? '-' : `${value.toFixed(1)} s`;
}

/** What failed, a line each. */
export function failures(rows: readonly Row[]): string[] {
  return rows.flatMap(({ language, outcome, failed }) => [
    ...(failed ? [`${language} has to run`] : []),
    ...(outcome?.checks ?? []).filter(({ passed }) => !passed).map(({ name, detail }) => `${language}: ${name}: ${detail ?? 'failed'}`),
  ]);
}
