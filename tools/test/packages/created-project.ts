/** A project as `create-tocsin` makes it from the tarballs, outside of this repository, with one package manager. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, expect, inject } from "vitest";
import { plainEnvironment } from "../../../packages/create-tocsin/src/install.ts";

export const root = join(import.meta.dirname, "../../..");

interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

interface Manager {
  name: "npm" | "pnpm" | "yarn" | "bun";
  /** The program, and the arguments before its own. */
  command: () => readonly [string, ...string[]];
}

export interface CreatedProject {
  folder: string;
  /** What the creation and the installation printed. */
  created: () => string;
  run(command: string, args: readonly string[], options?: { cwd?: string }): Promise<Ran>;
  /** Runs a script of package.json. */
  script(name: string): Promise<Ran>;
}

/**
 * Creates and installs the project before the tests of the file. The path has a space in it: paths of teams do.
 * @param args of `create-tocsin`, without the folder
 */
export function createdProject({ name, command }: Manager, args: readonly string[]): CreatedProject {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "tocsin-packages-")));
  const folder = join(base, "a team's alerts");
  // A store of its own: the tarballs of one version change with the sources.
  const own = name === "pnpm" ? { npm_config_store_dir: join(base, "store") } : {};
  const env = (more: NodeJS.ProcessEnv = {}) => ({
    ...plainEnvironment(process.env),
    ...own,
    // What the tests run as `node` comes first: a plugin's script asks the PATH for it.
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    ...more,
  });
  const run: CreatedProject["run"] = (program, given, { cwd = folder } = {}) => runIn(cwd, program, given, env());
  const [program, ...first] = command();
  let created = "";

  beforeAll(async () => {
    const tarballs = inject("tarballs");
    const tool = join(base, "create-tocsin");
    mkdirSync(tool);
    execFileSync("tar", ["-xzf", tarballs["create-tocsin"] ?? "", "-C", tool, "--strip-components=1"]);
    const packages = dirname(tarballs.tocsin ?? "");
    // What a package manager says of itself to whatever it runs.
    const said = {
      npm_config_user_agent: `${name}/0`,
      npm_execpath: name === "npm" ? undefined : (first[0] ?? program),
    };
    const ran = await runIn(
      base,
      process.execPath,
      [join(tool, "bin", "create-tocsin.mjs"), folder, "--yes", "--packages", packages, ...args],
      env(said),
    );
    created = ran.stdout + ran.stderr;
    expect(ran.code, created).toBe(0);
  });
  afterAll(async () => {
    await run(join(folder, "node_modules", ".bin", "tocsin"), ["local", "down"]);
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  });
  return { folder, created: () => created, run, script: (script) => run(program, [...first, "run", script]) };
}

/** A file of the project as text. */
export const readIn = ({ folder }: CreatedProject, file: string): string => readFileSync(join(folder, file), "utf8");

async function runIn(cwd: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const { spawn } = await import("node:child_process");
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}
