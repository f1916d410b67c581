import { apiMisfits } from './support/api-data';
import { statementsIn } from './support/deployed';
import { GRANT_METHODS, newGrant } from './support/every-grant';
import { newGithubRole } from './support/job-role';

/** The statements of a role with one grant of each method. */
function renderedStatements(): any[] {
  const { stack, role } = newGithubRole();
  for (const method of GRANT_METHODS) { newGrant(method, stack)(role); }
  return statementsIn(stack);
}

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html: a call may name the family alone, and AWS's list has no ARN for that
const FAMILY_ALONE = 'ecs:RunTask is not for arn:aws:ecs:eu-west-1:111111111111:task-definition/ecsruntask';

test('AWS knows every action of the grants, for the kind of resource, with the condition keys, and knows what it does not have', async () => {
  const statements = renderedStatements();
  expect(statements.length).toBeGreaterThan(GRANT_METHODS.length);
  expect(await apiMisfits(statements)).toEqual([FAMILY_ALONE]);

  const madeUp = { Effect: 'Allow', Action: 'ecr:PushImage', Resource: 'arn:aws:ecr:eu-west-1:111111111111:repository/images' };
  expect(await apiMisfits([...statements, madeUp])).toEqual([FAMILY_ALONE, 'ecr:PushImage does not exist']);
}, 60_000);
