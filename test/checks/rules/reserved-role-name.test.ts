import { reservedRoleName } from '../../../src/checks/rules/reserved-role-name';
import { unknownText } from '../../../src/github/unknown-text';
import { foundBy } from '../../support/found-by';

test('finds the name, and says what to do', () => {
  expect(foundBy(reservedRoleName, { properties: { RoleName: 'GitHubActions' } })).toEqual([
    "the role is named 'GitHubActions', and the credentials action's documentation says that assuming a role of that name fails; give the role another name, or none",
  ]);
});

test.each(['GitHubActionsDeploy', 'MyGitHubActions', 'github-actions', unknownText('GitHubActions'), undefined])('finds nothing in the name %j', RoleName => {
  expect(foundBy(reservedRoleName, { properties: { RoleName } })).toEqual([]);
});
