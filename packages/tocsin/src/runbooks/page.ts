import { withoutByteOrderMark } from "../model/byte-order-mark.ts";
import { required } from "./blocks.ts";

/** A begin mark says how the part is made, and for which stack. */
const mark = /^<!-- (begin|end) ([a-z-]+)(?: \(([a-z0-9-]+)\): .*)? -->$/;

const begin = (name: string, stack: string) =>
  `<!-- begin ${name} (${stack}): npx tocsin runbooks --stack ${stack} --write -->`;
const end = (name: string) => `<!-- end ${name} -->`;

/** The page with its written parts put in, or what is wrong with its marks. */
export type Filled = { text: string; problems: [] } | { text: null; problems: [string, ...string[]] };

/**
 * Puts the written parts between their marks; everything else stays as it is.
 * @param blocks Markdown by name
 */
export function fill(text: string, blocks: Readonly<Record<string, string>>, stack: string): Filled {
  const out: string[] = [];
  const problems: string[] = [];
  const seen: string[] = [];
  let open: string | null = null;
  const body = withoutByteOrderMark(text);
  for (const line of body.split(/\r?\n/)) {
    const [, side, name = ""] = mark.exec(line) ?? [];
    if (side === undefined) {
      if (open === null) out.push(line);
      continue;
    }
    if (side === "begin") {
      if (open !== null) problems.push(`"begin ${name}" stands within ${open}, which has no end`);
      const block = blocks[name];
      if (block === undefined)
        problems.push(`there is no part "${name}" (there are ${Object.keys(blocks).join(", ")})`);
      if (seen.includes(name)) problems.push(`the part ${name} stands there twice`);
      seen.push(name);
      open = name;
      out.push(begin(name, stack), "", block ?? "", "", end(name));
    } else if (open === name) open = null;
    else problems.push(`"end ${name}" ends nothing that has begun`);
  }
  if (open !== null) problems.push(`the part ${open} has no end`);
  // A page without any mark is all written by people.
  for (const name of seen.length === 0 ? [] : required)
    if (!seen.includes(name)) problems.push(`it has no part ${name}`);
  const [first, ...more] = problems;
  if (first !== undefined) return { text: null, problems: [first, ...more] };
  // A page without marks stays as it is; one with marks ends its lines as it did.
  const start = text.slice(0, text.length - body.length);
  const ends = text.includes("\r\n") ? "\r\n" : "\n";
  return { text: seen.length === 0 ? text : `${start}${out.join("\n").replaceAll("\n", ends)}`, problems: [] };
}
