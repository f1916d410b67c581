import { CheckedProvider } from '../checked-role';
import { Rule } from '../rule';
import { quoted } from '../words';

export const providerDuplicated: Rule = {
  id: 'ProviderDuplicated',
  severity: 'error',
  summary: 'Two IAM OIDC providers of one URL in one account, which IAM refuses.',
  fix: 'make it once, in a stack of its own, and use it from there: GithubOidcProvider.getOrCreate(), or fromAccount() where it exists',
  link: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html',
  dependsOn: 'place',
  ofProvider: (provider, others) => {
    const same = others.filter(other => isSame(provider, other));
    return same.length === 0 ? [] : [
      { message: `the provider of '${provider.url}' is also made as ${quoted(same.map(({ path }) => path))}, and an account has one of each URL` },
    ];
  },
  compliant: {
    providers: [
      { path: 'One/Provider', account: '111111111111', url: 'https://token.actions.githubusercontent.com', audiences: ['sts.amazonaws.com'] },
      { path: 'Two/Provider', account: '222222222222', url: 'https://token.actions.githubusercontent.com', audiences: ['sts.amazonaws.com'] },
    ],
  },
  nonCompliant: {
    providers: [
      { path: 'One/Provider', account: '111111111111', url: 'https://token.actions.githubusercontent.com', audiences: ['sts.amazonaws.com'] },
      { path: 'Two/Provider', account: '111111111111', url: 'https://token.actions.githubusercontent.com', audiences: ['sts.amazonaws.com'] },
    ],
  },
};

/** An account that is known only at deployment is taken for the same as another one that is. */
function isSame(one: CheckedProvider, other: CheckedProvider): boolean {
  return one.url !== undefined && other.url !== undefined && one.account === other.account && withoutSlash(one.url) === withoutSlash(other.url);
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
