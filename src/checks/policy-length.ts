import { PolicyLength, Trust } from './checked-role';
import { isUnknownProvider } from './trusts';
import { GithubIssuer } from '../github/issuer';
import { hasUnknown, withUnknowns } from '../github/unknown-text';
import { isPlainObject } from '../trust/plain';

const ACCOUNT_DIGITS = '1'.repeat(12);

interface Place {
  readonly account?: string;
  readonly partition: string;
}

/** How long a trust policy is at least, its intrinsics as text. */
export function lengthOf(document: unknown, trusts: readonly Trust[], { account = ACCOUNT_DIGITS, partition }: Place): Omit<PolicyLength, 'quota'> {
  const plain = JSON.stringify(document) ?? '';
  if (!hasUnknown(plain)) {
    return { characters: plain.length, unknowns: 0 };
  }
  const { issuer = GithubIssuer.GITHUB_COM } = trusts.find(({ providerArn }) => providerArn === undefined) ?? trusts[0] ?? {};
  const known = new Map([['AWS::AccountId', account], ['AWS::Partition', partition]]);
  let unknowns = 0;
  const counted = withProvider(document, `arn:${partition}:iam::${account}:oidc-provider/${issuer.conditionKeyPrefix}`);
  const { length: characters } = leastText(counted, name => {
    unknowns += known.has(name) ? 0 : 1;
    return known.get(name);
  });
  return { characters, unknowns };
}

/** As JSON without whitespace, with each value that only deployment knows as one character. */
export function leastText(document: unknown, valueOf: (name: string) => string | undefined = () => undefined): string {
  return withUnknowns(JSON.stringify(document) ?? '', name => valueOf(name) ?? '?');
}

/** With the one provider that a principal can mean where only deployment knows it. */
export function withProvider(value: unknown, arn: string): unknown {
  if (Array.isArray(value)) {
    return value.map(one => withProvider(one, arn));
  }
  if (!isPlainObject(value)) {
    return value;
  }
  const written = (provider: unknown) => typeof provider === 'string' && isUnknownProvider(provider) ? arn : provider;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) =>
    [key, key === 'Federated' ? (Array.isArray(inner) ? inner.map(written) : written(inner)) : withProvider(inner, arn)]));
}
