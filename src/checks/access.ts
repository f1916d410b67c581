import { MISNAMED } from './misnamed-actions';
import { like } from '../github/wildcard';

/** Whether an action, or any that its wildcards stand for, may change something or give away credentials. */
export type Access = 'read' | 'write';

/** In any case, as IAM takes them. */
const READS = /^(?:batch)?(?:get|list|describe)/i;
/** Only as whole words: what begins like `Check` may be `Checkout`. */
const OTHER_READS = /^(?:Analyze|BatchCheck|BatchDetect|BatchLookup|BatchRead|Calculate|Check|Classify|Compare|ConditionCheck|Contains|Count|Detect|Download|Estimate|Fetch|Filter|Is|Lookup|Preview|Query|Read|Render|Scan|Search|Select|Simulate|Validate|View)(?![a-z])/;
/** AWS counts them as reading. What a job needs to read packages or images is not among them. */
const GIVES_CREDENTIALS = /^get(?:.*credentials|(?:federation|openid)token|.*(?:access|auth|connection|oauth2|payment)token$|(?:compute|data|instance)access$)/i;
/** What jobs that read often need and no verb tells. AWS counts all but `kms:Decrypt` as reading, and that changes nothing either. */
const OTHER_NAMES = new Set([
  'bedrock:invokemodel', 'bedrock:invokemodelwithresponsestream', 'dynamodb:partiqlselect', 'kms:decrypt', 'kubernetes:amazoneksadminviewpolicy',
  'kubernetes:amazoneksviewpolicy', 'logs:startquery', 'logs:stopquery',
]);

/** By the verb in the action's name, so that an action that nobody has heard of counts as `write`. */
export function accessOf(action: string): Access {
  const [, service, name] = /^([a-z0-9-]+):(.+)$/i.exec(action) ?? [];
  if (service === undefined) {
    return 'write';
  }
  const spelled = action.toLowerCase();
  if (OTHER_NAMES.has(spelled)) {
    return 'read';
  }
  const isMisnamed = (MISNAMED.get(service.toLowerCase()) ?? []).some(misnamed => like(misnamed, name.toLowerCase()));
  return !isMisnamed && !GIVES_CREDENTIALS.test(name) && (READS.test(name) || OTHER_READS.test(name)) ? 'read' : 'write';
}
