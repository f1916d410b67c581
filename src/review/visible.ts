const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** With what no reader sees, or what turns the text around, written out: a value must look like what it is. */
export function visible(text: string): string {
  return text.replace(HIDDEN, character => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** The same for prose, where a line's end is a space. */
export function visibleProse(text: string): string {
  return visible(text.replace(/[\t\n\r]+/g, ' '));
}
