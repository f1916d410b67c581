import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { allow, inParts } from './allow';
import { requireNames } from './given-name';
import { Granted } from './granted';
import { requireOptions } from './options';
import { maskUnresolved, UNRESOLVED, withoutTokens } from '../github/text';
import { Misuse } from '../misuse';

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html: Converse and ConverseStream ask for the same two
const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];

/** Options of `grantBedrockInvoke`. */
export interface BedrockInvokeGrantOptions {
  /** The foundation models by ID, such as `amazon.nova-lite-v1:0`. */
  readonly modelIds: string[];

  /**
   * Inference profiles: those that Bedrock defines by ID, such as `eu.amazon.nova-lite-v1:0`, application inference profiles by ARN. A value
   * that is known only at deployment is an ARN.
   *
   * With them, the models are reached through these profiles only, in whichever Region a profile sends the call to.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
   * @default - none, the models are called directly, in the Region of the role's stack
   */
  readonly inferenceProfileIds?: string[];
}

/** Call foundation models, directly or through inference profiles. */
export function grantBedrockInvoke(grantee: iam.IGrantable, scope: IConstruct, options: BedrockInvokeGrantOptions): Granted {
  const { modelIds, inferenceProfileIds } = requireOptions(scope, options, { modelIds: true, inferenceProfileIds: true });
  const stack = Stack.of(scope);
  const models = requireNames('the model IDs', modelIds, 'amazon.nova-lite-v1:0').map(requireModelId);
  const modelArns = (region?: string) => models.map(resourceName =>
    stack.formatArn({ service: 'bedrock', region, account: '', resource: 'foundation-model', resourceName }));
  if (inferenceProfileIds === undefined) {
    return { grant: allow(grantee, [{ actions: INVOKE, resources: modelArns() }]), resources: modelArns(), steers: [] };
  }

  const profiles = requireNames('the inference profiles', inferenceProfileIds, 'eu.amazon.nova-lite-v1:0').map(id => profileArn(stack, id));
  return {
    grant: allow(grantee, [
      { actions: INVOKE, resources: profiles },
      ...inParts(profiles).map(part => ({
        actions: INVOKE, resources: modelArns('*'), conditions: { StringEquals: { 'bedrock:InferenceProfileArn': part } },
      })),
    ]),
    resources: profiles,
    steers: [],
  };
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetFoundationModel.html
const MODEL_ID = /^[A-Za-z0-9-]+([.:][A-Za-z0-9-]+)*$/;
const GEOGRAPHY = /^(us|us-gov|eu|apac|au|ca|jp|global)\./;

function requireModelId(id: string): string {
  if (!MODEL_ID.test(withoutTokens(id)) || /^arn:/.test(id) || GEOGRAPHY.test(id)) {
    throw new Misuse('GrantOptionInvalid', `one of the model IDs is '${id}'; `
      + 'write the foundation model\'s own ID, such as \'amazon.nova-lite-v1:0\', and an inference profile into inferenceProfileIds');
  }
  return id;
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html
const PROFILE_ID = /^[A-Za-z0-9.:-]+$/;
const PROFILE_ARN = /^arn:[^:/]+:bedrock:[^:/]*:[^:/]*:(application-)?inference-profile\/[A-Za-z0-9.:-]+$/;

function profileArn(stack: Stack, id: string): string {
  const literal = withoutTokens(id);
  if (maskUnresolved(id) === UNRESOLVED || PROFILE_ARN.test(literal)) { return id; }
  if (/^arn:/.test(literal) || !PROFILE_ID.test(literal)) {
    throw new Misuse('GrantOptionInvalid',
      `one of the inference profiles is '${id}'; write the ID or the ARN of an inference profile, such as 'eu.amazon.nova-lite-v1:0'`);
  }
  return stack.formatArn({ service: 'bedrock', resource: 'inference-profile', resourceName: id });
}
