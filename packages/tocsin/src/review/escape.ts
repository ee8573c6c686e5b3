import { printable } from "../verify/render.ts";

/** Seen by nobody, and enough to keep a platform from reading a meaning into what stands on both sides. */
const apart = "&#8203;";

/**
 * Text of definitions and vendors within a line of Markdown: nothing in it is markup, nobody is mentioned (`@name`), no
 * issue is referred to (`#12`), no address becomes a link, and it cannot end a table cell or the comment's marker.
 */
export function inline(text: string): string {
  return (
    printable(text.replace(/\s+/g, " "))
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/[\\`*_~[\]|$!]/g, "\\$&")
      // Before the entities that follow, which have a number sign of their own.
      .replace(/#(?=\d)/g, `#${apart}`)
      .replace(/@(?=\w)/g, `@${apart}`)
      .replace(/\b(GH-)(?=\d)/gi, `$1${apart}`)
      .replace(/:\/\//g, `:${apart}//`)
      .replace(/\bwww\./gi, `www${apart}.`)
      .replace(/::/g, `:${apart}:`)
  );
}

/** Zero-width, as itself: within code an entity would be shown. */
const gap = "\u200b";

/**
 * A block of code. The fence is longer than any in the text. A CI runner reads commands (`::error::`, `##[group]`) out of
 * what is printed, wherever it came from: those are taken apart.
 */
export function fenced(text: string, language = ""): string {
  const safe = text
    .split("\n")
    .map((line) => printable(line).replace(/::/g, `:${gap}:`).replace(/##\[/g, `#${gap}#[`))
    .join("\n");
  const longest = Math.max(2, ...[...safe.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${safe}\n${fence}`;
}
