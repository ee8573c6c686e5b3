import { existsSync, readdirSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { z } from "zod";
import { type Problem, sortProblems } from "../model/problem.ts";
import { messageOf } from "../shared/failure.mjs";
import { readText } from "../shared/text-file.ts";
import { UsageError } from "../shared/usage-error.ts";
import { bundled, type Texts } from "./load/bundle.ts";
import { judge, type Loaded } from "./load/judge.ts";
import { problemAt } from "./load/place.ts";
import { runFile } from "./load/run.ts";

export type { Loaded } from "./load/judge.ts";

/** The folders that a team edits. */
const folders = ["alerts", "synthetics"];

const filesIn = (root: string): string[] =>
  folders
    .flatMap((folder) => {
      const path = join(root, folder);
      return existsSync(path) ? readdirSync(path, { recursive: true, encoding: "utf8" }).map((f) => join(path, f)) : [];
    })
    .sort();

/** Definition files under `root`, sorted, tests left out. */
export const definitionFiles = (root: string): string[] =>
  filesIn(root).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.endsWith(".d.ts"));

/** Code that looks like definitions, and that no definition file takes in. */
function notRead(root: string, taken: ReadonlySet<string>): Problem[] {
  const code = /(?<!\.(?:test|d))\.(?:mts|cts|tsx|jsx|js|mjs|cjs)$/;
  return filesIn(root).flatMap((path) => {
    const file = relative(root, path).replaceAll(sep, "/");
    if (!code.test(file) || file.includes("node_modules/") || taken.has(file)) return [];
    const message = "it is not read: definitions are in files that end in .ts";
    return [problemAt({ file, line: 1 }, "load/not-read", null, message, "Rename it, or import it where it is used.")];
  });
}

/** The bundler would take bytes that are no UTF-8 for other letters, and they would go live. */
function notText(root: string, path: string): Problem[] {
  try {
    readText(path);
    return [];
  } catch (cause) {
    const file = relative(root, path).replaceAll(sep, "/");
    const message = messageOf(cause).replace(path, "the file").replace(/\.$/, "");
    return [problemAt({ file, line: 1 }, "load/not-read", null, message, "Correct the file; nothing was loaded.")];
  }
}

/**
 * The commands read the same folders as the program: what is live would else not be what was linted and drilled.
 * @throws UsageError when a program names others
 */
export function refuseOtherFolders(root: string, named: readonly string[]): void {
  const asked = named.map((folder) => relative(root, resolve(root, folder))).sort();
  const read = folders.filter((folder) => existsSync(join(root, folder)));
  if (asked.join() === read.join()) return;
  throw new UsageError(
    `The program takes its definitions from ${asked.join(", ")}, and the commands of tocsin from ${read.join(", ") || folders.join(", ")}. Name the same folders in the program.`,
  );
}

/**
 * Loads all definition files: bundled together in one pass, run once, then judged by the schemas. Every problem is
 * collected with its place; nothing is thrown for what a team wrote.
 * @param texts of files that are to be taken for other than they are
 */
export async function loadDefinitions(root: string, texts?: Texts): Promise<Loaded> {
  const files = definitionFiles(root);
  if (files.length === 0) {
    const missing = `there are no definition files in ${folders.map((f) => `${f}/`).join(" or ")}`;
    return onlyProblems([problemAt(null, "load/no-files", null, missing, "Run the command in the project's folder.")]);
  }
  const unreadable = files.flatMap((file) => notText(root, file));
  if (unreadable.length > 0) return onlyProblems(unreadable);
  const bundle = await bundled(root, files, texts);
  if ("problems" in bundle) return onlyProblems(bundle.problems);
  let ran: Awaited<ReturnType<typeof runFile>>;
  try {
    ran = await runFile(bundle);
  } catch (cause) {
    const place = bundle.locate(cause instanceof Error ? (cause.stack ?? "") : "");
    const reason = `a definition file cannot be run: ${messageOf(cause)}`;
    return onlyProblems([
      problemAt(place, "load/failed", null, reason, "Definition files hold plain data: fix the expression."),
    ]);
  }
  const exported = z.record(z.string(), z.unknown()).parse({ ...Object(ran.exported) });
  const loaded = judge(exported, bundle.locate, root, ran.made);
  return { ...loaded, problems: sortProblems([...notRead(root, bundle.inputs), ...loaded.problems]) };
}

/** The same for what a program has made itself; problems have no place in a file. */
export const judged = (stated: readonly unknown[], root: string): Loaded =>
  judge({ program: { definitions: stated } }, () => null, root);

const onlyProblems = (problems: Loaded["problems"]): Loaded => ({
  definitions: [],
  routes: [],
  dashboards: [],
  objectives: [],
  maintenances: [],
  onCalls: [],
  raw: [],
  sqlProbes: [],
  places: new Map(),
  routePlaces: new Map(),
  problems,
});
