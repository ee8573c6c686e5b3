import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse as parseYaml } from "yaml";
import { type InitRecord, parseRecord, recordFile } from "../../init/record.ts";
import { placeholders } from "../../model/placeholder.ts";
import { ConfigurationError } from "../../model/problem.ts";
import { messageOf } from "../../shared/failure.mjs";
import { readText } from "../../shared/text-file.ts";
import { GitFailed, git } from "../review/git.ts";

/** The project as it is before init writes. */
export interface ProjectNow {
  record: InitRecord | null;
  /** Files that init could write, by path from the root. */
  present: Map<string, string>;
  /** Paths that differ from the last commit; null where there is no git to tell. */
  uncommitted: Set<string> | null;
  /** Stacks whose files still hold placeholders. */
  openStacks: string[];
}

/** Where init may write. */
const teamFolders = ["alerts", "synthetics", "test/alerts/"];
const teamFiles = ["imported.yaml", "runbooks/first-look.md"];

/** @throws ConfigurationError when the record of an earlier run cannot be used */
export async function projectNow(root: string): Promise<ProjectNow> {
  const present = new Map<string, string>();
  const read = (file: string) => {
    if (existsSync(path.join(root, file))) present.set(file, readText(path.join(root, file), { marked: true }));
  };
  for (const folder of teamFolders) for (const file of filesIn(root, folder)) read(file);
  for (const file of teamFiles) read(file);
  const stacks = readdirSync(root).flatMap((file) => /^Pulumi\.([a-z][a-z0-9-]*)\.yaml$/.exec(file)?.[1] ?? []);
  // A folder that is no project yet gets the stacks that every project has.
  const openStacks = existsSync(path.join(root, "Pulumi.yaml")) ? [] : ["staging", "prod"];
  for (const stack of stacks.sort()) {
    const file = `Pulumi.${stack}.yaml`;
    const text = readText(path.join(root, file), { marked: true });
    if (placeholders(parsed(text)).length > 0) openStacks.push(stack);
    present.set(file, text);
  }
  return { record: recordOf(root), present, uncommitted: await uncommitted(root), openStacks };
}

function filesIn(root: string, folder: string): string[] {
  const place = path.join(root, folder);
  if (!existsSync(place)) return [];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"));
}

function parsed(text: string): unknown {
  try {
    return parseYaml(text);
  } catch {
    // Loading the stack says what is wrong with it.
    return null;
  }
}

function recordOf(root: string): InitRecord | null {
  const file = path.join(root, recordFile);
  if (!existsSync(file)) return null;
  try {
    return parseRecord(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new ConfigurationError(messageOf(cause));
  }
}

async function uncommitted(root: string): Promise<Set<string> | null> {
  try {
    const inside = (await git(root, "rev-parse", "--show-toplevel")) !== "";
    if (!inside) return null;
    const status = await git(
      root,
      "-c",
      "core.quotePath=false",
      "status",
      "--porcelain",
      "--untracked-files=all",
      "--no-renames",
      "--",
      ".",
    );
    const prefix = await git(root, "rev-parse", "--show-prefix");
    // The first line's leading space is gone when git's answer was trimmed.
    return new Set(
      status.split("\n").flatMap((line) => {
        const file = /^\s?\S{1,2}\s+"?(.+?)"?$/.exec(line)?.[1];
        return file === undefined ? [] : [file.startsWith(prefix) ? file.slice(prefix.length) : file];
      }),
    );
  } catch (error) {
    if (error instanceof GitFailed) return null;
    throw error;
  }
}
