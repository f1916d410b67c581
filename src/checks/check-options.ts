import type { ReadOptions } from './app/read-app';
import type { GithubOidcChecksProps } from './github-oidc-checks';
import { shown } from '../github/text';
import { Misuse } from '../misuse';
import { requireIssuer } from '../provider/facts';
import { requireQuota } from '../trust/quota';

/** What is told beside the templates, once it is sure to be right. */
export function checkOptions(props: GithubOidcChecksProps | undefined): ReadOptions {
  const { issuers = [], trustPolicyQuota: quota } = props ?? {};
  if (!Array.isArray(issuers)) {
    throw new Misuse('GithubIssuerInvalid', `issuers is '${shown(issuers)}', not a list; pass such as [GithubIssuer.server('github.example.com')]`);
  }
  issuers.forEach(issuer => requireIssuer(issuer ?? null));
  return { issuers: [...issuers], quota: quota === undefined ? undefined : requireQuota(quota) };
}
