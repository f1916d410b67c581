import { Trust } from '../checked-role';
import { isPinned } from '../demands';
import { problemsOf } from '../problems';
import { Rule } from '../rule';
import { filled, UNNAMED } from '../sample-texts';
import { admittedTokens, environmentRun } from '../sample-tokens';
import { subjectsOf, TrustedSubject } from '../trusted-subjects';

export const environmentAmbiguous: Rule = {
  id: 'EnvironmentAmbiguous',
  severity: 'error',
  summary: 'An environment with `%` or `:` in its name, where nothing demands the claim `environment`: `a:b` and `a%3Ab` have one subject.',
  fix: "demand the environment's name as the claim environment too, or, where AWS does not read that claim, rename the environment",
  link: 'https://docs.github.com/en/actions/reference/security/oidc',
  ofRole: role => problemsOf(role, trust => subjectsOf(trust).filter(isAmbiguous).map(({ text }) => text), (subjects, { issuer }) =>
    `${subjects} does not tell which environment is meant: ${issuer.encodesColons ? "GitHub writes ':' as '%3A' and leaves '%' alone" : "the server may leave ':' as it is"}, and no claim beside it tells`),
  compliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:Production%3AV1', environment: 'Production:V1' } } },
  nonCompliant: { conditions: { StringEquals: { aud: 'sts.amazonaws.com', sub: 'repo:octo-org@123456/octo-repo@456789:environment:Production%3AV1' } } },
};

/** Our own statements demand the claim wherever the name holds one of these signs, and so does this rule. */
function isAmbiguous({ segments, trust }: TrustedSubject): boolean {
  return segments.some(({ key, value }, index) => {
    // Where `:` may stand as it is, the rest of the name looks like one segment more.
    const rest = trust.issuer.encodesColons || segments[index + 1]?.value !== undefined ? undefined : segments[index + 1]?.key;
    const name = [value ?? '', ...rest === undefined ? [] : [rest]].join(':');
    return key === 'environment' && /[:%]/.test(name) && !isPinned(trust, 'environment') && isNotTold(filled(name), trust);
  });
}

function isNotTold(name: string, trust: Trust): boolean {
  const lets = (environment: string) => admittedTokens(trust, { ...environmentRun(environment), context: `environment:${name}` }).length > 0;
  return lets(UNNAMED) || (name.includes('%3A') && lets(name) && lets(name.replaceAll('%3A', ':')));
}
