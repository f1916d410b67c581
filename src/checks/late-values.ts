import { CfnResource, IResolvable, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { readToken } from './late-readings';
import { Fault, faultOf } from '../grants/reference';
import { RecordedGrant } from '../role-grants';

/**
 * A lazy value passes a grant unread, and what it turns out to be may stand for more than one resource. What only the deployment tells is still
 * unknown here, but for what the app says of a parameter, a mapping and an output.
 */
export function lateValueErrors(role: iam.Role, grants: readonly RecordedGrant[]): string[] {
  const stack = Stack.of(role);
  return [...new Set(grants.flatMap(({ method, grant, resources }) =>
    [...new Set([...resources, ...grant.principalStatements.flatMap(textsIn)].flatMap(text => Tokenization.reverseString(text).tokens))]
      .filter(token => !isResourceIn(stack, token))
      .flatMap(token => readToken(stack, token))
      .map(({ text, origin }) => ({ origin, fault: lateFaultOf(method === 'grantSecretsRead' ? text.replace(SECRET_ID, '$1') : text) }))
      .flatMap(({ fault, origin }) => fault === undefined ? [] : `a value of ${method}, ${origin}, ${fault.message} (${fault.code})`)))];
}

/** What a resource of the stack turns out to be, only deployment knows. */
function isResourceIn(stack: Stack, token: IResolvable): boolean {
  return Reference.isReference(token) && CfnResource.isCfnResource(token.target) && Stack.of(token.target) === stack;
}

function textsIn({ resources, conditions }: iam.PolicyStatement): string[] {
  return [...resources, ...Object.values<object>(conditions).flatMap(keys => Object.values(keys).flat())];
}

function lateFaultOf(text: string): Fault | undefined {
  return text.trim() === '' ? { code: 'ResourceInvalid', message: `is '${text}', which stands for nothing` } : faultOf(text);
}

/** In a secret's ARN, six characters of AWS's choice: aws-cdk-lib writes this where the secret is of another account or Region. */
const SECRET_ID = /(:secret:[^:*?]+)-\?{6}$/;
