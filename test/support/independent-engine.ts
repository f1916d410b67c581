import { dirname, join } from 'path';
import { loadPolicy } from '@cloud-copilot/iam-policy';

/**
 * The IAM engine that we did not write. Its front door drops GitHub's condition keys, so the core is loaded by path.
 */
const dist = dirname(require.resolve('@cloud-copilot/iam-simulate'));
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { authorize } = require(join(dist, 'core_engine', 'CoreSimulatorEngine.js'));
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { AwsRequestImpl } = require(join(dist, 'request', 'request.js'));
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { RequestContextImpl } = require(join(dist, 'requestContext.js'));

const ACCOUNT = '111111111111';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/under-test`;

type Context = Record<string, string | string[]>;

function decide(request: {
  principal: string; action: string; resource: string; context: Context; identityPolicies?: unknown[]; resourcePolicy?: unknown;
}): boolean {
  const named = (policy: unknown, index = 0) => loadPolicy(policy as never, { name: `policy-${index}` });
  const analysis = authorize({
    request: new AwsRequestImpl(
      request.principal, { resource: request.resource, accountId: ACCOUNT }, request.action, new RequestContextImpl(request.context), request.resource === '*',
    ),
    sessionPolicy: undefined,
    identityPolicies: (request.identityPolicies ?? []).map(named),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: request.resourcePolicy === undefined ? undefined : named(request.resourcePolicy),
    permissionBoundaries: undefined,
    vpcEndpointPolicies: undefined,
    simulationParameters: { simulationMode: 'Strict', discoveryContextKeyConstraints: { constraintFor: () => undefined } },
  });
  return analysis.result === 'Allowed';
}

/**
 * Whether a resolved trust policy lets in a token of an issuer.
 *
 * @param claims what AWS reads of the token, by claim
 */
export function mayAssume(trustPolicy: unknown, conditionKeyPrefix: string, claims: Record<string, string>): boolean {
  return decide({
    principal: `arn:aws:iam::${ACCOUNT}:oidc-provider/${conditionKeyPrefix}`,
    action: 'sts:AssumeRoleWithWebIdentity',
    resource: ROLE,
    context: Object.fromEntries(Object.entries(claims).map(([claim, value]) => [`${conditionKeyPrefix}:${claim}`, value])),
    resourcePolicy: trustPolicy,
  });
}

/**
 * The key policy that aws-cdk-lib gives a key: the account's own policies decide. Without one, they count for nothing.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
};

/** Whether resolved identity policies let a role make a call. */
export function mayCall(identityPolicies: unknown[], action: string, resource: string, context: Context = {}): boolean {
  const resourcePolicy = resource.startsWith('arn:aws:kms:') ? KEY_POLICY : undefined;
  const principal = `arn:aws:sts::${ACCOUNT}:assumed-role/under-test/job`;
  return decide({ principal, action, resource, context, identityPolicies, resourcePolicy });
}
