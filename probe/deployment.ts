import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A file of the deployment: its path in it, and its text. */
export interface DeployedFile {
  path: string;
  content: string;
}

/**
 * What is deployed to Vercel: the handler with all that it imports in one file, so that nothing is installed there and what
 * runs is what was tested; and `vercel.json` with its cron. The same sources give the same bytes.
 */
export async function deployedFiles(): Promise<DeployedFile[]> {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const { outputFiles } = await build({
    absWorkingDir: here("."),
    entryPoints: ["api/probe.ts"],
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    // Packages of the older kind ask for Node's modules by `require`, which an ES module does not have.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    legalComments: "none",
    write: false,
    logLevel: "silent",
  });
  const config = await readFile(here("vercel.json"), "utf8");
  return [
    { path: "api/probe.mjs", content: outputFiles[0]?.text ?? "" },
    { path: "vercel.json", content: config },
  ];
}
