import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { GithubOidcRole } from '../src';
import { code, PAGE, performed, ROWS, rowsIn } from './support/documented-grants';

/** What `npm run check-docs` compiles. */
const COMPILED = [...PAGE.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, block]) => block).join('');

const namesIn = (text: string, pattern: RegExp) => [...new Set(text.match(pattern) ?? [])].sort();
const methodOf = (call: string) => /^role\.(grant\w+)\(/.exec(call)?.[1];

const CALLS = ROWS.map(({ typescript }) => typescript);

/** The methods that GithubOidcRole has and iam.Role has not. */
function ownGrants(): string[] {
  const names: string[] = [];
  for (let proto = GithubOidcRole.prototype; proto !== iam.Role.prototype; proto = Object.getPrototypeOf(proto)) {
    names.push(...Object.getOwnPropertyNames(proto).filter(name => name.startsWith('grant')));
  }
  return names.sort();
}

/** A call as jsii offers it in Python: names in snake case, the options as keyword arguments. */
function inPython(typescript: string): string {
  return typescript
    .replace(/\{ (.*) \}/, (_, properties) => keywords(properties))
    .split(/('[^']*')/)
    .map(part => part.startsWith("'") ? `"${part.slice(1, -1)}"` : snakeCase(part))
    .join('');
}

function keywords(properties: string): string {
  return properties.split(/, (?![^[]*\])/).map(property => property.includes(': ') ? property.replace(': ', '=') : `${property}=${property}`).join(', ');
}

/** A class keeps its name. */
function snakeCase(text: string): string {
  return text.replace(/\b[a-z]\w*/g, name => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`));
}

/** Makes each call of the table for a role of its own: the statements that it renders, and whether it says that it acts through other roles. */
function perform(calls: readonly string[]): { statements: any[]; steers: boolean }[] {
  const { stack, jobs } = performed(calls);
  const policies = Object.values<any>(Template.fromStack(stack).findResources('AWS::IAM::Policy')).map(({ Properties: properties }) => properties);
  return jobs.map(role => ({
    statements: policies.filter(({ Roles: [{ Ref: of }] }) => of === stack.getLogicalId(role.node.defaultChild as iam.CfnRole))
      .flatMap(({ PolicyDocument: { Statement: statements } }) => statements),
    steers: role._grants.some(({ steers }) => steers.length > 0),
  }));
}

const actionsOf = (statements: readonly any[]) => [...new Set(statements.flatMap(({ Action: actions }) => actions))].sort();

/** The actions that a cell names: the service once, then only the action; 'the same' stands for the row before. */
function actionsIn(allows: string, before: readonly string[]): string[] {
  let service = '';
  const named = [...allows.matchAll(/`(?:([a-z0-9-]+):)?([A-Z]\w+\*?)`/g)].map(([, prefix = service, name]) => `${service = prefix}:${name}`);
  return [...new Set([...allows.startsWith('the same') ? before : [], ...named])].sort();
}

describe('docs/grants.md', () => {
  const done = perform(CALLS);
  const documented = ROWS.reduce<string[][]>((all, { allows }) => [...all, actionsIn(allows, all.at(-1) ?? [])], []);

  test('has a row for each grant of the role', () => {
    expect(namesIn(CALLS.map(methodOf).join(' '), /\bgrant\w+/g)).toEqual(ownGrants());
    expect(ownGrants().length).toBeGreaterThan(20);
  });

  test('names no grant that it does not compile', () => {
    const compiled = namesIn(COMPILED, /(?<=\.)grant[A-Z]\w*(?=\()/g);
    expect(namesIn(PAGE, /\bgrant[A-Z]\w*/g)).toEqual(compiled);
    expect(namesIn(PAGE, /\bgrant_\w+/g)).toEqual(compiled.map(snakeCase).sort());
  });

  test.each(ROWS.map((row, index) => ({ ...row, index })))('$typescript', ({ typescript, python, index }) => {
    expect(COMPILED.split('\n')).toContain(`${typescript};`);
    expect(python).toBe(inPython(typescript));
    expect(documented[index]).toEqual(actionsOf(done[index].statements));
  });

  test('lists each action on *, and of which grants it is', () => {
    const rendered = CALLS.flatMap((call, index) => {
      const method = methodOf(call);
      return method === undefined ? [] : actionsOf(done[index].statements.filter(({ Resource: resource }) => resource === '*')).map(action => `${action} of ${method}`);
    });
    const listed = rowsIn('Actions on `*`').flatMap(([action, of]) => namesIn(of, /grant\w+/g).map(method => `${code(action)} of ${method}`));
    expect(listed.sort()).toEqual([...new Set(rendered)].sort());
  });

  test('tells of each grant that acts through other roles', () => {
    const steering = CALLS.filter((_, index) => done[index].steers).map(methodOf).join(' ');
    expect(namesIn(rowsIn('Acting through other roles').map(([call]) => call).join(' '), /grant\w+/g)).toEqual(namesIn(steering, /grant\w+/g));
  });
});
