import type { ReadOptions } from './app/read-app';
import type { GithubOidcChecksProps } from './github-oidc-checks';
import { requireIssuer } from '../provider/facts';
import { requireQuota } from '../trust/quota';

/** What is told beside the templates, once it is sure to be right. */
export function checkOptions(props: GithubOidcChecksProps | undefined): ReadOptions {
  const { issuers = [], trustPolicyQuota: quota } = props ?? {};
  issuers.forEach(issuer => requireIssuer(issuer ?? null));
  return { issuers: [...issuers], quota: quota === undefined ? undefined : requireQuota(quota) };
}
