import { RepositoryIdentity } from './repository-identity';
import { requirePattern, SubjectContext } from './subject-context';
import { requireOwner } from './subject-owner';
import { hasWildcard, isUnresolved, requirePolicyText } from './text';
import { Misuse } from '../misuse';

/**
 * Who may assume a role: one shape of the token's `sub`.
 *
 * The subjects of a role are ORed: the widest of them decides who gets in.
 * Take subjects from a `GithubRepository`; `custom` and `customLike` are for repositories with a subject template of their own.
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
      text: subject, isPattern: false, kind: ['CustomSubject', 'CustomSubjects'], words: `subject ${subject}`,
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
      text: pattern, isPattern: true, kind: ['CustomSubjectLike', 'CustomSubjectsLike'], words: `subjects like ${pattern}`,
    });
  }

  /** @internal */
  public static _of(repository: RepositoryIdentity, context: SubjectContext): GithubSubject {
    const name = repository.immutableName ?? repository.fullName;
    if (context.isPattern && isUnresolved(name)) {
      throw new Misuse('GithubPatternUnresolved',
        `the repository is '${name}', known only at deployment, and '${context.words}' is a pattern: a value such as '*' would let others in; `
        + 'write names and IDs into the program, or use an exact branch, tag or environment');
    }
    return new GithubSubject(context, repository);
  }

  private constructor(
    /** @internal */
    public readonly _context: SubjectContext,
    /** @internal */
    public readonly _repository?: RepositoryIdentity,
  ) {}

  /** The subject in plain words, such as `environment production of octo-org/octo-repo`. */
  public toString(): string {
    return this._repository ? `${this._context.words} of ${this._repository.fullName}` : this._context.words;
  }
}
