import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import { openApp, ReadOptions } from './app/read-app';
import { findingsIn, PlacedFinding } from './app-findings';
import { checkOptions } from './check-options';
import { RULES } from './rules';
import { VERSION } from './version';
import { acknowledgedOn, isWarned, PLUGIN } from './warning';
import { GithubIssuer } from '../github/issuer';

/** Options of `GithubOidcChecks`. */
export interface GithubOidcChecksProps {
  /**
   * GitHub Enterprise Servers whose version is known: a newer one can be held to more. Servers are recognised without it.
   *
   * @default - the issuers of this package's roles in the app
   */
  readonly issuers?: GithubIssuer[];

  /**
   * The accounts' quota for the length of a role's trust policy, in characters, 2048 to 8192: quota code `L-C07B4B0D`.
   *
   * @default - for each account the largest that a `GithubOidcRole` of the app was made with, at least 2048
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   */
  readonly trustPolicyQuota?: number;
}

/**
 * Checks every role of the app that trusts a GitHub issuer, whoever made it, and every IAM OIDC provider of one, in the templates as they are
 * about to be deployed: `Validations.of(app).addPlugins(new GithubOidcChecks())`.
 *
 * Errors fail synthesis, warnings are told. Either is acknowledged with a reason, on the construct or one around it:
 * `Validations.of(role).acknowledge({ id: 'GithubOidcChecks::RULE', reason: '…' })`, also a warning that the role carries itself. Nothing is
 * asked of AWS or GitHub.
 */
export class GithubOidcChecks implements IPolicyValidationPlugin {
  /** The plugin's name: what ids of its rules begin with. */
  public readonly name: string = PLUGIN;
  /** The version of this package. */
  public readonly version?: string = VERSION;
  /** The ids of its rules. They are listed in RULES.md. */
  public readonly ruleIds?: string[] = RULES.map(({ id }) => id);

  readonly #options: ReadOptions;

  /**
   * Makes the plugin; it checks nothing before the CDK calls it.
   *
   * @param props what the templates do not tell
   * @throws if an issuer is none, or the quota no number that AWS grants
   */
  constructor(props: GithubOidcChecksProps = {}) {
    this.#options = checkOptions(props);
  }

  /**
   * Called by the CDK at the end of synthesis.
   *
   * @param context the app and its templates
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const app = openApp(context.appConstruct, context.templatePaths, this.#options);
    const findings = findingsIn(app).filter(({ finding, place }) => finding.severity === 'error' || !isWarned(place.construct, finding));
    return { success: findings.every(({ finding }) => finding.severity !== 'error'), violations: findings.map(violation) };
  }
}

function violation({ finding, place: { logicalId, templateFile, resource } }: PlacedFinding): PolicyViolation {
  const { ruleId, severity, path, message, fix } = finding;
  // The CDK looks for acknowledgements at the path and above.
  const constructPath = acknowledgedOn(resource).has(`${PLUGIN}::${ruleId}`) ? resource.node.path : path;
  return {
    ruleName: ruleId,
    description: message,
    severity,
    fix,
    violatingResources: [{ constructPath, resourceLogicalId: logicalId, templatePath: templateFile, locations: [] }],
  };
}
