import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** The part of `vendors.json` that tells whether its process still lives. */
const ownerSchema = z.object({ pid: z.int().positive(), control: z.object({ url: z.string() }) });

/** The process that wrote a `vendors.json`. */
export type Owner = z.infer<typeof ownerSchema>;

/** Where a `.local` directory says how its emulated vendors are reached. */
export function vendorsPath(dir: string): string {
  return join(dir, "vendors.json");
}

/** Who a `vendors.json` says it belongs to; null when there is none, or when it is not readable as one. */
export async function readOwner(dir: string): Promise<Owner | null> {
  try {
    const parsed: unknown = JSON.parse(await readFile(vendorsPath(dir), "utf8"));
    return ownerSchema.parse(parsed);
  } catch {
    return null;
  }
}

/** Whether the process runs and its control app answers: a process id alone may have been given to another program. */
export async function isAlive(owner: Owner): Promise<boolean> {
  try {
    process.kill(owner.pid, 0);
    const answer = await fetch(`${owner.control.url}/status`, { signal: AbortSignal.timeout(5_000) });
    return answer.ok;
  } catch {
    return false;
  }
}

/**
 * Writes `vendors.json`, readable by its owner only, whole or not at all.
 *
 * @returns false when another process wrote one first. The hard link makes this the one moment that decides between
 *   two that start at once.
 */
export async function claim(dir: string, content: Record<string, unknown>): Promise<boolean> {
  const path = vendorsPath(dir);
  const draft = `${path}.${process.pid}`;
  await mkdir(dir, { recursive: true });
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Replaces what this process's own `vendors.json` says, whole or not at all. */
export async function rewrite(dir: string, content: Record<string, unknown>): Promise<void> {
  const draft = `${vendorsPath(dir)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, vendorsPath(dir));
}

/** Removes `vendors.json` if it is this process's own, or whoever's when `stale` says that its owner is gone. */
export async function release(dir: string, stale = false): Promise<void> {
  if (stale || (await readOwner(dir))?.pid === process.pid) await rm(vendorsPath(dir), { force: true });
}
