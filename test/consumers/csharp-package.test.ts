import { wrongFloors } from './csharp-package';

const FLOORS = { 'Amazon.CDK.Lib': '2.5.0', 'Constructs': '10.5.0' };
const PROJECT = '<PackageReference Include="Amazon.CDK.Lib" Version="2.5.0" /><PackageReference Include="Constructs" Version="10.5.0" />';

test('projects that take the floors are right', () => {
  expect(wrongFloors(FLOORS, [PROJECT, PROJECT])).toBeUndefined();
});

test.each([['2.5.0', '2.50.0', 'Include="Amazon.CDK.Lib" Version="2.5.0"'], ['Constructs', 'Construct', 'Include="Constructs" Version="10.5.0"']])(
  "a project with '%s' as '%s' is wrong", (right, wrong, absent) => {
    expect(wrongFloors(FLOORS, [PROJECT, PROJECT.replace(right, wrong)])).toBe(`a project lacks ${absent}`);
  });
