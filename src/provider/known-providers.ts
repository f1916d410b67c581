import { CfnElement, DefaultTokenResolver, IResolvable, IResolveContext, IPostProcessor, Reference, Stack, StringConcat, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { urlOfResource } from './resource';
import { isPlainObject } from '../trust/plain';

/** Finds the URL of the provider that a logical id names. */
export type ProviderUrls = (logicalId: string) => unknown;

/** By the constructs that a value refers to: a logical id alone may be of another stack. */
export function urlsReferredTo(value: unknown, stack: Stack): ProviderUrls {
  const referredTo = referencesOf(value, stack);
  return logicalId => {
    const named = (candidates: readonly IConstruct[]) =>
      candidates.filter(element => CfnElement.isCfnElement(element) && stack.resolve(element.logicalId) === logicalId);
    const targets = named(referredTo);
    // Where nothing of the program refers to it, it was written as a template would have it.
    const [target, ...others] = targets.length > 0 ? targets : named(stack.node.findAll().filter(element => Stack.of(element) === stack));
    return target && others.length === 0 ? urlOfResource(target) : undefined;
  };
}

/** Where a role is deployed. */
export interface RolePlace {
  readonly account: string;
  readonly partition: string;
}

/** Stands for what synthesis does not know: no account has this number. */
export const SOMEWHERE: RolePlace = { account: '000000000000', partition: 'aws' };

/** A statement's principal, with the ARNs of providers whose issuer is known. */
export function withKnownProviders(principal: unknown, urlOf: ProviderUrls, place: RolePlace): unknown {
  if (!isPlainObject(principal) || !('Federated' in principal)) {
    return principal;
  }
  return { ...principal, Federated: [principal.Federated].flat().map(provider => literalArn(provider, urlOf, place)) };
}

function literalArn(provider: unknown, urlOf: ProviderUrls, place: RolePlace): unknown {
  if (!isPlainObject(provider)) {
    return provider;
  }
  const { 'Ref': ref, 'Fn::GetAtt': attribute, 'Fn::Join': join, 'Fn::Sub': substitution } = provider;
  if (join !== undefined) {
    return joined(join, place) ?? provider;
  }
  if (typeof substitution === 'string') {
    return substituted(substitution, urlOf, place) ?? provider;
  }
  const [logicalId, name] = Array.isArray(attribute) ? attribute : typeof attribute === 'string' ? attribute.split('.') : [ref, 'Arn'];
  return (name === 'Arn' && typeof logicalId === 'string' && arnOf(logicalId, urlOf, place)) || provider;
}

function arnOf(logicalId: string, urlOf: ProviderUrls, { account, partition }: RolePlace): string | undefined {
  const url = urlOf(logicalId);
  return typeof url === 'string' ? url.replace(/^https:\/\//, `arn:${partition}:iam::${account}:oidc-provider/`) : undefined;
}

function joined(join: unknown, place: RolePlace): string | undefined {
  const [delimiter, parts] = Array.isArray(join) ? join : [];
  if (typeof delimiter !== 'string' || !Array.isArray(parts)) {
    return undefined;
  }
  const texts = parts.map(part => isPlainObject(part) ? pseudoParameter(part.Ref, place) : typeof part === 'string' ? part : undefined);
  return texts.every(text => text !== undefined) ? texts.join(delimiter) : undefined;
}

function substituted(text: string, urlOf: ProviderUrls, place: RolePlace): string | undefined {
  const parts = text.split(/\$\{([^!}][^}]*)\}/);
  const values = parts.map((part, index) => index % 2 === 0 ? part : pseudoParameter(part, place) ?? arnOf(part.replace(/\.Arn$/, ''), urlOf, place));
  return values.every(value => value !== undefined) ? values.join('') : undefined;
}

function pseudoParameter(name: unknown, { account, partition }: RolePlace): string | undefined {
  return new Map<unknown, string>([['AWS::Partition', partition], ['AWS::AccountId', account]]).get(name);
}

function referencesOf(value: unknown, scope: Stack): IConstruct[] {
  const targets = new Set<IConstruct>();
  class Collector extends DefaultTokenResolver {
    public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor) {
      if (Reference.isReference(token)) { targets.add(token.target); }
      return super.resolveToken(token, context, postProcessor);
    }
  }
  Tokenization.resolve(value, { scope, resolver: new Collector(new StringConcat()) });
  return [...targets];
}
