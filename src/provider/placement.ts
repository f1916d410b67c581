import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Where a construct is deployed, as far as synthesis knows. */
export interface Placement {
  readonly stack: Stack;
  readonly stage?: Stage;
  /** Undefined in a stack that takes its account at deployment. */
  readonly account?: string;
}

export function placementOf(construct: IConstruct): Placement {
  const stack = topLevelStack(Stack.of(construct));
  return { stack, stage: Stage.of(construct), account: Token.isUnresolved(stack.account) ? undefined : stack.account };
}

function topLevelStack(stack: Stack): Stack {
  return stack.nestedStackParent ? topLevelStack(stack.nestedStackParent) : stack;
}

/** Whether the app makes the resource, rather than naming one that exists. */
export function isMadeHere(construct: IConstruct): boolean {
  return construct.node.findAll().some(child => CfnResource.isCfnResource(child));
}
