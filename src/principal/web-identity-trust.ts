import { Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { GithubSubject } from '../github/subject';
import { isUnresolved, shown } from '../github/text';
import { Misuse } from '../misuse';
import type { GithubOidcPrincipalProps } from '../principal';
import { WebIdentityTrust } from './web-identity-principal';
import type { GithubOidcProvider } from '../provider';
import { arnFor, audiencesOf, issuerOf, shownPartition } from '../provider/facts';
import { DEFAULT_PARTITION } from '../provider/partition';
import { isImplicit } from '../provider/registry';
import { defaultAudiences, requireAudience } from '../trust/audience';
import { DEFAULT_QUOTA, requireQuota } from '../trust/quota';
import { renderConditions } from '../trust/render';
import { TrustOptions } from '../trust/trust-options';
import { TrustStatement } from '../trust/trust-statement';

/** Counts where nothing shows which partition it will be. */
const LONGEST_PARTITION = 'aws-us-gov';

/** What a caller wrote, checked and with its defaults. The scope is where the role is. */
export function trustOptions(provider: iam.IOIDCProviderRef, props: GithubOidcPrincipalProps, scope: IConstruct): TrustOptions {
  requireSubjects(props?.subjects);
  requireProvider(provider);
  const issuer = issuerOf(provider, props.issuer);
  const known = shownPartition(scope, provider);
  const partition = known ?? DEFAULT_PARTITION;
  return {
    subjects: props.subjects,
    issuer,
    audiences: registeredAudiences(provider, wantedAudiences(props.audience, partition)),
    format: props.subjectFormat,
    claimKeys: issuer.hasClaimKeys && partition === 'aws',
    quota: {
      characters: props.trustPolicyQuota === undefined ? DEFAULT_QUOTA : requireQuota(props.trustPolicyQuota),
      providerArn: `arn:${known ?? LONGEST_PARTITION}:iam::111122223333:oidc-provider/${issuer.conditionKeyPrefix}`,
    },
  };
}

export function wantedAudiences(audience: string | undefined, partition: string): string[] {
  if (audience === undefined) {
    return defaultAudiences(partition);
  }
  requireAudience(audience);
  return [audience];
}

/** The statements of a policy, bound to a provider. */
export function webIdentityTrust(
  provider: iam.IOIDCProviderRef, { issuer, quota }: TrustOptions, statements: readonly TrustStatement[],
): WebIdentityTrust {
  return {
    providerPath: provider.node.path,
    issuer,
    quota: quota!,
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

/** Has a provider that was made for roles accept what one of them asks for, once that role is sure to be made. */
export function acceptAudiences(provider: iam.IOIDCProviderRef, audiences: readonly string[]): void {
  (provider as Partial<GithubOidcProvider>)._accept?.(audiences);
}

/** Of several that would do, those that the provider accepts, or will accept. */
function registeredAudiences(provider: iam.IOIDCProviderRef, wanted: readonly string[]): string[] {
  const audiences = isImplicit(provider) ? undefined : audiencesOf(provider);
  const registered = wanted.filter(audience => !audiences || isUnresolved(audience) || audiences.includes(audience));
  if (registered.length === 0) {
    throw new Misuse('AudienceNotRegistered',
      `the provider '${provider.node.path}' accepts ${audiences!.length === 0 ? 'no audience' : `'${audiences!.join("', '")}'`}, and the role asks for '${wanted.join("' or '")}'; `
      + `add it to the provider's audiences: ['${[...audiences!, ...wanted].join("', '")}'], or pass another as \`provider\``);
  }
  return registered;
}
