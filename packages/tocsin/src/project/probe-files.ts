/** The probe's deployment: what Vercel is told of its files, and these on disk, where the engine's plugin takes them from. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Definition } from "../model/definition.ts";
import { deploysProbe, probeFolder } from "../model/probe.ts";
import type { DeployedFile } from "../vendors/context.ts";

/** What Vercel is sent about the files that definitions deploy; none where they deploy no probe. Nothing is written. */
export async function probeFiles(definitions: readonly Definition[]): Promise<DeployedFile[]> {
  return (await contentsOf(definitions)).map(({ file, bytes }) => ({
    file,
    sha: createHash("sha1").update(bytes).digest("hex"),
    size: bytes.length,
  }));
}

/** Writes those files below the project's root, before the engine is run. */
export async function layOutProbe(root: string, definitions: readonly Definition[]): Promise<void> {
  for (const { file, bytes } of await contentsOf(definitions)) put(path.join(root, probeFolder, file), bytes);
}

async function contentsOf(definitions: readonly Definition[]): Promise<{ file: string; bytes: Buffer }[]> {
  if (!deploysProbe(definitions)) return [];
  const { deployedFiles } = await import("tocsin-probe");
  return (await deployedFiles()).map(({ path: file, content }) => ({ file, bytes: Buffer.from(content) }));
}

/** In one step, because another command may be reading; a file that is there already stays. */
function put(file: string, bytes: Buffer): void {
  if (isSame(file, bytes)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  const next = `${file}.${process.pid}`;
  writeFileSync(next, bytes);
  renameSync(next, file);
}

function isSame(file: string, bytes: Buffer): boolean {
  if (statSync(file, { throwIfNoEntry: false })?.size !== bytes.length) return false;
  return readFileSync(file).equals(bytes);
}
