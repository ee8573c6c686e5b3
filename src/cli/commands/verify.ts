import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { createColors } from "picocolors";
import { z } from "zod";
import type { Resource } from "../../model/resource.ts";
import { type Connections, ConnectionsIncomplete, fromEnvironment, fromLocal } from "../../vendors/connections.ts";
import { render } from "../../verify/render.ts";
import { exitCode } from "../../verify/report.ts";
import { verify } from "../../verify/verify.ts";
import { UsageError } from "../usage-error.ts";

/** What the command needs from its surroundings; the entry point gives the real ones. */
export interface VerifySurroundings {
  /** The project's root folder. */
  root: string;
  env: Record<string, string | undefined>;
  load: (root: string, stack: string) => Promise<{ resources: Resource[] }>;
  /** Writes to standard output. */
  print: (text: string) => void;
  setExitCode: (code: number) => void;
}

/** The folder of the local stack, relative to the root, and the stack that uses it. */
const local = { stack: "local", file: path.join(".local", "vendors.json") };

/**
 * Adds `tocsin verify --stack S [--json]`. Exit code: see `exitCode`; wrong use and missing credentials are a UsageError (2).
 */
export function verifyCommand(program: Command, surroundings: VerifySurroundings): void {
  program
    .command("verify")
    .description("compare what is live at the vendors with the code")
    .requiredOption("--stack <stack>", "the stack to check, e.g. staging")
    .option("--json", "print the report as JSON")
    .action(async (raw: unknown) => {
      const options = z.object({ stack: z.string(), json: z.boolean().default(false) }).parse(raw);
      await run(options, surroundings);
    });
}

async function run(options: { stack: string; json: boolean }, surroundings: VerifySurroundings): Promise<void> {
  const { root, env, load, print, setExitCode } = surroundings;
  const { resources } = await load(root, options.stack);
  const connections = await connect(root, options.stack, resources, env);
  const report = await verify({ resources, stack: options.stack, connections, now: () => new Date() });
  const colors = createColors(env.NO_COLOR === undefined && process.stdout.isTTY === true);
  print(options.json ? `${JSON.stringify(report, null, 2)}\n` : render(report, colors));
  setExitCode(exitCode(report));
}

/** The local stack's vendors are those that its background process tells; every other stack's come from the environment. */
async function connect(
  root: string,
  stack: string,
  resources: readonly Resource[],
  env: VerifySurroundings["env"],
): Promise<Connections> {
  try {
    if (stack !== local.stack) return fromEnvironment(env, new Set(resources.map(({ vendor }) => vendor)));
    return fromLocal(JSON.parse(await readFile(path.join(root, local.file), "utf8")));
  } catch (error) {
    if (error instanceof ConnectionsIncomplete) throw new UsageError(error.message, { cause: error });
    if (stack === local.stack) {
      const message = `The local stack is not running (${local.file} cannot be read). Start it: tocsin local up`;
      throw new UsageError(message, { cause: error });
    }
    throw error;
  }
}
