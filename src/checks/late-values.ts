import { CfnParameter, CfnResource, DefaultTokenResolver, IResolvable, Reference, Stack, StringConcat, Tokenization } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Fault, faultOf } from '../grants/reference';
import { RecordedGrant } from '../role-grants';
import { isPlainObject } from '../trust/plain';

/**
 * A lazy value passes a grant unread, and what it turns out to be may stand for more than one resource. What only the deployment tells is still
 * unknown here, but for what the template says of a parameter.
 */
export function lateValueErrors(role: iam.Role, grants: readonly RecordedGrant[]): string[] {
  const stack = Stack.of(role);
  return [...new Set(grants.flatMap(({ method, grant, resources }) =>
    [...new Set([...resources, ...grant.principalStatements.flatMap(textsIn)].flatMap(text => Tokenization.reverseString(text).tokens))]
      .filter(token => !isResourceIn(stack, token))
      .flatMap(token => [
        ...literalsIn(stack.resolve(token)).map(literal => ({ fault: lateFaultOf(literal), origin: 'known only now' })),
        ...parametersIn(role, token).flatMap(({ node, default: usual = '', allowedValues = [] }) => [usual, ...allowedValues]
          .map(given => ({ fault: faultOf(String(given)), origin: `which the parameter '${node.path}' may give it` }))),
      ])
      .flatMap(({ fault, origin }) => fault === undefined ? [] : `a value of ${method}, ${origin}, ${fault.message} (${fault.code})`)))];
}

/** The stack parameters that a value is made of, also those of other stacks. */
function parametersIn(scope: iam.Role, value: IResolvable): CfnParameter[] {
  const found: CfnParameter[] = [];
  const resolver = new DefaultTokenResolver(new StringConcat());
  const resolveToken = resolver.resolveToken.bind(resolver);
  resolver.resolveToken = (token, ...rest) => {
    if (Reference.isReference(token) && token.target instanceof CfnParameter) { found.push(token.target); }
    return resolveToken(token, ...rest);
  };
  Tokenization.resolve(value, { scope, resolver, preparing: false });
  return found;
}

/** What a resource of the stack turns out to be, only deployment knows. */
function isResourceIn(stack: Stack, token: IResolvable): boolean {
  return Reference.isReference(token) && CfnResource.isCfnResource(token.target) && Stack.of(token.target) === stack;
}

function lateFaultOf(text: string): Fault | undefined {
  return text.trim() === '' ? { code: 'ResourceInvalid', message: `is '${text}', which stands for nothing` } : faultOf(text.replace(SECRET_ID, ''));
}

/** Six characters of AWS's choice, for which aws-cdk-lib writes this where the secret is of another account or Region. */
const SECRET_ID = /-\?{6}$/;

function textsIn({ resources, conditions }: iam.PolicyStatement): string[] {
  return [...resources, ...Object.values<object>(conditions).flatMap(keys => Object.values(keys).flat())];
}

/** What is text in a resolved value: not the names in a reference, nor the placeholders of a substitution. */
function literalsIn(value: unknown): string[] {
  if (!Array.isArray(value) && !isPlainObject(value)) {
    return [value === undefined ? '' : String(value)];
  }
  return Object.entries(value).filter(([key]) => !NAMES.has(key))
    .flatMap(([key, inner]) => key === 'Fn::Sub' ? literalsIn(inner).map(withoutPlaceholders) : literalsIn(inner))
    .filter(text => text !== '');
}

const NAMES = new Set(['Ref', 'Fn::GetAtt', 'Fn::ImportValue', 'Fn::FindInMap']);

function withoutPlaceholders(text: string): string {
  return text.replace(/\$\{[^!}][^}]*\}/g, 'x');
}
