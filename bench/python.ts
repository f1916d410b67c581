/**
 * How long a Python app with 100 of our roles takes, beside the same app with aws-cdk-lib alone, both with the wheel that the last
 * `npm run test:consumers` installed. Python's start and its imports, which both need, are left out: they would hide the difference.
 */
import { existsSync } from 'fs';
import { join } from 'path';
import { execute } from '../test/consumers/execute';

const WANTED = 2;
const PYTHON = join(__dirname, '..', 'build', 'consumers', 'python', 'venv', 'bin', 'python');

if (!existsSync(PYTHON)) {
  throw new Error('there is no wheel to measure; run `npm run test:consumers -- python` first');
}
const { ours, plain, ratio, rounds } = JSON.parse(execute(PYTHON, [join(__dirname, 'python', 'roles.py')]));
console.log(`100 roles in Python: ours ${ours.toFixed(2)} s, aws-cdk-lib alone ${plain.toFixed(2)} s: ${ratio.toFixed(2)} times (median of ${rounds}; at most ${WANTED} wanted)`);
process.exitCode = ratio <= WANTED ? 0 : 1;
