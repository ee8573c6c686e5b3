import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileReason, isDiskFull } from "./disk.mjs";
import { UsageError } from "./usage-error.ts";

/** A disk that is full says nothing of the command. Exit code 3. */
class DiskFull extends Error {
  readonly exitCode = 3;
}

/**
 * Writes a file whole or not at all: whoever reads it, and a run that is killed, finds the old text or the new one. Folders
 * on the way are made. A link stays a link, a file keeps its permissions, and what is no file (`/dev/stdout`) is written to.
 * @throws UsageError when it cannot be written there, and an error of exit code 3 when the disk is full
 * @example writeWhole("reports/staging.html", page)
 */
export function writeWhole(file: string, data: string | Uint8Array): void {
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there === undefined) replace(path.resolve(file), data);
    else if (there.isFile()) replace(realpathSync(file), data, there.mode);
    else writeFileSync(file, data);
  } catch (cause) {
    throw cannotWrite(file, cause);
  }
}

/** What is told of a file that could not be written: exit code 3 when the disk is full, 2 otherwise. */
export function cannotWrite(file: string, cause: unknown): UsageError | DiskFull {
  const reason = fileReason(cause);
  if (isDiskFull(cause)) return new DiskFull(`${file} cannot be written: ${reason}.`, { cause });
  return new UsageError(`${file} cannot be written: ${reason}.`, { cause });
}

function replace(target: string, data: string | Uint8Array, mode?: number): void {
  mkdirSync(path.dirname(target), { recursive: true });
  const half = `${target}.${process.pid}.new`;
  try {
    writeFileSync(half, data, { mode });
    renameSync(half, target);
  } catch (error) {
    rmSync(half, { force: true });
    throw error;
  }
}
