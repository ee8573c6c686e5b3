/**
 * Who runs a stack from this machine. The engine has a lock of its own, but it cannot tell a running holder from a killed
 * one; this file can, and names the run whose leftovers have to be cleared.
 */
import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { codeOf } from "../shared/failure.mjs";
import { cannotWrite } from "../shared/whole-file.ts";
import { EngineError } from "./errors.ts";
import { isAlive, startMark } from "./processes.ts";

const holderShape = z.object({
  pid: z.number().int().positive(),
  mark: z.string().nullable(),
  run: z.string(),
  stack: z.string(),
  action: z.string(),
  since: z.string(),
});

const staleTurnMs = 10_000;

/** The holder of a stack, as recorded beside its state. */
export type Holder = z.infer<typeof holderShape>;

export interface Lock {
  /** Name of this run; every process that it starts carries it in its environment. */
  run: string;
  /** A run that ended without releasing the stack: its processes and engine locks may still be there. */
  abandoned: Holder | null;
  release(): Promise<void>;
}

function lockFile(directory: string, stack: string): string {
  return path.join(directory, `run-${stack}.lock`);
}

/** Reads who holds a stack; null when nobody does. `alive` is false for a holder that was killed. */
export async function holderOf(directory: string, stack: string): Promise<(Holder & { alive: boolean }) | null> {
  const holder = await readHolder(lockFile(directory, stack));
  return holder === null ? null : { ...holder, alive: await isAlive(holder.pid, holder.mark) };
}

/**
 * Takes a stack. Throws an `EngineError` that names the holder when a living process has it.
 * @param action what the user asked for, such as `tocsin up`, to be told to others
 */
export async function take(directory: string, stack: string, action: string): Promise<Lock> {
  await mkdir(directory, { recursive: true });
  const file = lockFile(directory, stack);
  const run = randomUUID();
  const own: Holder = {
    pid: process.pid,
    mark: await startMark(process.pid),
    run,
    stack,
    action,
    since: new Date().toISOString(),
  };
  let abandoned: Holder | null = null;
  while (!(await writeNew(file, own))) {
    abandoned = (await clearAbandoned(file)) ?? abandoned;
  }
  return { run, abandoned, release: () => rm(file, { force: true }) };
}

function heldBy(holder: Holder): EngineError {
  return new EngineError(
    `Stack ${holder.stack} is held by \`${holder.action}\` (process ${holder.pid}, since ${holder.since}).\n` +
      "Wait for it to end, or end it, and run this again.",
    { exitCode: 2 },
  );
}

/** Creates the file; false when it exists. Creating it is the moment of taking the lock. */
async function writeNew(file: string, holder: Holder): Promise<boolean> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, "wx", 0o600);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw cannotWrite(file, error);
  }
  try {
    await handle.writeFile(JSON.stringify(holder));
    return true;
  } catch (error) {
    // Half a lock names nobody who could be asked.
    await rm(file, { force: true });
    throw cannotWrite(file, error);
  } finally {
    await handle.close();
  }
}

/**
 * Removes the lock of a dead holder. Of several runs that find it, one at a time may look and remove: otherwise the second
 * could remove the lock that the first has just taken.
 */
async function clearAbandoned(file: string): Promise<Holder | null> {
  const turn = `${file}.clearing`;
  while (!(await makeFolder(turn))) {
    const since = await stat(turn).then((found) => found.mtimeMs, Date.now);
    // Clearing takes milliseconds; one killed at it must not block everybody.
    if (Date.now() - since > staleTurnMs) await rm(turn, { recursive: true, force: true });
    await sleep(20);
  }
  try {
    const holder = await readHolder(file);
    if (holder !== null && (await isAlive(holder.pid, holder.mark))) throw heldBy(holder);
    await rm(file, { force: true });
    return holder;
  } finally {
    await rm(turn, { recursive: true, force: true });
  }
}

async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

async function readHolder(file: string): Promise<Holder | null> {
  try {
    const parsed = holderShape.safeParse(JSON.parse(await readFile(file, "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
