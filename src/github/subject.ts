import { bothDemands, ClaimDemand, ClaimDemands, readClaims } from './claim-demands';
import type { GithubClaims } from './claims';
import { RepositoryIdentity } from './repository-identity';
import { requirePattern, SubjectContext } from './subject-context';
import { requireOwner } from './subject-owner';
import { AppliedTemplate, subjectTexts } from './subject-text';
import { isUnresolved, requirePolicyText } from './text';
import { hasWildcard } from './wildcard';
import { Misuse } from '../misuse';

/**
 * Who may assume a role: one shape of the token's `sub`, and further claims where it has them.
 *
 * The subjects of a role are ORed: the widest of them decides who gets in. The claims of one subject are ANDed with it.
 * Take subjects from a `GithubRepository`; `custom` and `customLike` are for texts that it cannot express.
 */
export class GithubSubject {
  /**
   * A subject, to the letter.
   *
   * @param subject the whole text of `sub`, as the token has it (`:` inside a value is `%3A` there)
   * @throws if the text is blank, holds a wildcard, or names neither an owner nor a repository
   * @see https://docs.github.com/en/actions/reference/security/oidc
   */
  public static custom(subject: string): GithubSubject {
    requirePolicyText('the subject', subject);
    if (hasWildcard(subject)) {
      throw new Misuse('GithubWildcardRefused', `the subject is '${subject}', and custom() takes it to the letter; use customLike('${subject}') for a pattern`);
    }
    requireOwner(subject);
    return new GithubSubject({
      text: subject, isPattern: false, kind: ['CustomSubject', 'CustomSubjects'], words: `subject ${subject}`, claims: {},
    });
  }

  /**
   * A pattern of subjects: `*` stands for any text, also across `/` and `:`, and `?` for one character.
   *
   * @param pattern the pattern; the text to the left of its first wildcard must name an owner
   * @throws if the pattern is blank, holds an unresolved value, or lets in every owner
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
   */
  public static customLike(pattern: string): GithubSubject {
    requirePattern('the subject pattern', pattern);
    requireOwner(pattern);
    return new GithubSubject({
      text: pattern, isPattern: true, kind: ['CustomSubjectLike', 'CustomSubjectsLike'], words: `subjects like ${pattern}`, claims: {},
    });
  }

  /** @internal */
  public static _of(repository: RepositoryIdentity, context: SubjectContext, template?: AppliedTemplate): GithubSubject {
    const name = repository.immutableName ?? repository.fullName;
    if (context.isPattern && isUnresolved(name)) {
      throw new Misuse('GithubPatternUnresolved',
        `the repository is '${name}', known only at deployment, and '${context.words}' is a pattern: a value such as '*' would let others in; `
        + 'write names and IDs into the program, or use an exact branch, tag or environment');
    }
    const texts = subjectTexts(name, repository, context, template);
    if ((context.isPattern || texts.some(hasWildcard)) && texts.some(isUnresolved)) {
      throw new Misuse('GithubPatternUnresolved',
        `'${context.words}' of '${name}' is known only at deployment, and stands in a pattern: a value such as '*' would let others in; write it into the program`);
    }
    return new GithubSubject(context, repository, template);
  }

  private constructor(
    /** @internal */
    public readonly _context: SubjectContext,
    /** @internal */
    public readonly _repository?: RepositoryIdentity,
    /** @internal */
    public readonly _template?: AppliedTemplate,
    /** @internal */
    public readonly _claims: ClaimDemands = {},
  ) {}

  /**
   * The same subject, whose tokens also have these claims. Where it has claims already, both demands have to be met.
   *
   * @param claims what the claims have to be; all of them have to hold
   * @throws if no claim is named, if AWS does not read one, if no token could have such a value, or if no token could meet both demands on a claim
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
   */
  public withClaims(claims: GithubClaims): GithubSubject {
    const demands = bothDemands(this._claims, readClaims(claims));
    requireAgreement(toldClaims(this), demands);
    return new GithubSubject(this._context, this._repository, this._template, demands);
  }

  /** The subject in plain words, such as `environment production of octo-org/octo-repo`. */
  public toString(): string {
    const who = this._repository ? `${this._context.words} of ${this._repository.fullName}` : this._context.words;
    const claims = Object.entries(this._claims).sort(([one], [other]) => one < other ? -1 : 1)
      .map(([claim, { isPattern, values }]) => `${claim} ${isPattern ? 'like ' : ''}${[...new Set(values)].sort().join(' or ')}`);
    return claims.length === 0 ? who : `${who} with ${claims.join(' and ')}`;
  }
}

/** What the subject tells of claims by itself, in exact values. */
function toldClaims({ _context: context, _repository: repository, _template: template }: GithubSubject): [claim: string, ClaimDemand][] {
  const told = {
    ...(context.isPattern ? {} : context.claims),
    ...(repository && !repository.isWholeOwner && { repository: repository.fullName }),
  };
  const exact = Object.entries(told).map(([claim, value]): [string, ClaimDemand] => [claim, { isPattern: false, values: [value] }]);
  return [...exact, ...Object.entries(template?.values ?? {})];
}

/** A demand for another value than the subject tells would let nobody in. What is known only at deployment is not judged. */
function requireAgreement(told: readonly [claim: string, ClaimDemand][], demands: ClaimDemands): void {
  for (const [claim, value] of told.filter(([name]) => Object.hasOwn(demands, name))) {
    if (!value.isPattern && ![...value.values, ...demands[claim].values].some(isUnresolved)) {
      bothDemands({ [claim]: value }, { [claim]: demands[claim] });
    }
  }
}
