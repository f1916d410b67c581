import { isUnresolved, requirePolicyText, shown } from './text';
import { Misuse } from '../misuse';

const GITHUB_COM_HOST = 'token.actions.githubusercontent.com';
const KNOWN_URL = new RegExp(`^https://(?:${GITHUB_COM_HOST}/([^/]+)|token\\.actions\\.([^./]+)\\.ghe\\.com(/\\2)?|([^/]+)/_services/token)$`);
const DNS_LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
const LONGEST_URL = 255;

/** What AWS and GitHub offer for an issuer. */
interface IssuerFeatures {
  readonly claimKeys: boolean;
  readonly immutableSubjects: boolean;
  readonly encodesColons: boolean;
}

const CLOUD: IssuerFeatures = { claimKeys: true, immutableSubjects: true, encodesColons: true };
/** The first version whose documentation promises that `:` in a value of `sub` is encoded. */
const ENCODES_COLONS_FROM = [3, 19] as const;

/** What is known of a GitHub Enterprise Server. */
export interface GithubServerOptions {
  /**
   * The oldest version that the server runs, such as `3.19`.
   *
   * Up to 3.18, nothing promises that a `:` inside a value of `sub` is encoded, so that a value may look like several segments. What relies
   * on the encoding needs a newer version stated here: subjects of a whole owner, values with `:`, and subject templates that begin with
   * something else than `repo` or an ID, or have a key behind one whose value may be any text.
   *
   * @default - not known, which is taken for 3.18 or older
   * @see https://docs.github.com/en/actions/reference/security/oidc
   */
  readonly version?: string;
}

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
   * GitHub Enterprise Cloud with data residency, for an enterprise that puts its slug into the issuer:
   * `https://token.actions.SUBDOMAIN.ghe.com/SUBDOMAIN`.
   *
   * AWS reads only `aud` and `sub` of its tokens. Use it only if the enterprise has switched on `include_enterprise_slug`.
   *
   * @param subdomain the part before `.ghe.com`, in lower case
   * @throws if the subdomain is unresolved, or is not one lower-case DNS label
   * @see https://docs.github.com/en/actions/reference/security/oidc
   */
  public static dataResidencyEnterprise(subdomain: string): GithubIssuer {
    const { conditionKeyPrefix } = GithubIssuer.dataResidency(subdomain);
    return new GithubIssuer(`${conditionKeyPrefix}/${subdomain}`, { ...CLOUD, claimKeys: false });
  }

  /**
   * GitHub Enterprise Server: `https://HOSTNAME/_services/token`.
   *
   * AWS reads only `aud` and `sub` of its tokens, and its repositories have no immutable subjects.
   *
   * @param hostname the server's host name, in lower case, without scheme, port or path
   * @param options what is known of the server
   * @throws if the host name is unresolved, malformed, or one of GitHub's own hosts, or if the version is no number
   * @see https://docs.github.com/en/actions/reference/security/oidc
   */
  public static server(hostname: string, options: GithubServerOptions = {}): GithubIssuer {
    requireLiteral('the host name', hostname);
    if (!new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})+$`).test(hostname)) {
      throw new Misuse('GithubIssuerInvalid',
        `the host name is '${hostname}'; pass it in lower case, without scheme, port or path, such as 'github.example.com'`);
    }
    if (/(^|\.)(github\.com|githubusercontent\.com|ghe\.com)$/.test(hostname)) {
      throw new Misuse('GithubIssuerInvalid',
        `'${hostname}' is no GitHub Enterprise Server; use GithubIssuer.GITHUB_COM, .enterprise(slug) or .dataResidency(subdomain)`);
    }
    return new GithubIssuer(`${hostname}/_services/token`, { claimKeys: false, immutableSubjects: false, encodesColons: encodesColons(options?.version) });
  }

  /** @internal */
  public static _fromUrl(url: string | undefined): GithubIssuer {
    const [, slug, subdomain, residentSlug, hostname] = KNOWN_URL.exec(typeof url === 'string' ? url : '') ?? [];
    if (slug) { return GithubIssuer.enterprise(slug); }
    if (residentSlug) { return GithubIssuer.dataResidencyEnterprise(subdomain); }
    if (subdomain) { return GithubIssuer.dataResidency(subdomain); }
    if (hostname) { return GithubIssuer.server(hostname); }
    if (url === GithubIssuer.GITHUB_COM.url) { return GithubIssuer.GITHUB_COM; }
    throw new Misuse('GithubIssuerInvalid', `the claim iss is '${shown(url)}', no GitHub issuer; it is such as '${GithubIssuer.GITHUB_COM.url}'`);
  }

  /** The issuer's URL, equal to the token's `iss` and to the `Url` of the IAM OIDC provider. */
  public readonly url: string;

  /**
   * Whether AWS reads GitHub's ten claim keys, such as `repository_id`, from this issuer's tokens.
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
   */
  public readonly hasClaimKeys: boolean;

  /**
   * Whether repositories of this issuer can mint immutable subjects, `repo:OWNER@ID/REPO@ID:…`. GitHub does not say it of GHE.com; it is
   * assumed there.
   *
   * @see https://docs.github.com/en/actions/reference/security/oidc
   */
  public readonly hasImmutableSubjects: boolean;

  /** Whether a `:` inside a value of `sub` is sure to be encoded to `%3A`, so that no value can look like several. */
  public readonly encodesColons: boolean;

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
    this.encodesColons = features.encodesColons;
  }
}

function encodesColons(version: string | undefined): boolean {
  if (version === undefined) {
    return false;
  }
  const [, major, minor] = /^(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})(?:\.[0-9]{1,4})?$/.exec(typeof version === 'string' ? version : '') ?? [];
  if (major === undefined) {
    throw new Misuse('GithubServerVersionInvalid', `the server's version is '${shown(version)}'; write it as in '${ENCODES_COLONS_FROM.join('.')}'`);
  }
  return (Number(major) - ENCODES_COLONS_FROM[0] || Number(minor) - ENCODES_COLONS_FROM[1]) >= 0;
}

function requireLiteral(what: string, text: string): void {
  requirePolicyText(what, text);
  if (isUnresolved(text)) {
    throw new Misuse('GithubIssuerUnresolved',
      `${what} is '${text}', known only at deployment, and a condition key must be literal; write it into the program`);
  }
}
