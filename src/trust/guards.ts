import { RepositoryIdentity } from '../github/repository-identity';
import { SubjectContext } from '../github/subject-context';
import { AppliedTemplate, subjectTexts } from '../github/subject-text';
import { hasWildcard } from '../github/wildcard';
import { Misuse } from '../misuse';

/** Stands for two segments where a subject has one, until no value is encoded any more. */
const TWO = '\ue001';
/** Keys of a template whose value is a pattern for a whole owner. */
const NAMING = ['repo', 'repository', 'repository_id'];

/**
 * What a pattern would match beyond the subjects of its template: those with more segments, by another template, or of an environment named
 * like the context. Every `:` inside a value is encoded, so the number of segments tells them apart.
 *
 * A repository's own pattern contexts carry no guard: what they match beyond is of the same repository.
 */
export function guardsOf(texts: readonly string[], repository: RepositoryIdentity, context: SubjectContext, template?: AppliedTemplate): string[] {
  const keys = template?.keys ?? ['repo', 'context'];
  const open = repository.isWholeOwner ? keys.filter(key => NAMING.includes(key)) : [];
  if (open.length > 1) {
    throw new Misuse('GithubSubjectTemplateInvalid',
      `the template is '${keys.join(', ')}', which names the repository more than once, and for all of an owner's no pattern bounds that; name the repositories one by one`);
  }
  const hasPatternValue = Object.values(template?.values ?? {}).some(({ isPattern }) => isPattern);
  if (open.length === 0 && !hasPatternValue) {
    return [];
  }
  return context.isPattern || hasPatternValue
    ? [longerThan(texts, keys, context)]
    : sameWithOneMore(repository, context, open[0], template);
}

/** Any subject with more segments than these texts. */
function longerThan(texts: readonly string[], keys: readonly string[], context: SubjectContext): string {
  const contextSegments = context.text === '*' && keys.includes('context') ? 1 : 0;
  const colons = Math.max(...texts.map(text => text.split(':').length - 1)) + contextSegments;
  return `${keys[0] === 'context' ? '*' : keys[0]}${':*'.repeat(colons + 1)}`;
}

/** The same subject behind one segment more. */
function sameWithOneMore(repository: RepositoryIdentity, context: SubjectContext, open: string, template?: AppliedTemplate): string[] {
  const bounded = open === 'repository_id'
    ? { ...repository, isWholeOwner: false, ids: { ...repository.ids!, repository: TWO } }
    : { ...repository, fullName: TWO };
  return subjectTexts(TWO, bounded, context, template).map(text => text.replaceAll(TWO, '*:*')).filter(hasWildcard);
}
