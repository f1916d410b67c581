import { Types } from './declarations';
import { mistakesIn } from './names';

const parameter = (name: string, optional = false) => ({ name, optional, variadic: false });
const TYPES: Types = new Map([
  ['Octo.Repository', {
    bases: ['DeputyBase'],
    constructors: [],
    members: [
      { name: 'Of', isStatic: true, type: 'Octo.Repository', parameters: [parameter('fullName')] },
      { name: 'Tag', isStatic: false, type: 'Octo.Subject', parameters: [parameter('name'), parameter('options', true)] },
      { name: 'FullName', isStatic: false, type: 'string' },
    ],
  }],
  ['Octo.Subject', {
    bases: [], constructors: [], members: [{ name: 'With', isStatic: false, type: 'Octo.Subject', parameters: [{ ...parameter('all'), variadic: true }] }],
  }],
  ['Octo.Role', {
    bases: ['Cdk.IAM.Role'],
    constructors: [[parameter('scope'), parameter('id'), parameter('props')]],
    members: [{ name: 'Grant', isStatic: false, type: 'void', parameters: [] }],
  }],
  ['Octo.RoleProps', { bases: [], constructors: [[]], members: [{ name: 'Subjects', isStatic: false, type: 'Octo.Subject[]' }] }],
  ['Octo.Format', { bases: [], constructors: [], members: [{ name: 'BOTH', isStatic: true, type: 'Octo.Format' }] }],
  ['Cdk.IAM.Role', { bases: [], constructors: [[]], members: [{ name: 'RoleArn', isStatic: false, type: 'string' }] }],
  ['Cdk.Stack', { bases: ['Unknown.Base'], constructors: [[]], members: [] }],
]);
const PROGRAM = `using System.Collections.Generic;
using Octo;
using Cdk;

var stack = new Stack();
var source = Repository.Of("octo-org/octo-repo");
var role = new Role(stack, "Role", new RoleProps
{
    Subjects = new[] { source.Tag("v1").With(source.Tag("v2", null), source.Tag("v3")) },
});
role.Grant();
Console.WriteLine(role.RoleArn + source.FullName!.Length + Format.BOTH);

class Own : Stack
{
    public Repository Source { get; }
    public Own(Stack stack, Dictionary<string, string> tags) { Source = stack.Anything(tags); Show(Source.FullName); }
}
`;

test('a program that names what is there has no mistakes', () => {
  expect(mistakesIn(PROGRAM, TYPES)).toEqual([]);
});

test.each([
  ['using Octo;', 'using Octopus;', 'there is no namespace Octopus'],
  ['Repository.Of', 'Repositories.Of', 'line 6: there is no type Repositories'],
  ['public Repository', 'public Repo', 'line 16: there is no type Repo'],
  ['new Role(', 'new Rolle(', 'line 7: there is no type Rolle'],
  ['Repository.Of(', 'Repository.From(', "line 6: Octo.Repository has no static member 'From'"],
  ['Repository.Of(', 'Repository.Tag(', "line 6: Octo.Repository has no static member 'Tag'"],
  ['Format.BOTH', 'Format.NONE', "line 12: Octo.Format has no static member 'NONE'"],
  ['source.Tag("v1")', 'source.Tags("v1")', "line 9: Octo.Repository has no member 'Tags'"],
  ['source.Tag("v1")', 'source.Of("v1")', "line 9: Octo.Repository has no member 'Of'"],
  ['.With(', '.Without(', "line 9: Octo.Subject has no member 'Without'"],
  ['source.Tag("v3")', 'source.Tagg("v3")', "line 9: Octo.Repository has no member 'Tagg'"],
  ['Subjects =', 'Subject =', "line 9: Octo.RoleProps has no member 'Subject'"],
  ['role.Grant', 'role.Grants', "line 11: Octo.Role has no member 'Grants'"],
  ['role.RoleArn', 'role.RoleARN', "line 12: Octo.Role has no member 'RoleARN'"],
  ['role.RoleArn', 'role.RoleArn()', 'line 12: Octo.Role.RoleArn is no method'],
  ['role.Grant()', 'role.Grant', 'line 11: Octo.Role.Grant is a method'],
  ['role.Grant()', 'role.Grant(stack)', 'line 11: Grant does not take 1 arguments'],
  ['Of("octo-org/octo-repo")', 'Of()', 'line 6: Of does not take 0 arguments'],
  ['Tag("v2", null)', 'Tag("v2", null, 3)', 'line 9: Tag does not take 3 arguments'],
  ['stack, "Role", new', '"Role", new', 'line 7: Role does not take 2 arguments'],
  ['new Stack()', 'new Repository { }', 'line 5: Repository does not take 0 arguments'],
  ['Show(Source.FullName)', 'Show(Source.Name)', "line 17: Octo.Repository has no member 'Name'"],
])("'%s' as '%s' is a mistake", (right, wrong, mistake) => {
  expect(PROGRAM).toContain(right);
  expect(mistakesIn(PROGRAM.replace(right, wrong), TYPES)).toContain(mistake);
});

test.each([
  ['a type that is not known', 'stack.Anything().Whatever'],
  ['what an element of a list has', 'new RoleProps().Subjects[0].Whatever'],
  ['a comment', '1; // Nonsense.Whatever'],
])('nothing is said of %s', (_, code) => {
  expect(mistakesIn(PROGRAM.replace('source.FullName!.Length', code), TYPES)).toEqual([]);
});

test('nothing is said of a name that stands for several types', () => {
  const types: Types = new Map([...TYPES, ['Cdk.Format', { bases: [], constructors: [], members: [] }]]);
  expect(mistakesIn(PROGRAM.replace('Format.BOTH', 'Format.NONE'), types)).toEqual([]);
});
