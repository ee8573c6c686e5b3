import { importLine } from "create-tocsin";
import { parseDocument } from "yaml";
import type { Printed } from "./print.ts";

/** The files that an import writes, as text: no file is touched here. */

const languageImport = /^import \{([^}]*)\} from "tocsin";\n/m;

/** Names of the constants that a definition file exports or holds. */
export function constantsOf(source: string): Set<string> {
  return new Set([...source.matchAll(/^(?:export )?const (\w+)/gm)].flatMap(([, name]) => (name ? [name] : [])));
}

/**
 * A definition file with one more definition at its end.
 * @param source what the file holds now, empty for a new one
 */
export function withDefinition(source: string, { text, words }: Printed): string {
  const present = languageImport.exec(source);
  const names = (present?.[1] ?? "").split(",").map((name) => name.trim());
  const all = [...new Set([...names.filter((name) => name !== ""), ...words])].sort();
  const head = importLine(all);
  const rest = present === null ? source : source.replace(languageImport, "");
  const body = rest.trim() === "" ? "" : `${rest.replace(/^\n+/, "").trimEnd()}\n\n`;
  return `${head}\n${body}${text}`;
}

const header = ` Resources that were created by hand and belong to this project: their ids at their vendors, by stack and resource.
 \`tocsin up\` takes each into the stack's state once, and then only changes what its definition says. Leave an entry here
 for as long as the resource lives: a secret that only its maker knows is asked for by it.`;

/** `imported.yaml` with more entries; comments and order are kept. */
export function withImported(source: string, stack: string, imported: ReadonlyMap<string, string>): string {
  const document = parseDocument(source);
  if (source.trim() === "") document.commentBefore = header;
  for (const [resource, id] of imported) document.setIn([stack, resource], id);
  return document.toString({ lineWidth: 0 });
}
