import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A file of the deployment: its path in it, and its text. */
export interface DeployedFile {
  path: string;
  content: string;
}

/** Written apart: whoever bundles this file must not put its own address there. */
const ownAddress = ["import.meta", "url"].join(".");

/**
 * What is deployed to Vercel: the handler with all that it imports in one file, so that nothing is installed there and what
 * runs is what was tested; and `vercel.json` with its cron. The same sources give the same bytes.
 */
export async function deployedFiles(): Promise<DeployedFile[]> {
  return (await deployment()).files;
}

/** The files, and the paths of all that they were made from. */
export async function deployment(): Promise<{ files: DeployedFile[]; inputs: string[] }> {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const { outputFiles, metafile } = await build({
    absWorkingDir: here("."),
    entryPoints: ["api/probe.ts"],
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    // Packages of the older kind ask for Node's modules by `require`, which an ES module does not have.
    banner: { js: `import { createRequire } from "node:module"; const require = createRequire(${ownAddress});` },
    legalComments: "none",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const config = await readFile(here("vercel.json"), "utf8");
  const inputs = [...Object.keys(metafile.inputs), "vercel.json"].map((path) => here(path));
  const files = [
    { path: "api/probe.mjs", content: outputFiles[0]?.text ?? "" },
    { path: "vercel.json", content: config },
  ];
  return { files, inputs };
}
