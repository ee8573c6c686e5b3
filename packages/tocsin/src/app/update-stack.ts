import { printable } from "../verify/render.ts";

/** A word as it is typed in a shell. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return /["$`\\!]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : `"${word}"`;
}

/** `tocsin up` as it is typed to go through the same gate again; without what is already the default. */
export function typedUp(
  stack: string,
  { evidence, breakGlass }: { evidence?: string | undefined; breakGlass?: string | null | undefined },
): string {
  const words = ["tocsin", "up", "--stack", stack];
  if (evidence) words.push("--evidence", quoted(evidence));
  if (breakGlass) words.push("--break-glass", quoted(printable(breakGlass)));
  return words.join(" ");
}
