import type { Comparison } from './subject-hint';
import { valueHints } from './value-hint';
import { GithubOidcToken } from '../github/oidc-token';

const FORMS = "behind the repository stands ':environment:NAME', ':ref:refs/heads/BRANCH', ':ref:refs/tags/TAG' or ':pull_request'";
const TEMPLATE = 'a subject template makes this subject: name its keys by withSubjectTemplate()';
const OTHER_TEMPLATE = 'the policy wants a subject that only a subject template makes: want one of environment, ref and pull_request, '
  + "or give the test's repository the same withSubjectTemplate()";
/** Keys of a template, as far as they are claims that GitHub documents. */
const TEMPLATE_KEY = /^(?:actor|base_|check_|enterprise|event_|head_|job_|ref_|repo_property_|repository|run_|runner_|sha|workflow)[a-z_]*:/;

interface Contexts {
  readonly is: string;
  readonly wanted: string;
  readonly token: GithubOidcToken;
  readonly comparison: Comparison;
}

/** Why a job of the right repository has another context in its subject than the policy wants. */
export function contextHints({ is, wanted, token: { claims }, comparison: { ignoresCase } }: Contexts): string[] {
  const ofValue = valueHints(is, wanted, ignoresCase);
  if (ofValue.length > 0) {
    return ofValue;
  }
  const [head, wantedHead] = [headOf(is), headOf(wanted)];
  // A job with an environment has it in sub, unless a template says otherwise.
  const isTemplated = head === undefined || hasMore(is) || (claims.environment !== undefined && head !== 'environment');
  const wantsTemplate = wantedHead === undefined ? TEMPLATE_KEY.test(wanted) : hasMore(wanted);
  if (isTemplated || wantsTemplate) {
    return isTemplated && wantsTemplate ? [] : [isTemplated ? TEMPLATE : OTHER_TEMPLATE];
  }
  switch (true) {
    case wantedHead === undefined:
    case wantedHead === 'ref' && !/^ref:(?:refs\/|[*?])/.test(wanted):
      return [FORMS];
    case head === wantedHead:
      return [];
    case wantedHead === 'environment':
      return ['a job only has that subject when it names the environment: add `environment:` to the job, with the name spelled as in the policy'];
    case head === 'environment':
      return ['the job names an environment, and its subject then holds the environment and no branch, tag or pull request: trust environment(), or take `environment:` out of the job'];
    case head === 'pull_request':
      return ["a pull request's run has a subject of its own, without a branch: trust pullRequest() if it may have these permissions"];
    default:
      return ["only a pull request's run has the subject ':pull_request': trust branch() or tag() for a push"];
  }
}

/** What the default template's context begins with. */
function headOf(context: string): string | undefined {
  return /^(?:(environment|ref):|(pull_request)(?=:|$))/.exec(context)?.slice(1).find(head => head !== undefined);
}

/** Whether there is more than one context: a colon inside a value is encoded. */
function hasMore(context: string): boolean {
  return context.split(':').length > (context.startsWith('pull_request') ? 1 : 2);
}
