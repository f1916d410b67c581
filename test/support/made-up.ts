import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ENV } from './job-role';

/** A construct of no library that we know: it says where it is, and has what is given. */
export function madeUp(properties: object, scope: Construct = new Stack(new App(), 'Elsewhere')): any {
  return Object.assign(new Construct(scope, `MadeUp${scope.node.children.length}`), { env: ENV }, properties);
}
