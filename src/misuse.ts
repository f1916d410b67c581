/**
 * Input that has no safe meaning.
 *
 * Across jsii only an error's name and message survive, so the name carries the stable code.
 */
export class Misuse extends Error {
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
  }
}
