import { requireRefOrCommit } from './ref-or-commit';
import { parseRepository } from './repository-identity';
import { isUnresolved, requirePolicyText, shown } from './text';
import { hasWildcard } from './wildcard';
import { Misuse } from '../misuse';

/** What a claim has to be: one of several values, or like one of several patterns. */
export class ClaimMatch {
  /**
   * Any of these values, to the letter.
   *
   * @param values the values, at least one; case matters
   * @throws if there is no value, or one is blank or holds `*` or `?`
   */
  public static exactly(...values: string[]): ClaimMatch {
    requireTexts('value', values);
    const pattern = values.find(hasWildcard);
    if (pattern !== undefined) {
      throw new Misuse('GithubWildcardRefused', `the claim's value is '${pattern}', and exactly() takes it to the letter; use ClaimMatch.like('${pattern}') for a pattern`);
    }
    return new ClaimMatch('StringEquals', values);
  }

  /**
   * Anything like one of these patterns.
   *
   * @param patterns the patterns, at least one; `*` stands for any text, also across `/` and `:`, and `?` for one character
   * @throws if there is no pattern, or one is blank or known only at deployment
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
   */
  public static like(...patterns: string[]): ClaimMatch {
    requireTexts('pattern', patterns);
    const unresolved = patterns.find(isUnresolved);
    if (unresolved !== undefined) {
      throw new Misuse('GithubPatternUnresolved',
        `the claim's pattern is '${unresolved}', whose value is known only at deployment and could be '*'; write the pattern into the program`);
    }
    return new ClaimMatch('StringLike', patterns);
  }

  /**
   * One file of reusable workflows at one git ref: the text of `job_workflow_ref` in jobs that call it.
   *
   * The claim names the called file's repository without IDs, also where `sub` holds them. It says nothing of the caller: anybody may call a
   * public workflow, so a role needs the caller's subject beside it.
   *
   * @param repository the file's repository, `OWNER/REPO`; IDs may stand in it
   * @param file the file's name, below `.github/workflows/`
   * @param gitRef a full ref, such as `refs/heads/main` or `refs/tags/v1`, or a commit's full hash
   * @throws if the ref is missing or short, or if the file is no workflow file's name
   * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-with-reusable-workflows
   */
  public static reusableWorkflow(repository: string, file: string, gitRef: string): ClaimMatch {
    const { fullName } = parseRepository(repository);
    requirePolicyText('the workflow file', file);
    if (!isUnresolved(file) && !/^[^/@:*?]+\.ya?ml$/.test(file)) {
      throw new Misuse('GithubClaimInvalid', `the workflow file is '${file}'; pass the name of a file of .github/workflows, such as 'deploy.yml'`);
    }
    requireRefOrCommit('the git ref of the reusable workflow', gitRef);
    return ClaimMatch.exactly(`${fullName}/.github/workflows/${file}@${gitRef}`);
  }

  readonly #values: readonly string[];

  private constructor(
    /** How the values are compared: `StringEquals` or `StringLike`. */
    public readonly conditionOperator: string,
    values: readonly string[],
  ) {
    this.#values = [...values];
  }

  /** The values or patterns. Any of them will do. */
  public get values(): string[] {
    return [...this.#values];
  }

  /** The match in plain words. */
  public toString(): string {
    return `${this.conditionOperator === 'StringLike' ? 'like ' : ''}${this.#values.join(' or ')}`;
  }
}

function requireTexts(what: string, texts: readonly unknown[]): void {
  if (texts.length === 0) {
    throw new Misuse('GithubClaimInvalid', `the claim has no ${what}; pass at least one`);
  }
  const list = texts.find(Array.isArray);
  if (list) {
    throw new Misuse('GithubTextMissing', `the claim's ${what} is the list '${shown(list)}'; pass its elements one by one`);
  }
  texts.forEach(text => requirePolicyText(`the claim's ${what}`, text));
}
