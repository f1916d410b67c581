/** The name of a policy that AWS manages; undefined for others. */
function awsManagedName(arn: string): string | undefined {
  return /:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
}

/** Whether AWS makes it, and says what it allows. */
export function isAwsPolicy(arn: string): boolean {
  return awsManagedName(arn) !== undefined;
}

/** With either, a role may give itself every permission. */
export function isAdministratorPolicy(arn: string): boolean {
  return ['AdministratorAccess', 'IAMFullAccess'].includes(awsManagedName(arn) ?? '');
}

/** Each allows what reads, and nothing else. */
export function isReadingPolicy(arn: string): boolean {
  return ['ReadOnlyAccess', 'SecurityAudit', 'ViewOnlyAccess'].includes(awsManagedName(arn) ?? '');
}

/** By the words that AWS uses for policies that do more than read. */
export function isWritingPolicy(arn: string): boolean {
  return /Administrator|FullAccess|PowerUser|ReadWrite|Contributor/.test(awsManagedName(arn) ?? '');
}
