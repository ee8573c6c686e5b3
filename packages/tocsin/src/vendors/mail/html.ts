import { Parser } from "htmlparser2";

/** Elements after which a reader sees a new line. */
const blocks = new Set([
  "br",
  "p",
  "div",
  "tr",
  "li",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "pre",
  "table",
  "blockquote",
]);
/** Elements whose content nobody sees. */
const hidden = new Set(["head", "style", "script", "template"]);

/** What a page says, as lines of plain text. Good enough to look for words in; not a rendering. */
export function textOfHtml(html: string): string {
  let text = "";
  let depth = 0;
  const parser = new Parser({
    onopentag: (name) => {
      if (hidden.has(name)) depth++;
    },
    ontext: (part) => {
      if (depth === 0) text += part.replace(/\s+/g, " ");
    },
    onclosetag: (name) => {
      if (hidden.has(name)) depth--;
      if (blocks.has(name)) text += "\n";
    },
  });
  parser.end(html);
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "").join("\n");
}
