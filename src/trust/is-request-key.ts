/** A service's key, such as `aws:SourceIp`. An issuer's prefix is a host, with a dot. */
export function isRequestKey(key: string): boolean {
  return /^[a-z0-9-]+:[^/:]/i.test(key);
}
