/** The environment in which Pulumi's own command line works on the local stack, as `tocsin` itself runs the engine. */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { engineEnvironment } from "../../engine/settings.ts";
import { localDirectory, localStack } from "../../project/emulated.ts";
import type { Log } from "../../shared/progress.ts";
import { prepareStack } from "../prepare-stack.ts";
import { localFiles } from "./files.ts";

/**
 * Lines for a POSIX shell. Every value belongs to the emulated vendors of this machine; nothing of a real account is in them.
 * @throws UsageError when the emulated vendors do not run for the local stack
 */
export async function localExports(root: string, log: Log): Promise<string> {
  const { options } = await prepareStack(root, localStack, "tocsin local env", log);
  log.clear();
  // The engine opens a folder that is there, and makes none.
  await mkdir(localFiles(localDirectory(root)).state, { recursive: true });
  const variables = { ...options.environment, ...engineEnvironment(options.backend) };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`);
  // The engine that comes with its language host; one on PATH is found already.
  const first = path.isAbsolute(options.command)
    ? [`export PATH=${quoted(path.dirname(options.command))}:"$PATH"`]
    : [];
  return `${[...lines.sort(), ...first].join("\n")}\n`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
