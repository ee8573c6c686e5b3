/** Reads a project's configuration at Vercel from whichever file holds it. */
import path from "node:path";
import { z } from "zod";
import { readText } from "../shared/text-file.ts";
import { UsageError } from "../shared/usage-error.ts";

/** Whether the file is data that can be written anew without loss; TOML has comments, and code has reasons. */
export const canRewrite = (file: string): boolean => file.endsWith(".json");

/**
 * The configuration that `vercel.json`, `vercel.toml`, or `vercel.ts` and its like say. Code is run, as Vercel runs it, in this
 * process and with its environment.
 * @throws UsageError for a file that cannot be read, or holds no configuration
 */
export async function readVercelFile(file: string): Promise<Record<string, unknown>> {
  const text = readText(file);
  if (file.endsWith(".toml")) {
    const { parse } = await import("smol-toml");
    try {
      return z.record(z.string(), z.unknown()).parse(parse(text));
    } catch (cause) {
      throw new UsageError(`${file} is not TOML.`, { cause });
    }
  }
  if (/\.[cm]?[jt]s$/.test(file)) return runConfiguration(file);
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    throw new UsageError(`${file} is not a JSON object.`, { cause });
  }
}

const exported = z.looseObject({ config: z.unknown(), default: z.unknown() }).partial();

/** What the file exports as `config`, or by default, with all that it imports in one piece. */
async function runConfiguration(file: string): Promise<Record<string, unknown>> {
  try {
    const { build } = await import("esbuild");
    const { outputFiles } = await build({
      entryPoints: [path.resolve(file)],
      bundle: true,
      format: "esm",
      platform: "node",
      write: false,
      logLevel: "silent",
    });
    const code = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
    const found = exported.parse({ ...(await import(`data:text/javascript;base64,${code}`)) });
    return z.record(z.string(), z.unknown()).parse(found.config ?? found.default);
  } catch (cause) {
    throw new UsageError(`${file} cannot be run, or exports no configuration as \`config\` or by default.`, { cause });
  }
}
