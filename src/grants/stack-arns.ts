import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { known } from './options';
import { ifKnown, referredTo, requireOne } from './reference';
import { shown, splitAtColons, withoutTokens } from '../github/text';
import { Misuse } from '../misuse';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
const STACK_NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;
const STACK_ARN = /^arn:[^:/]+:cloudformation:[^:/]+:[^:/]+:stack\/[A-Za-z][A-Za-z0-9-]{0,127}(\/[^:/]+)?$/;

/**
 * A stack that is deleted and made again has another ID, so any ID. Events are the stack's or a change set's: the one that the action makes when
 * the workflow does not name it.
 */
export function stackArns(stack: string, scope: IConstruct): { stackArn: string; changeSetArn: string } {
  const ofApp = stackById(stack, scope);
  const given = known(scope, stack);
  const text = ofApp?.stackName ?? (typeof given === 'string' ? requireOne('the stack', given) : '');
  if (STACK_NAME.test(withoutTokens(text))) {
    const arnOf = (resource: string, name: string) =>
      (ofApp ?? Stack.of(scope)).formatArn({ service: 'cloudformation', resource, resourceName: `${name}/*` });
    return { stackArn: arnOf('stack', text), changeSetArn: arnOf('changeSet', `${text}-CS`) };
  }
  if (!STACK_ARN.test(withoutTokens(text))) {
    throw new Misuse('ResourceInvalid', `the stack is '${shown(given)}', not the name or the ARN of one; pass a name such as 'my-app'`);
  }
  const parts = splitAtColons(text);
  const [environment, name] = [parts.slice(0, 5).join(':'), parts[5].split('/')[1]];
  return { stackArn: `${environment}:stack/${name}/*`, changeSetArn: `${environment}:changeSet/${name}-CS/*` };
}

/** The stack that has this `stackId`: only the deployment knows that ARN, and the app its name and place. */
function stackById(id: unknown, scope: IConstruct): Stack | undefined {
  const { target, displayName } = typeof id === 'string' ? referredTo(id) : {};
  const isOwn = () => ifKnown(() => Stack.of(scope).resolve(id).Ref) === 'AWS::StackId';
  const owner = displayName === 'AWS::StackId' ? target : isOwn() ? scope : undefined;
  return owner && Stack.of(owner);
}
