import { existsSync, readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { z } from "zod";
import { messageOf } from "../shared/failure.mjs";
import { UsageError } from "../shared/usage-error.ts";
import { bundled, type Texts } from "./load/bundle.ts";
import { judge, type Loaded } from "./load/judge.ts";
import { problemAt } from "./load/place.ts";
import { runFile } from "./load/run.ts";

export type { Loaded } from "./load/judge.ts";

/** The folders that a team edits. */
const folders = ["alerts", "synthetics"];

/** Definition files under `root`, sorted, tests left out. */
function definitionFiles(root: string): string[] {
  return folders
    .flatMap((folder) => {
      const path = join(root, folder);
      return existsSync(path) ? readdirSync(path, { recursive: true, encoding: "utf8" }).map((f) => join(path, f)) : [];
    })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.endsWith(".d.ts"))
    .sort();
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
  const bundle = await bundled(root, files, texts);
  if ("problems" in bundle) return onlyProblems(bundle.problems);
  let exported: Record<string, unknown>;
  try {
    exported = z.record(z.string(), z.unknown()).parse({ ...Object(await runFile(bundle.file)) });
  } catch (cause) {
    const place = bundle.locate(cause instanceof Error ? (cause.stack ?? "") : "");
    const reason = `a definition file cannot be run: ${messageOf(cause)}`;
    return onlyProblems([
      problemAt(place, "load/failed", null, reason, "Definition files hold plain data: mend the expression."),
    ]);
  }
  return judge(exported, bundle.locate, root);
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
