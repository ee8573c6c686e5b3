/**
 * Whole outputs, as files to read: what was typed, what came, and with which exit code. A file is a list of
 *
 *     $ tocsin list 'forge/*'
 *     ...what it printed...
 *     [exit 0]
 *
 * with remarks for readers in lines that begin with `# `. What it printed to standard error stands behind `[stderr]`.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

interface Case {
  /** As typed behind `$ tocsin `. */
  command: string;
  output: string;
}

export interface OutputFile {
  name: string;
  /** The file's remarks and cases, in order; a remark is kept as it is. */
  parts: Array<string | Case>;
}

const end = /^\[exit (\d|null)\]$/;

export function parseOutputs(name: string, text: string): OutputFile {
  const parts: OutputFile["parts"] = [];
  let command: string | null = null;
  let lines: string[] = [];
  for (const line of text.split("\n")) {
    if (command === null) {
      if (line.startsWith("$ tocsin")) command = line.slice("$ tocsin".length).trim();
      else parts.push(line);
      continue;
    }
    lines.push(line);
    if (!end.test(line)) continue;
    parts.push({ command, output: lines.join("\n") });
    command = null;
    lines = [];
  }
  if (command !== null) throw new Error(`${name}: "tocsin ${command}" has no [exit N]`);
  return { name, parts };
}

export const printOutputs = ({ parts }: OutputFile): string =>
  parts.map((part) => (typeof part === "string" ? part : `$ tocsin ${part.command}\n${part.output}`)).join("\n");

/** The files of a folder beside this one, by name. */
export const outputFiles = (folder: string): OutputFile[] =>
  readdirSync(path.join(import.meta.dirname, folder))
    .filter((name) => name.endsWith(".txt"))
    .sort()
    .map((name) => parseOutputs(name, readFileSync(path.join(import.meta.dirname, folder, name), "utf8")));

/** Words of a command line, with quoted ones whole. */
export const wordsOf = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? "",
  );

/** What differs from run to run has a name in its place: folders, times, how long something took. */
function masked(text: string, folders: Readonly<Record<string, string>>): string {
  let out = text;
  for (const [folder, name] of Object.entries(folders)) out = out.replaceAll(folder, name);
  return out
    .replace(/\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z| UTC)?/g, "<time>")
    .replace(/\b\d+ lines of 26 h\b/g, "<lines> of 26 h")
    .replace(/\b\d+(?:\.\d+)? (?:ms|s|min)\b(?= in all| ago|\.|,|\)|$)/gm, "<duration>");
}

/** One ended command as a file shows it. */
export function outputOf(
  { code, out, err }: { code: number | null; out: string; err: string },
  folders: Readonly<Record<string, string>>,
): string {
  const lines = [out, err === "" ? "" : `[stderr]\n${err}`].filter((text) => text !== "").join("");
  const ended = lines === "" || lines.endsWith("\n") ? lines : `${lines}\n`;
  return `${masked(ended, folders)}[exit ${code}]`;
}
