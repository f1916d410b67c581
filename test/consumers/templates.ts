import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { canonical, firstDifference } from './canonical';
import { Check, check } from './check';

/** Whether an assembly holds the example's templates, and no other. */
export function compareTemplates(root: string, assembly: string): Check {
  const expected = join(root, 'examples', 'expected');
  const [ours, theirs] = [templatesIn(assembly), templatesIn(expected)];
  if (ours.join() !== theirs.join()) {
    return check('template', `the templates are '${ours.join("', '")}', not '${theirs.join("', '")}'`);
  }
  const differing = theirs.map(file => ({ file, difference: firstDifference(textOf(assembly, file), textOf(expected, file)) }))
    .find(({ difference }) => difference !== undefined);
  return check('template', differing && `${differing.file}: ${differing.difference}`);
}

function textOf(folder: string, file: string): string {
  return canonical(readFileSync(join(folder, file), 'utf8'));
}

function templatesIn(folder: string): string[] {
  return readdirSync(folder).filter(file => file.endsWith('.template.json')).sort();
}
