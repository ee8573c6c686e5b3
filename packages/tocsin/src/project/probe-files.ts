/** The probe's deployment as files on disk, where the engine's plugin takes them from. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { probeFolder } from "../model/probe.ts";
import type { DeployedFile } from "../vendors/context.ts";

/** Writes the files of the probe's deployment below the project's root, and returns what Vercel is sent about them. */
export async function layOutProbe(root: string): Promise<DeployedFile[]> {
  const { deployedFiles } = await import("tocsin-probe");
  return (await deployedFiles()).map(({ path: file, content }): DeployedFile => {
    const bytes = Buffer.from(content);
    put(path.join(root, probeFolder, file), bytes);
    return { file, sha: createHash("sha1").update(bytes).digest("hex"), size: bytes.length };
  });
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
