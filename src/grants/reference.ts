import { Reference, Tokenization } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { isUnresolved, isUnresolvedElement, maskUnresolved, shown, splitAtColons, unfitForPolicy, UNRESOLVED } from '../github/text';
import { hasWildcard } from '../github/wildcard';
import { Misuse } from '../misuse';

/**
 * The text of a resource's reference, such as its name. By shape, since the value may come from another copy of aws-cdk-lib, or from JavaScript.
 *
 * @param what the resource in a sentence: 'the repository'
 * @param kind what it should have been: 'a private ECR repository; pass an ecr.Repository, an ecr.CfnRepository or an imported one'
 */
export function referenceText(what: string, kind: string, value: unknown, read: (value: any) => unknown): string {
  const text = isResource(value) ? read(value) : undefined;
  if (typeof text !== 'string' || text.trim() === '') {
    throw new Misuse('ResourceInvalid', `${what} is '${shown(typeof text === 'string' ? text : value)}', not ${kind}`);
  }
  return requireOne(what, text);
}

/** The ARN of a resource's reference, which is of that form where its text tells. */
export function referenceArn(form: ArnForm, what: string, kind: string, value: unknown, read: (value: any) => unknown): string {
  return requireForm(form, what, kind, referenceText(what, kind, value, read));
}

/** How the ARNs of a kind of resource read: the service, and what stands behind the account. */
export type ArnForm = readonly [service: string, resource: RegExp];

export function requireForm([service, form]: ArnForm, what: string, kind: string, arn: string): string {
  const [prefix, , ofService = '', , , ...rest] = splitAtColons(arn);
  const resource = maskUnresolved(rest.join(':'));
  const isLate = resource.split(/[:/]/)[0].includes(UNRESOLVED) || rest.length === 0 && isUnresolved(arn);
  if (!isUnresolved(prefix) && !(prefix === 'arn' && (isUnresolved(ofService) || ofService === service) && (isLate || form.test(resource)))) {
    throw new Misuse('ResourceInvalid', `${what} is '${arn}', not ${kind}`);
  }
  return arn;
}

/** What a text refers to that is nothing but a reference, and by which attribute. */
export function referredTo(text: string): Partial<Reference> {
  const [token] = Tokenization.reverseString(text).tokens;
  return maskUnresolved(text) === UNRESOLVED && Reference.isReference(token) ? token : {};
}

/** An imported construct throws where it is asked for what it was not given. */
export function ifKnown<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** A construct that says where it is, since ARNs are made of that. */
function isResource(value: unknown): boolean {
  return Construct.isConstruct(value) && typeof (value as { env?: { account?: unknown } }).env?.account === 'string';
}

/** A name or an ARN that stands for one resource. */
export function requireOne(what: string, text: string): string {
  const fault = faultOf(text);
  if (fault !== undefined) {
    throw new Misuse(fault.code, `${what} ${fault.message}`);
  }
  return text;
}

/** What is to be said after the name of a value. */
export interface Fault {
  readonly code: string;
  readonly message: string;
}

/** Why a text does not stand for one resource. */
export function faultOf(text: string): Fault | undefined {
  if (hasWildcard(text)) {
    return { code: 'WildcardResource', message: `is '${text}', which stands for several; name each one` };
  }
  const unfit = unfitForPolicy(text);
  const reason = maskUnresolved(text).includes('${') ? 'and IAM reads \'${\' as the start of a policy variable; write the value that you mean'
    : !isUnresolved(text) && isUnresolvedElement(text) ? 'a list that only the deployment knows; name each one'
      : unfit && `and an IAM policy cannot hold its character ${unfit}; give it a name of U+0020 to U+00FF`;
  return reason === undefined ? undefined : { code: 'GrantOptionInvalid', message: `is '${text}', ${reason}` };
}
