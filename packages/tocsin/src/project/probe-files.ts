/** The probe's deployment as files on disk, where the engine's plugin takes them from. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { DeployedFile } from "../vendors/context.ts";
import { probeFolder } from "../vendors/vercel/project.ts";

const recordShape = z.object({
  /** Size and times of every source, by path. */
  inputs: z.record(z.string(), z.string()),
  files: z.array(z.object({ file: z.string(), sha: z.string(), size: z.number() })),
});
type LaidOut = z.infer<typeof recordShape>;

/**
 * Writes the files of the probe's deployment below the project's root and tells what Vercel is told of them. The probe is put
 * together only when one of its sources is not as it was the last time.
 */
export async function layOutProbe(root: string): Promise<DeployedFile[]> {
  const folder = path.join(root, probeFolder);
  const record = `${folder}.json`;
  const known = readRecord(record);
  if (known !== null && isCurrent(known, folder)) return known.files;
  const startedAt = Date.now();
  const { deployment } = await import("../../../probe/src/deployment.ts");
  const { files, inputs } = await deployment();
  const laidOut = files.map(({ path: file, content }): DeployedFile => {
    const bytes = Buffer.from(content);
    put(path.join(folder, file), bytes);
    return { file, sha: createHash("sha1").update(bytes).digest("hex"), size: bytes.length };
  });
  // Packages change with the lock file only; looking at each of their files would take longer than it saves.
  const own = inputs.filter((input) => !input.includes(`${path.sep}node_modules${path.sep}`));
  const states = [path.join(root, "package-lock.json"), ...own].map((input): [string, string] => [
    input,
    // A file that was written while we read may be in the bundle as it was before.
    modifiedBefore(input, startedAt) ? stateOf(input) : "changed meanwhile",
  ]);
  put(record, Buffer.from(JSON.stringify({ inputs: Object.fromEntries(states), files: laidOut } satisfies LaidOut)));
  return laidOut;
}

function readRecord(file: string): LaidOut | null {
  try {
    return recordShape.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

function isCurrent({ inputs, files }: LaidOut, folder: string): boolean {
  const sizeOf = (file: string) => statSync(path.join(folder, file), { throwIfNoEntry: false })?.size;
  return (
    Object.entries(inputs).every(([input, state]) => stateOf(input) === state) &&
    files.every(({ file, size }) => sizeOf(file) === size)
  );
}

const modifiedBefore = (file: string, ms: number) => (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < ms;

/** The change time moves with every write, also with one that sets the others back. */
function stateOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? "absent" : `${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
}

/** In one step: another command may be reading. */
function put(file: string, bytes: Uint8Array): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const next = `${file}.${process.pid}`;
  writeFileSync(next, bytes);
  renameSync(next, file);
}
