import { printable } from "../model/printable.ts";
import { sides } from "../model/sides.ts";
import type { Absorption } from "./outcome.ts";

/** What was absorbed, for people. Ends with a newline. */
export function renderAbsorption({ changes, refused, follows, pullRequest }: Absorption, stack: string): string {
  const lines: string[] = [];
  const block = (heading: string, rows: readonly string[]) => {
    if (rows.length > 0) lines.push(`${heading} (${rows.length})`, ...rows.map((row) => `  ${printable(row)}`), "");
  };
  block(
    "absorbed",
    changes.map(({ definition, path, from, to, file, line }) => {
      const { expected, actual } = sides(from, to);
      return `${definition} ${path}: ${expected} is now ${actual}  (${file}:${line})`;
    }),
  );
  block(
    "not absorbed",
    refused.map(({ definition, vendor, kind, path, reason }) => {
      const place = [vendor, kind, path].filter((part) => part !== null).join(" ");
      return `${definition === null ? "" : `${definition}: `}${place}: ${reason}`;
    }),
  );
  block(
    "follows from it, and is written by the next update",
    follows.map(({ definition, vendor, kind, path }) => `${definition}: ${vendor} ${kind} ${path}`),
  );
  if (changes.length === 0) lines.push("Nothing was absorbed.");
  else if (pullRequest !== null) lines.push(`Pull request: ${pullRequest}`);
  else
    lines.push(
      `Every stack takes the changed definitions. Look at them, then run \`tocsin up --stack ${stack} --refresh\`.`,
    );
  return `${lines.join("\n")}\n`;
}
