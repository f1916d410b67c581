import { sortedUnique } from './order';
import { GithubIssuer } from '../github/issuer';
import { GithubSubject } from '../github/subject';
import { Misuse } from '../misuse';

/** IAM's limit for a role's description, in characters. */
const LONGEST = 1000;

/**
 * Says in plain words who may assume the role, within what IAM takes as a description.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export function describeTrust(subjects: readonly GithubSubject[], issuer: GithubIssuer): string {
  const who = sortedUnique(subjects.map(subject => printable(subject.toString())));
  const where = issuer.url === GithubIssuer.GITHUB_COM.url ? 'GitHub Actions' : `GitHub Actions of ${issuer.url}`;
  const text = (count: number) => {
    const rest = who.length - count;
    const clauses = count === 0 ? [rest === 1 ? '1 subject' : `${rest} subjects`] : [...who.slice(0, count), ...(rest > 0 ? [`and ${rest} more`] : [])];
    return `Assumed by ${where}: ${clauses.join('; ')}`;
  };
  let count = who.length;
  while (count > 0 && text(count).length > LONGEST) {
    count -= 1;
  }
  return text(count);
}

/** IAM refuses a description that it cannot hold only at deployment. */
export function requireDescription(path: string, description: string): void {
  if (printable(description) !== description) {
    throw new Misuse('DescriptionInvalid',
      `the description of '${path}' is '${description}', and IAM takes tab, line ends and the printable characters of Latin-1 only; leave out '${firstRefused(description)}'`);
  }
}

function firstRefused(text: string): string | undefined {
  return [...text].find(character => printable(character) !== character);
}

function printable(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\u007e\u00a1-\u00ff]/g, '?');
}
