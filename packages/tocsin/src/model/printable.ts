/**
 * Text from a vendor, safe for a terminal: control characters (which could move the cursor, recolour or retitle the
 * terminal) and the marks that reverse the direction of writing are shown as their code.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return character === "\n" || character === "\t" ? " " : `\\u{${code.toString(16)}}`;
  });
}
