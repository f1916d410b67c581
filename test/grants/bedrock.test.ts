import { App, Aws, CfnParameter } from 'aws-cdk-lib';
import { BedrockInvokeGrantOptions, grantBedrockInvoke } from '../../src/grants/bedrock';
import { apiMisfits } from '../support/api-data';
import { allowedOf, Call, wordsOf } from '../support/calls';
import { policiesIn, statementsIn } from '../support/deployed';
import { newRole } from '../support/job-role';

const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
const [MODEL, OTHER] = ['amazon.nova-lite-v1:0', 'amazon.nova-pro-v1:0'];
const PROFILE = 'arn:aws:bedrock:eu-west-1:111111111111:inference-profile/eu.amazon.nova-lite-v1:0';
const OWN_PROFILE = 'arn:aws:bedrock:eu-west-1:111111111111:application-inference-profile/a1b2c3';

function model(id = MODEL, region = 'eu-west-1') {
  return `arn:aws:bedrock:${region}::foundation-model/${id}`;
}

describe('grantBedrockInvoke', () => {
  test('renders models, which have no account, in the stack\'s Region, and nothing else', () => {
    const { stack, role } = newRole();
    const { grant, resources, steers } = grantBedrockInvoke(role, role, { modelIds: [MODEL, OTHER, MODEL] });
    grant.assertSuccess();
    expect(statementsIn(stack)).toEqual([{ Effect: 'Allow', Action: INVOKE, Resource: [model(), model(OTHER)] }]);
    expect(resources).toHaveLength(2);
    expect(steers).toEqual([]);
  });

  test('renders models of any Region behind inference profiles, and only there', () => {
    const { stack, role } = newRole();
    const { resources } = grantBedrockInvoke(role, role, { modelIds: [MODEL], inferenceProfileIds: ['eu.amazon.nova-lite-v1:0', OWN_PROFILE] });
    expect(statementsIn(stack)).toEqual([
      { Effect: 'Allow', Action: INVOKE, Resource: [PROFILE, OWN_PROFILE] },
      {
        Effect: 'Allow',
        Action: INVOKE,
        Resource: model(MODEL, '*'),
        Condition: { StringEquals: { 'bedrock:InferenceProfileArn': [PROFILE, OWN_PROFILE] } },
      },
    ]);
    expect(resources).toHaveLength(2);
  });

  test('names the partition by AWS\'s own word for it', () => {
    const { stack, role } = newRole(new App(), 'Stack', {});
    grantBedrockInvoke(role, role, { modelIds: [MODEL], inferenceProfileIds: ['us-gov.amazon.nova-lite-v1:0'] });
    expect(statementsIn(stack, { partition: 'aws-us-gov' }).map(({ Resource: resource }) => resource)).toEqual([
      'arn:aws-us-gov:bedrock:eu-west-1:111111111111:inference-profile/us-gov.amazon.nova-lite-v1:0',
      'arn:aws-us-gov:bedrock:*::foundation-model/amazon.nova-lite-v1:0',
    ]);
  });

  test.each([false, true])('says the same thing once (policies minimised: %s)', minimizePolicies => {
    const after = (times: number) => {
      const { stack, role } = newRole(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies } }));
      for (let time = 0; time < times; time++) { grantBedrockInvoke(role, role, { modelIds: [MODEL], inferenceProfileIds: [OWN_PROFILE] }); }
      return statementsIn(stack);
    };
    expect(after(2)).toEqual(after(1));
  });

  test('passes what is known only at deployment: a model\'s ID, a profile\'s ARN', () => {
    const { stack, role } = newRole();
    const [modelId, profileArn] = ['Model', 'Profile'].map(id => new CfnParameter(stack, id).valueAsString);
    grantBedrockInvoke(role, role, { modelIds: [modelId], inferenceProfileIds: [profileArn] });
    expect(statementsIn(stack).map(({ Resource: resource }) => resource)).toEqual(['${Profile}', model('${Model}', '*')]);
  });

  test('takes a profile\'s ID or ARN that is known in part', () => {
    const { stack, role } = newRole();
    const { valueAsString: area } = new CfnParameter(stack, 'Area');
    const inferenceProfileIds = [`${area}.${MODEL}`, `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:111111111111:application-inference-profile/${area}`];
    grantBedrockInvoke(role, role, { modelIds: [MODEL], inferenceProfileIds });
    expect(statementsIn(stack)[0].Resource).toEqual([PROFILE.replace('eu.', '${Area}.'), OWN_PROFILE.replace('a1b2c3', '${Area}')]);
  });

  test.each([
    'anthropic.claude-3-sonnet-20240229-v1:0:28k', 'deepseek.v3.2', 'meta.llama3-1-8b-instruct-v1:0', 'openai.gpt-oss-120b-1:0',
  ])('takes the model %s', id => {
    const { stack, role } = newRole();
    grantBedrockInvoke(role, role, { modelIds: [id] });
    expect(statementsIn(stack)[0].Resource).toBe(model(id));
  });

  test.each<[string, unknown, string]>([
    ['no options', undefined, "the model IDs are 'undefined'; pass a list of at least one, such as ['amazon.nova-lite-v1:0']"],
    ['no models', { modelIds: [] }, "the model IDs are ''; pass a list of at least one"],
    ['a model that is no list', { modelIds: MODEL }, `the model IDs are '${MODEL}'; pass a list of at least one`],
    ['an empty model', { modelIds: [''] }, "one of the model IDs is ''; pass a text such as 'amazon.nova-lite-v1:0'"],
    ['null for a model', { modelIds: [null] }, "one of the model IDs is 'null'; pass a text"],
    ['every model of a maker', { modelIds: ['amazon.*'] }, "one of the model IDs is 'amazon.*', which stands for several"],
    ['a model by ARN', { modelIds: [model()] }, `one of the model IDs is '${model()}'; write the foundation model's own ID`],
    ...['nova/lite', 'amazon.nova-lite-v1:0/more', 'amazon nova', 'amazon.', ':0', '../nova'].map((id): [string, unknown, string] =>
      [`the model '${id}'`, { modelIds: [id] }, `one of the model IDs is '${id}'; write the foundation model's own ID`]),
    ...[
      'inference-profile/eu.nova', 'x:inference-profile/eu.nova', 'eu/nova', 'eu.nova/more', 'eu nova', `${PROFILE}/more`, PROFILE.replace('bedrock', 'sagemaker'),
      PROFILE.replace('inference-profile', 'prompt-router'),
    ].map((id): [string, unknown, string] => [`the profile '${id}'`, { modelIds: [MODEL], inferenceProfileIds: [id] },
      `one of the inference profiles is '${id}'; write the ID or the ARN of an inference profile`]),
    ['a profile for a model', { modelIds: [`eu.${MODEL}`] }, `one of the model IDs is 'eu.${MODEL}'; write the foundation model's own ID`],
    ['no profiles', { modelIds: [MODEL], inferenceProfileIds: [] }, "the inference profiles are ''; pass a list of at least one"],
    ['null for profiles', { modelIds: [MODEL], inferenceProfileIds: null }, "the inference profiles are 'null'; pass a list of at least one"],
    ['several profiles', { modelIds: [MODEL], inferenceProfileIds: [`*.${MODEL}`] },
      `one of the inference profiles is '*.${MODEL}', which stands for several`],
    ['a model for a profile', { modelIds: [MODEL], inferenceProfileIds: [model()] },
      `one of the inference profiles is '${model()}'; write the ID or the ARN of an inference profile`],
  ])('refuses %s, and grants nothing', (_, options, message) => {
    const { stack, role } = newRole();
    expect(() => grantBedrockInvoke(role, role, options as never)).toThrow(expect.objectContaining({
      name: expect.stringMatching(/^(GrantOptionInvalid|WildcardResource)$/), message: expect.stringContaining(message),
    }));
    expect(statementsIn(stack)).toEqual([]);
  });
});

const through = (profile: string) => ({ 'bedrock:InferenceProfileArn': profile });

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html, and of its three neighbours
const calls = (what: string, resource: string, context?: Record<string, string>): Call[] =>
  INVOKE.map(action => [`${action} ${what}`, action, resource, context]);
const DIRECT = calls('of the model', model());
const THROUGH_PROFILE = [
  ...calls('of the profile', PROFILE),
  ...calls('of the model in its Region', model(), through(PROFILE)),
  ...calls('of the model where it was sent to', model(MODEL, 'eu-central-1'), through(PROFILE)),
  // https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
  ...calls('of the model in no Region', model(MODEL, ''), through(PROFILE)),
];
const NEVER: Call[] = [
  ...calls('of another model', model(OTHER)),
  ...calls('of another model, through the profile', model(OTHER, 'eu-central-1'), through(PROFILE)),
  ...calls('of the model in another Region', model(MODEL, 'us-east-1')),
  ...calls('of another profile', PROFILE.replace('lite', 'pro')),
  ...calls('of another account\'s profile', PROFILE.replace('111111111111', '222222222222')),
  ...calls('through another profile', model(MODEL, 'eu-central-1'), through(PROFILE.replace('eu.', 'us.'))),
  ...calls('of an imported model', 'arn:aws:bedrock:eu-west-1:111111111111:imported-model/a1'),
  ...calls('of bought capacity', 'arn:aws:bedrock:eu-west-1:111111111111:provisioned-model/a1'),
  ['ApplyGuardrail', 'bedrock:ApplyGuardrail', 'arn:aws:bedrock:eu-west-1:111111111111:guardrail/a1'],
  ['GetFoundationModel', 'bedrock:GetFoundationModel', model()],
  ['CreateInferenceProfile', 'bedrock:CreateInferenceProfile', PROFILE],
  ['DeleteInferenceProfile', 'bedrock:DeleteInferenceProfile', PROFILE],
  ['PutModelInvocationLoggingConfiguration', 'bedrock:PutModelInvocationLoggingConfiguration', '*'],
  ['CreateModelCustomizationJob', 'bedrock:CreateModelCustomizationJob', model()],
  ['PassRole', 'iam:PassRole', 'arn:aws:iam::111111111111:role/any', { 'iam:PassedToService': 'bedrock.amazonaws.com' }],
];

describe('with the rendered permissions, decided by an engine that is not ours', () => {
  function decided(options: BedrockInvokeGrantOptions) {
    const { stack, role } = newRole();
    grantBedrockInvoke(role, role, options);
    return { policies: policiesIn(stack), statements: statementsIn(stack) };
  }
  const direct = () => decided({ modelIds: [MODEL] });
  const profiled = () => decided({ modelIds: [MODEL], inferenceProfileIds: [`eu.${MODEL}`] });

  test('a job calls a model directly, and nothing else', () => {
    const { policies } = direct();
    expect(allowedOf(policies, DIRECT)).toEqual(wordsOf(DIRECT));
    expect(allowedOf(policies, [...calls('of the profile', PROFILE), ...NEVER])).toEqual([]);
  });

  test('a job calls a model through a profile, and never around it', () => {
    const { policies } = profiled();
    expect(allowedOf(policies, THROUGH_PROFILE)).toEqual(wordsOf(THROUGH_PROFILE));
    expect(allowedOf(policies, [...DIRECT, ...NEVER])).toEqual([]);
  });

  test('AWS knows every action, resource and condition key', async () => {
    expect(await apiMisfits([...direct().statements, ...profiled().statements])).toEqual([]);
  });
});
