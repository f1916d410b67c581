/**
 * Input that has no safe meaning.
 *
 * Across jsii only an error's name and message survive, so the name carries the stable code.
 */
export class Misuse extends Error {
  constructor(code: string, message: string) {
    super(withoutTokens(message));
    this.name = code;
  }
}

/** Messages repeat what they were given, and a JSON web token is a secret wherever it was passed. */
function withoutTokens(message: string): string {
  return message.replace(/\beyJ[\w-]{8,}(?:\.[\w-]*)*/g, '(a token, not shown)');
}
