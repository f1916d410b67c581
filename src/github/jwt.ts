import { Misuse } from '../misuse';

/** The claims of a JSON web token. */
export function decodeJwt(jwt: unknown): Record<string, string> {
  const parts = /^([\w-]+)\.([\w-]+)\.[\w-]*$/.exec(typeof jwt === 'string' ? jwt.trim() : '')?.slice(1) ?? [];
  const [header, claims] = parts.map(decodePart);
  if (!header || !claims) {
    throw new Misuse('GithubOidcTokenInvalid',
      'the text is no JSON web token, three parts of base64url joined by dots with claims in the second; pass the whole token that GitHub answers');
  }
  return claims;
}

/** Undefined where it is no JSON object; why is not told, since the reason would repeat the text. */
function decodePart(part: string): Record<string, string> | undefined {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof decoded === 'object' && decoded !== null && !Array.isArray(decoded) ? decoded as Record<string, string> : undefined;
  } catch {
    return undefined;
  }
}
