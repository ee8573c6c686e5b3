import { z } from "zod";
import type { BuildFailure, Deployment, VercelStore } from "./store.ts";

const command = z.string().nullish();
const vercelJson = z.looseObject({ buildCommand: command });
const packageJson = z.looseObject({ scripts: z.record(z.string(), z.string()).optional() });

/** What decides how a deployment is built. */
type Source = Pick<Deployment, "project" | "files">;

/**
 * The command that builds a deployment: of its `vercel.json`, else of the request's settings, else of the project's, else the
 * script `vercel-build` or `build` of its `package.json`. Null: its files are served as they are.
 *
 * @param root folder of the project in the files, with a slash at its end unless it is the top
 */
export function buildCommand(store: VercelStore, { project, files }: Source, root: string, asked?: string | null) {
  const json = (name: string): unknown => parsed(store.files.get(files.get(`${root}${name}`) ?? ""));
  const configured = vercelJson.safeParse(json("vercel.json")).data?.buildCommand;
  const { scripts = {} } = packageJson.safeParse(json("package.json")).data ?? {};
  const settings = command.safeParse(project.settings.buildCommand).data;
  const found = configured ?? asked ?? settings ?? scripts["vercel-build"] ?? scripts.build ?? "";
  return found === "" ? null : found;
}

function parsed(content: Buffer | undefined): unknown {
  try {
    return JSON.parse(content?.toString("utf8") ?? "null");
  } catch {
    return null;
  }
}

/** How a build ends. `known`: whether that follows from its command; of any other one it is only taken to succeed. */
interface Build {
  known: boolean;
  failure: BuildFailure | null;
}

/**
 * Tells how a build command ends without running it: text of a request is never run. `exit N`, `true` and `false` say it
 * themselves, `exit $NAME` by a variable; every other command is stored, not run, and taken to succeed.
 *
 * @param variable the value that a variable has in the build; undefined where it is not set
 */
export function buildOf(line: string, variable: (name: string) => string | undefined): Build {
  const code = exitCodeOf(
    line
      .trim()
      .replace(/^exit\s+\$(\w+)$/, (_, name: string) => `exit ${variable(name) ?? ""}`)
      .trim(),
  );
  if (code === null || code === 0) return { known: code === 0, failure: null };
  const message = `Command "${line}" exited with ${code}`;
  return { known: true, failure: { code: `BUILD_UTILS_SPAWN_${code}`, message } };
}

function exitCodeOf(line: string): number | null {
  if (line === "true" || line === "exit") return 0;
  if (line === "false") return 1;
  const stated = /^exit\s+(\d{1,9})$/.exec(line)?.[1];
  // A shell keeps the lowest eight bits.
  return stated === undefined ? null : Number(stated) % 256;
}
