import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { createColors } from "picocolors";
import { z } from "zod";
import { type AcceptedEntry, acceptedFile, parseAccepted } from "../../verify/accepted.ts";
import { render } from "../../verify/render.ts";
import { exitCode } from "../../verify/report.ts";
import { verify } from "../../verify/verify.ts";
import { connectTo } from "../connect.ts";
import type { Project } from "../project.ts";

/** What the command needs from its surroundings; the entry point gives the real ones. */
export interface VerifySurroundings {
  /** The project's root folder. */
  root: string;
  env: Record<string, string | undefined>;
  load: (root: string, stack: string) => Promise<Pick<Project, "stack" | "definitions" | "resources">>;
  /** Writes to standard output. */
  print: (text: string) => void;
  setExitCode: (code: number) => void;
}

/**
 * Adds `tocsin verify --stack S [--json]`. Exit code: see `exitCode`; wrong use and missing credentials are a UsageError (2).
 */
export function verifyCommand(program: Command, surroundings: VerifySurroundings): void {
  program
    .command("verify")
    .description("compare what is live at the vendors with the code")
    .requiredOption("--stack <name>", "the stack, as in Pulumi.<name>.yaml")
    .option("--json", "print the report as JSON")
    .action(async (raw: unknown) => {
      const options = z.object({ stack: z.string(), json: z.boolean().default(false) }).parse(raw);
      await run(options, surroundings);
    });
}

async function run(options: { stack: string; json: boolean }, surroundings: VerifySurroundings): Promise<void> {
  const { root, env, load, print, setExitCode } = surroundings;
  const { stack: config, definitions, resources } = await load(root, options.stack);
  const accepted = await readAccepted(root);
  const vendors = new Set(resources.map(({ vendor }) => vendor));
  const connections = await connectTo(root, options.stack, vendors, env);
  const report = await verify({
    resources,
    stack: options.stack,
    project: { config, definitions },
    accepted,
    connections,
    now: () => new Date(),
  });
  const colors = createColors(env.NO_COLOR === undefined && process.stdout.isTTY === true);
  print(options.json ? `${JSON.stringify(report, null, 2)}\n` : render(report, colors));
  setExitCode(exitCode(report));
}

/**
 * The entries of the project's accepted.yaml; none without the file.
 * @throws ConfigurationError when it cannot be used
 */
async function readAccepted(root: string): Promise<AcceptedEntry[]> {
  try {
    return parseAccepted(await readFile(path.join(root, acceptedFile), "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
