import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { z } from "zod";

const manifest = z.object({ pulumi: z.object({ version: z.string().regex(/^\d+\.\d+\.\d+/) }) });

/** Version of the plugin that an installed SDK package asks the engine for. Throws when the package is not installed. */
export function installedVersion(sdk: string): string {
  const require = createRequire(import.meta.url);
  let file: string;
  try {
    file = require.resolve(`${sdk}/package.json`);
  } catch (cause) {
    throw new Error(`The package ${sdk} is not installed, so its plugin's version is not known. Run npm ci.`, {
      cause,
    });
  }
  const parsed = manifest.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!parsed.success) throw new Error(`${file} names no plugin version (pulumi.version). Run npm ci.`);
  return parsed.data.pulumi.version;
}
