import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { packPackages } from "../../lib/pack.mjs";
import { installTools } from "./tools.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Tarballs by package name. */
    tarballs: Record<string, string>;
  }
}

/** Packs once a run, for all files; and gets the package managers. */
export default async function setup(project: TestProject) {
  await installTools();
  const folder = mkdtempSync(join(tmpdir(), "tocsin-packed-"));
  const packed = await packPackages({ log: () => {}, to: folder });
  project.provide("tarballs", Object.fromEntries(packed.map(({ name, file }) => [name, file])));
  return () => rmSync(folder, { recursive: true, force: true });
}
