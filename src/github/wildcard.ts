export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

/**
 * How IAM matches: `*` is any text, also across `/`, `:` and line ends, and `?` one character. Never backtracks further than the last `*`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function like(actual: string, pattern: string): boolean {
  return isLike(inCharacters(actual), inCharacters(pattern));
}

function isLike(actual: ArrayLike<string>, pattern: ArrayLike<string>): boolean {
  let [text, sign] = [0, 0];
  let [star, resume] = [-1, 0];
  while (text < actual.length) {
    if (pattern[sign] === '*') {
      [star, resume] = [sign, text];
      sign += 1;
    } else if (sign < pattern.length && (pattern[sign] === '?' || pattern[sign] === actual[text])) {
      text += 1;
      sign += 1;
    } else if (star >= 0) {
      resume += 1;
      [text, sign] = [resume, star + 1];
    } else {
      return false;
    }
  }
  while (pattern[sign] === '*') { sign += 1; }
  return sign === pattern.length;
}

/** A character outside the basic plane is two units of a string, and one for `?`. */
function inCharacters(text: string): ArrayLike<string> {
  return /[\ud800-\udbff]/.test(text) ? [...text] : text;
}
