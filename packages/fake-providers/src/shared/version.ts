import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { z } from "zod";

const manifest = z.object({ pulumi: z.object({ version: z.string().regex(/^\d+\.\d+\.\d+/) }) });

/** Whether an SDK package is installed: a project has only those of the vendors that it uses. */
export const isInstalled = (sdk: string): boolean => manifestOf(sdk) !== null;

function manifestOf(sdk: string): string | null {
  try {
    return createRequire(import.meta.url).resolve(`${sdk}/package.json`);
  } catch {
    return null;
  }
}

/** Version of the plugin that an installed SDK package asks the engine for. Throws when the package is not installed. */
export function installedVersion(sdk: string): string {
  const file = manifestOf(sdk);
  if (file === null)
    throw new Error(`The package ${sdk} is not installed, so its plugin's version is not known. Run npm ci.`);
  const parsed = manifest.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!parsed.success) throw new Error(`${file} names no plugin version (pulumi.version). Run npm ci.`);
  return parsed.data.pulumi.version;
}
