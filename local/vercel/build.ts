import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { z } from "zod";
import type { BuildFailure, Deployment, VercelStore } from "./store.ts";

/** A build that takes longer is given up; Vercel's own limit is 45 minutes. */
const limitMs = 60_000;

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

/**
 * Runs a build command on the deployment's files, in a folder of its own that is gone afterwards, with the production variables
 * and nothing else of this process but its path. Nothing is installed first, and what it makes is not served.
 *
 * @returns null when it succeeded
 */
export async function build(store: VercelStore, source: Source, line: string): Promise<BuildFailure | null> {
  const folder = await mkdtemp(join(tmpdir(), "vercel-build-"));
  try {
    for (const [name, sha] of source.files) {
      const file = join(folder, normalize(`/${name}`));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, store.files.get(sha) ?? "");
    }
    const variables = source.project.environment.filter(({ target }) => target.includes("production"));
    const env = { PATH: process.env.PATH, HOME: folder, CI: "1", VERCEL: "1" };
    for (const { key, value } of variables) Object.assign(env, { [key]: value });
    const child = spawn("sh", ["-c", line], { cwd: folder, env, stdio: "ignore", timeout: limitMs });
    const [code] = await once(child, "exit");
    if (code === 0) return null;
    const said = typeof code === "number" ? `exited with ${code}` : "was ended: it took too long";
    return { code: `BUILD_UTILS_SPAWN_${code ?? "TIMEOUT"}`, message: `Command "${line}" ${said}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
