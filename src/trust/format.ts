import { TrustOptions } from './trust-options';
import { idCommand } from '../github/id-command';
import { GithubSubject } from '../github/subject';
import { SubjectFormat } from '../github/subject-format';
import { shown } from '../github/text';
import { Misuse } from '../misuse';

const ID_KEYS = ['repository_id', 'repository_owner_id'];

/** Which form of `sub` a subject's repository is trusted in: the caller's choice, else the safest that the issuer offers. */
export function formatOf(subject: GithubSubject, { issuer, format, claimKeys }: TrustOptions): SubjectFormat {
  if (format !== undefined && !Object.values(SubjectFormat).includes(format)) {
    throw new Misuse('GithubSubjectFormatInvalid', `subjectFormat is '${shown(format)}'; allowed are ${Object.values(SubjectFormat).join(', ')}`);
  }
  const repository = subject._repository!;
  const { fullName, immutableName } = repository;
  if (!immutableName) {
    if (format === undefined || format === SubjectFormat.NAME) {
      return SubjectFormat.NAME;
    }
    throw new Misuse('GithubIdsMissing',
      `subjectFormat is ${format}, and '${fullName}' comes without its IDs; write it as ${repository.isWholeOwner ? 'OWNER@OWNER_ID' : 'OWNER@OWNER_ID/REPO@REPO_ID'}, as printed by ${idCommand(fullName)}`);
  }
  if (!issuer.hasImmutableSubjects) {
    if (holdsId(subject) && format !== SubjectFormat.BOTH && format !== SubjectFormat.IMMUTABLE) {
      return SubjectFormat.NAME;
    }
    throw new Misuse('FeatureNotOnIssuer',
      `'${immutableName}' has IDs, and ${issuer.url} neither mints immutable subjects nor has claims that AWS reads, so no ID can be checked; `
      + `write it as '${fullName}'`);
  }
  if (format === SubjectFormat.BOTH && !claimKeys) {
    throw new Misuse('FeatureNotOnIssuer',
      `subjectFormat is BOTH, which pins the claim repository_owner_id, and AWS is not known to read it in this partition from ${issuer.url}; use IMMUTABLE`);
  }
  const chosen = format ?? (claimKeys ? SubjectFormat.BOTH : SubjectFormat.IMMUTABLE);
  if (chosen === SubjectFormat.IMMUTABLE && subject._template && !subject._template.keys.includes('repo') && !holdsId(subject)) {
    throw new Misuse('GithubSubjectTemplateInvalid',
      `the template is '${subject._template.keys.join(', ')}', and its subjects hold no ID, so none is immutable; add one of repo, ${ID_KEYS.join(', ')}, or use SubjectFormat.NAME`);
  }
  return chosen;
}

/** Whether the subject itself holds a numeric ID beside the key `repo`. */
function holdsId({ _template: template }: GithubSubject): boolean {
  return ID_KEYS.some(key => template?.keys.includes(key));
}
