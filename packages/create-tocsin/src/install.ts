import { spawn } from "node:child_process";
import type { PackageManager } from "./package-manager.ts";

/** The environment without what an outer package manager says of its own run: it would steer the inner one. */
export const plainEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env).filter(
      ([name]) =>
        !/^npm_(lifecycle|package|command|execpath|node|config_(?!registry|userconfig|cache|store))/.test(name),
    ),
  );

/**
 * Runs the package manager that runs this process, else the one of its name on PATH.
 * @returns the exit code
 */
export async function install(folder: string, manager: PackageManager, env: NodeJS.ProcessEnv): Promise<number> {
  const own = env.npm_config_user_agent?.startsWith(`${manager.name}/`) ? env.npm_execpath : undefined;
  const isScript = own !== undefined && /\.[cm]?js$/.test(own);
  const command = isScript ? process.execPath : (own ?? manager.name);
  const child = spawn(command, [...(isScript ? [own] : []), ...manager.install], {
    cwd: folder,
    env: plainEnvironment(env),
    stdio: ["ignore", "inherit", "inherit"],
    // There the managers are scripts of the shell.
    shell: process.platform === "win32" && own === undefined,
  });
  return new Promise((resolve) => {
    child.once("error", (error) => {
      process.stderr.write(`${manager.name} cannot be started: ${error.message}\n`);
      resolve(1);
    });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
