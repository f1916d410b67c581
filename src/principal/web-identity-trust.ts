import { Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { IConstruct } from 'constructs';
import { GithubIssuer } from '../github/issuer';
import { GithubSubject } from '../github/subject';
import { isUnresolved, shown } from '../github/text';
import { Misuse } from '../misuse';
import type { GithubOidcPrincipalProps } from '../principal';
import { WebIdentityTrust } from './web-identity-principal';
import { arnFor, audiencesOf, issuerOf } from '../provider/facts';
import { DEFAULT_AUDIENCE, requireAudience } from '../trust/audience';
import { renderConditions } from '../trust/render';
import { TrustStatement } from '../trust/trust-statement';
import { TrustOptions } from '../trust/trust-statements';

/** What a caller wrote, checked and with its defaults. The scope is where the role is. */
export function trustOptions(provider: iam.IOIDCProviderRef, props: GithubOidcPrincipalProps, scope: IConstruct): TrustOptions {
  requireSubjects(props?.subjects);
  requireProvider(provider);
  const issuer = issuerOf(provider, props.issuer);
  const audience = props.audience ?? DEFAULT_AUDIENCE;
  requireAudience(audience);
  requireRegistered(provider, audience);
  return {
    subjects: props.subjects,
    issuer,
    audiences: [audience],
    format: props.subjectFormat,
    claimKeys: issuer.hasClaimKeys && partitionOf(scope, provider) === 'aws',
  };
}

/** The statements of a policy, bound to a provider. */
export function webIdentityTrust(provider: iam.IOIDCProviderRef, issuer: GithubIssuer, statements: readonly TrustStatement[]): WebIdentityTrust {
  return {
    providerPath: provider.node.path,
    providerArn: Lazy.uncachedString({ produce: context => arnFor(Stack.of(context.scope), provider, issuer) }),
    statements: statements.map(statement => ({ sid: statement.sid, conditions: renderConditions(statement, issuer.conditionKeyPrefix) })),
  };
}

export function requireSubjects(subjects: unknown): asserts subjects is GithubSubject[] {
  const how = "pass at least one, such as GithubRepository.of('OWNER@OWNER_ID/REPO@REPO_ID').environment('production')";
  if (!Array.isArray(subjects) || subjects.length === 0) {
    throw new Misuse('SubjectMissing', `subjects is ${Array.isArray(subjects) ? 'an empty list' : `'${shown(subjects)}', not a list`}, and a role without a subject would trust nobody or everybody; ${how}`);
  }
  Array.from<unknown>(subjects).forEach((subject, index) => {
    // By shape, since the value may come from another copy of this package.
    if (typeof (subject as Partial<GithubSubject> | undefined)?._context?.text !== 'string') {
      throw new Misuse('SubjectInvalid', `subjects[${index}] is '${shown(subject)}', a value of another kind than GithubSubject; ${how}`);
    }
  });
}

function requireProvider(provider: unknown): asserts provider is iam.IOIDCProviderRef {
  if (typeof (provider as Partial<iam.IOIDCProviderRef> | undefined)?.oidcProviderRef?.oidcProviderArn !== 'string') {
    throw new Misuse('ProviderInvalid', `the provider is '${shown(provider)}', not an IAM OIDC provider; pass a GithubOidcProvider, or GithubOidcProvider.fromAccount(this, 'Github')`);
  }
}

function requireRegistered(provider: iam.IOIDCProviderRef, audience: string): void {
  const audiences = audiencesOf(provider);
  if (audiences && !isUnresolved(audience) && !audiences.includes(audience)) {
    throw new Misuse('AudienceNotRegistered',
      `the provider '${provider.node.path}' accepts ${audiences.length === 0 ? 'no audience' : `'${audiences.join("', '")}'`}, and the role asks for '${audience}'; `
      + `make the provider with audiences: ['${audience}'], and pass it as \`provider\``);
  }
}

/** From the region, since a stack's own partition is unresolved even where its region is known. */
function partitionOf(...constructs: IConstruct[]): string {
  const region = constructs.map(construct => Stack.of(construct).region).find(candidate => !isUnresolved(candidate));
  return (region && RegionInfo.get(region).partition) ?? 'aws';
}
