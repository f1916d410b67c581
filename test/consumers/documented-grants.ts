import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import { canonical, firstDifference } from './canonical';
import { Check, check } from './check';
import { quietly } from './quietly';
import { performed, ROWS } from '../support/documented-grants';

/** For documented_grants.py, which makes the calls of docs/grants.md in its own language. */
export function writeCalls(folder: string): void {
  writeFileSync(join(folder, 'documented-grants.json'), JSON.stringify(ROWS.map(({ python }) => python)));
}

/** Whether they came to what the calls in TypeScript come to. */
export function compareGrants(folder: string): Check {
  const expected = quietly(() => Template.fromStack(performed(ROWS.map(({ typescript }) => typescript)).stack).toJSON());
  const theirs = readFileSync(join(folder, 'documented-grants.template.json'), 'utf8');
  return check('grants', firstDifference(canonical(theirs), canonical(JSON.stringify(expected))));
}
