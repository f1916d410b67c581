import { isUnresolved, requirePolicyText } from './text';
import { Misuse } from '../misuse';

const GITHUB_COM_HOST = 'token.actions.githubusercontent.com';
const KNOWN_URL = new RegExp(`^https://(?:${GITHUB_COM_HOST}/([^/]+)|token\\.actions\\.([^./]+)\\.ghe\\.com|([^/]+)/_services/token)$`);
const DNS_LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
const LONGEST_URL = 255;

/** What AWS and GitHub offer for an issuer. */
interface IssuerFeatures {
  readonly claimKeys: boolean;
  readonly immutableSubjects: boolean;
}

const CLOUD: IssuerFeatures = { claimKeys: true, immutableSubjects: true };
const SERVER: IssuerFeatures = { claimKeys: false, immutableSubjects: false };

/**
 * The service that signs a workflow's token: the token's `iss`, the URL of the IAM OIDC provider, and the prefix of its condition keys.
 *
 * An issuer is always a literal, because IAM needs it inside the names of condition keys.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export class GithubIssuer {
  /** GitHub.com: `https://token.actions.githubusercontent.com`. */
  public static readonly GITHUB_COM = new GithubIssuer(GITHUB_COM_HOST, CLOUD);

  /**
   * GitHub Enterprise Cloud, for an enterprise that puts its slug into the issuer.
   *
   * Use it only if the enterprise has switched on `include_enterprise_slug`; all others use `GITHUB_COM`.
   *
   * @param slug the enterprise's slug, the part after `github.com/enterprises/`; case matters
   * @throws if the slug is unresolved, or is not letters, digits and hyphens
   * @see https://docs.github.com/en/actions/reference/security/oidc
   */
  public static enterprise(slug: string): GithubIssuer {
    requireLiteral('the enterprise slug', slug);
    if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(slug)) {
      throw new Misuse('GithubIssuerInvalid',
        `the enterprise slug is '${slug}'; it holds letters, digits and hyphens only: pass the part after github.com/enterprises/`);
    }
    return new GithubIssuer(`${GITHUB_COM_HOST}/${slug}`, CLOUD);
  }

  /**
   * GitHub Enterprise Cloud with data residency: `https://token.actions.SUBDOMAIN.ghe.com`.
   *
   * @param subdomain the part before `.ghe.com`, in lower case
   * @throws if the subdomain is unresolved, or is not one lower-case DNS label
   * @see https://docs.github.com/en/actions/reference/security/oidc
   */
  public static dataResidency(subdomain: string): GithubIssuer {
    requireLiteral('the subdomain', subdomain);
    if (!new RegExp(`^${DNS_LABEL}$`).test(subdomain)) {
      throw new Misuse('GithubIssuerInvalid',
        `the subdomain is '${subdomain}'; it is one lower-case DNS label: pass 'octocorp' for octocorp.ghe.com`);
    }
    return new GithubIssuer(`token.actions.${subdomain}.ghe.com`, CLOUD);
  }

  /**
   * GitHub Enterprise Server: `https://HOSTNAME/_services/token`.
   *
   * AWS reads only `aud` and `sub` of its tokens, and its repositories have no immutable subjects.
   *
   * @param hostname the server's host name, in lower case, without scheme, port or path
   * @throws if the host name is unresolved, malformed, or one of GitHub's own hosts
   * @see https://docs.github.com/en/actions/reference/security/oidc
   */
  public static server(hostname: string): GithubIssuer {
    requireLiteral('the host name', hostname);
    if (!new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})+$`).test(hostname)) {
      throw new Misuse('GithubIssuerInvalid',
        `the host name is '${hostname}'; pass it in lower case, without scheme, port or path, such as 'github.example.com'`);
    }
    if (/(^|\.)(github\.com|githubusercontent\.com|ghe\.com)$/.test(hostname)) {
      throw new Misuse('GithubIssuerInvalid',
        `'${hostname}' is no GitHub Enterprise Server; use GithubIssuer.GITHUB_COM, .enterprise(slug) or .dataResidency(subdomain)`);
    }
    return new GithubIssuer(`${hostname}/_services/token`, SERVER);
  }

  /** @internal */
  public static _fromUrl(url: string | undefined): GithubIssuer {
    const [, slug, subdomain, hostname] = KNOWN_URL.exec(url ?? '') ?? [];
    if (slug) { return GithubIssuer.enterprise(slug); }
    if (subdomain) { return GithubIssuer.dataResidency(subdomain); }
    if (hostname) { return GithubIssuer.server(hostname); }
    if (url === GithubIssuer.GITHUB_COM.url) { return GithubIssuer.GITHUB_COM; }
    throw new Misuse('GithubIssuerInvalid', `the claim iss is '${url}', no GitHub issuer; it is such as '${GithubIssuer.GITHUB_COM.url}'`);
  }

  /** The issuer's URL, equal to the token's `iss` and to the `Url` of the IAM OIDC provider. */
  public readonly url: string;

  /**
   * Whether AWS reads GitHub's ten claim keys, such as `repository_id`, from this issuer's tokens.
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
   */
  public readonly hasClaimKeys: boolean;

  /** Whether repositories of this issuer can mint immutable subjects, `repo:OWNER@ID/REPO@ID:…`. */
  public readonly hasImmutableSubjects: boolean;

  private constructor(
    /** The prefix of this issuer's condition keys and the name of its IAM OIDC provider: the URL without scheme, path included. */
    public readonly conditionKeyPrefix: string,
    features: IssuerFeatures,
  ) {
    this.url = `https://${conditionKeyPrefix}`;
    if (this.url.length > LONGEST_URL) {
      throw new Misuse('GithubIssuerInvalid', `the issuer '${this.url}' has ${this.url.length} characters, and IAM takes ${LONGEST_URL}; check the name`);
    }
    this.hasClaimKeys = features.claimKeys;
    this.hasImmutableSubjects = features.immutableSubjects;
  }
}

function requireLiteral(what: string, text: string): void {
  requirePolicyText(what, text);
  if (isUnresolved(text)) {
    throw new Misuse('GithubIssuerUnresolved',
      `${what} is '${text}', known only at deployment, and a condition key must be literal; write it into the program`);
  }
}
