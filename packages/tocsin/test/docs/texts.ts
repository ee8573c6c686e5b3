/** Every text that somebody may read: pages, created projects, and the strings of the sources. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { pages, root } from "./pages.ts";

export interface Text {
  /** File and line. */
  at: string;
  text: string;
}

const filesIn = (folder: string, ends: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => ends.test(file) && !file.includes("node_modules"))
    .map((file) => join(folder, file))
    .sort();

const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** Pages that have the refused phrases for their subject, and what is said of the past. */
const notRead = ["docs/glossary.md", "CHANGELOG.md"];

function linesOf(file: string, content: string): Text[] {
  return content.split("\n").map((text, n) => ({ at: `${file}:${n + 1}`, text }));
}

/** Strings and templates with at least one space: names, keys and paths are no sentences. */
function stringsOf(file: string): Text[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const found: Text[] = [];
  const look = (node: ts.Node): void => {
    const isText =
      ts.isStringLiteral(node) ||
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node);
    if (isText && node.text.includes(" "))
      found.push({ at: `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`, text: node.text });
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

export function texts(): Text[] {
  const written = [...pages].filter(([file]) => !notRead.includes(file)).flatMap(([file, text]) => linesOf(file, text));
  const created = filesIn("packages/create-tocsin/template", /\.(md|ts|yaml|yml|json)$/).flatMap((file) =>
    linesOf(file, read(file)),
  );
  const said = ["packages/tocsin/src", "packages/probe/src", "packages/create-tocsin/src", "alerts", "synthetics"]
    .flatMap((room) => filesIn(room, /\.(ts|mjs)$/))
    .flatMap(stringsOf);
  return [...written, ...created, ...said];
}
