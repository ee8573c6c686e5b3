import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** The part of `vendors.json` that tells whether its process still lives. */
const ownerSchema = z.object({
  pid: z.int().positive(),
  control: z.object({ url: z.string(), token: z.string().default("") }),
});

/** The process that wrote a `vendors.json`. */
type Owner = z.infer<typeof ownerSchema>;

/** Where a `.local` directory says how its emulated vendors are reached. */
export function vendorsPath(dir: string): string {
  return join(dir, "vendors.json");
}

/**
 * The process that a `vendors.json` belongs to and that still runs; null when there is none.
 *
 * @throws Error when the file cannot be read as one: whoever it belongs to may well run
 */
export async function livingOwner(dir: string): Promise<number | null> {
  const owner = await readOwner(dir);
  if (owner === "unusable") {
    throw new Error(`${vendorsPath(dir)} is not usable: run \`tocsin local down\`, then \`tocsin local up\``);
  }
  return owner !== null && (await isAlive(owner)) ? owner.pid : null;
}

async function readOwner(dir: string): Promise<Owner | "unusable" | null> {
  try {
    const parsed: unknown = JSON.parse(await readFile(vendorsPath(dir), "utf8"));
    return ownerSchema.parse(parsed);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT" ? null : "unusable";
  }
}

/** Whether the process runs and is still the one that wrote the file: its id may have been given to another program. */
async function isAlive({ pid, control }: Owner): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const headers = { authorization: `Bearer ${control.token}` };
  const answer = await fetch(`${control.url}/status`, { headers, signal: AbortSignal.timeout(5_000) }).catch(
    () => null,
  );
  if (answer?.ok === true) return true;
  // One that is too busy to answer lives all the same. Where the system does not tell what runs, it is taken to.
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
  return command === null || command.split("\0").some((word) => word.endsWith(join("local", "main.ts")));
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
  await mkdir(dir, { recursive: true, mode: 0o700 });
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
  const owner = stale ? null : await readOwner(dir);
  const isOurs = owner !== null && owner !== "unusable" && owner.pid === process.pid;
  if (stale || isOurs) await rm(vendorsPath(dir), { force: true });
}
