import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { z } from "zod";
import { jsonIn } from "../shared/json-text.ts";
import { cannotWrite } from "../shared/whole-file.ts";
import { drillParts } from "../vendors/drills.ts";
import type { Restore } from "../vendors/fire-types.ts";
import type { ChangeLog } from "../vendors/firing.ts";
import { jsonObject } from "../vendors/json.ts";

const restore: z.ZodType<Restore> = z.strictObject({
  vendor: z.enum(drillParts.map(({ name }) => name)),
  what: z.string(),
  method: z.enum(["POST", "PUT", "PATCH", "DELETE"]),
  path: z.string(),
  body: jsonObject,
});

const entry = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("run"), run: z.string(), at: z.string() }),
  /** About to be changed; `restore` undoes it. */
  z.strictObject({ kind: z.literal("change"), n: z.number().int(), restore }),
  z.strictObject({ kind: z.literal("restored"), n: z.number().int() }),
]);

type Entry = z.infer<typeof entry>;

/** What a drill left: the changes that were not put back, oldest first. */
export interface Unfinished {
  run: string;
  changes: { n: number; restore: Restore }[];
}

/** A journal that nothing can be taken from; what was changed is then found by its marks. */
export class JournalUnreadable extends Error {
  readonly exitCode = 3;
  override readonly name = "JournalUnreadable";

  constructor(file: string, line: number) {
    super(`Line ${line} of ${file} cannot be read. Run \`tocsin drill --cleanup\`: it finds what is marked.`);
  }
}

/** Where the journal of a stack is, inside the local folder. */
export const journalPath = (directory: string, stack: string): string =>
  path.join(directory, "drill", `${stack}.journal.jsonl`);

/** Appends the bytes from a place on, and says how many it wrote. */
export type WriteBytes = (descriptor: number, bytes: Buffer, from: number) => number;

/**
 * What a drill is about to change at vendors, on disk before it is changed: after a kill it says what to put back. One line
 * a step, each forced to disk.
 */
export class Journal implements ChangeLog {
  readonly #file: string;
  readonly #descriptor: number;
  /** Bytes of it. */
  #length: number;
  #next = 1;
  #open = 0;

  readonly #write: WriteBytes;

  /**
   * Starts a journal; what the one before changed must have been restored.
   * @param write appends to the file; a disk may take a part of the bytes
   * @throws Error when the file cannot be written
   */
  constructor(file: string, run: string, write: WriteBytes = writeSync) {
    this.#file = file;
    this.#write = write;
    mkdirSync(path.dirname(file), { recursive: true });
    this.#descriptor = openSync(file, "a", 0o600);
    this.#length = fstatSync(this.#descriptor).size;
    this.#append({ kind: "run", run, at: new Date().toISOString() });
  }

  /** Call before the change; afterwards `restored` with the number that this gives. */
  change(undo: Restore): number {
    const n = this.#next++;
    this.#append({ kind: "change", n, restore: undo });
    this.#open++;
    return n;
  }

  restored(n: number): void {
    this.#append({ kind: "restored", n });
    this.#open--;
  }

  /** Ends it: the file goes when everything has been put back. */
  close(): void {
    closeSync(this.#descriptor);
    if (this.#open === 0) rmSync(this.#file, { force: true });
  }

  /** A line, whole or not at all: a disk that is nearly full takes a part of it and says so only of the rest. */
  #append(line: Entry): void {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    let done = 0;
    try {
      while (done < bytes.length) done += this.#write(this.#descriptor, bytes, done);
      fsyncSync(this.#descriptor);
      this.#length += bytes.length;
    } catch (error) {
      // A later line must not begin within this one.
      if (done > 0) ftruncateSync(this.#descriptor, this.#length);
      throw cannotWrite(this.#file, error);
    }
  }
}

/**
 * What an earlier drill left; null when there is no journal. A last line that breaks off was never acted upon: the change
 * comes after its line.
 * @throws JournalUnreadable when another line cannot be read: then nothing of it may be trusted
 */
export function readJournal(file: string): Unfinished | null {
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  const broken = lines.pop() ?? "";
  const entries = lines.map((line, at) => {
    const parsed = entry.safeParse(jsonIn(line));
    if (parsed.success) return parsed.data;
    throw new JournalUnreadable(file, at + 1);
  });
  const whole = entry.safeParse(jsonIn(broken));
  if (whole.success) entries.push(whole.data);
  const left: Unfinished = { run: "", changes: [] };
  for (const one of entries) {
    if (one.kind === "run") left.run = one.run;
    if (one.kind === "change") left.changes.push({ n: one.n, restore: one.restore });
    if (one.kind === "restored") left.changes = left.changes.filter(({ n }) => n !== one.n);
  }
  return left;
}
