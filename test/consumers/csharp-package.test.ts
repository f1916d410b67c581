import { wrongFloors } from './csharp-package';

const FLOORS = { 'Amazon.CDK.Lib': '2.5.0', 'Constructs': '10.5.0' };
const GENERATED = '<PackageReference Include="Amazon.CDK.Lib" Version="[2.5.0,3.0.0)" /><PackageReference Include="Constructs" Version="[10.5.0,11.0.0)" />';
const USER = '<PackageReference Include="Amazon.CDK.Lib" Version="2.5.0" /><PackageReference Include="Constructs" Version="10.5.0" />';

test('the floors of package.json are right', () => {
  expect(wrongFloors(FLOORS, GENERATED, [USER, USER])).toBeUndefined();
});

test.each([
  ['another floor', GENERATED.replace('[2.5.0', '[2.50.0'), USER, 'the package does not take Amazon.CDK.Lib from 2.5.0 on'],
  ['one version alone', GENERATED.replace('[10.5.0,11.0.0)', '10.5.0'), USER, 'the package does not take Constructs from 10.5.0 on'],
  ['a user of another', GENERATED, USER.replace('10.5.0', '10.6.0'), 'a project does not take Constructs 10.5.0'],
])('%s is wrong', (_, generated, user, wrong) => {
  expect(wrongFloors(FLOORS, generated, [USER, user])).toBe(wrong);
});
