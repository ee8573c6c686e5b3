/**
 * The state in a folder, when the disk takes no more. The engine replaces the file also when only a part of the new one could be
 * written, tries again for half a minute, and then refuses to read what it left (gocloud.dev/blob `WriteAll` closes, and so
 * renames, what failed; engine 3.248). It copies the file to `.bak` before each write, and to `backups/` after each run.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { fileReason } from "../shared/disk.mjs";
import { writeWhole } from "../shared/whole-file.ts";

/** A stack's state, where it lies in a folder. */
export interface StatePlace {
  /** As in `PULUMI_BACKEND_URL`; only `file://` names a folder of this machine. */
  url: string | undefined;
  project: string;
  stack: string;
}

/**
 * Puts the newest whole copy in the place of a state that was cut off. Call it only while no engine works on the stack.
 * @returns a sentence for the user; null where the state is whole, is not there, lies elsewhere, or no copy is whole
 * @throws UsageError when it cannot be written, and an error of exit code 3 when the disk is still full
 */
export function restoreCut({ url, project, stack }: StatePlace): string | null {
  const folder = folderOf(url);
  if (folder === null) return null;
  const file = fileIn(folder, project, stack);
  const text = textOf(file);
  if (text === null || isWhole(text)) return null;
  const copies = [`${file}.bak`, ...backups(path.join(folder, ".pulumi", "backups", project, stack))];
  for (const copy of copies) {
    const whole = textOf(copy);
    if (whole === null || !isWhole(whole)) continue;
    writeWhole(file, whole);
    return `The state of stack ${stack} was cut off, as on a full disk: it was restored from ${copy}.`;
  }
  return null;
}

/** Whether the stack's state lies in a folder of this machine: false also where only the engine can say. */
export function hasStateFile({ url, project, stack }: StatePlace): boolean {
  const folder = folderOf(url);
  return folder !== null && existsSync(fileIn(folder, project, stack));
}

const fileIn = (folder: string, project: string, stack: string) =>
  path.join(folder, ".pulumi", "stacks", project, `${stack}.json`);

/** What the engine says of a disk, after the call that failed and the file. */
const diskWords = {
  "no space left on device": "ENOSPC",
  "file too large": "EFBIG",
  "disk quota exceeded": "EDQUOT",
  "read-only file system": "EROFS",
};

const diskTrouble = new RegExp(
  `(?:write|open|close|mkdir|rename) (\\S+?)(?:\\.[0-9a-f]+\\.tmp)?: (${Object.keys(diskWords).join("|")})`,
);

/** A state that cannot be written or read: exit code 3, as what was done is not known to it. */
export class StateTrouble extends Error {
  readonly exitCode = 3;
}

/** What the engine's words about its state mean here; null where they are about something else. */
export function stateTrouble(text: string): StateTrouble | null {
  const [, file, words] = diskTrouble.exec(text) ?? [];
  for (const [said, code] of Object.entries(diskWords)) {
    if (said !== words) continue;
    const reason = fileReason(Object.assign(new Error(said), { code }));
    return new StateTrouble(
      `The state ${file} could not be written: ${reason}. Make room there first; the next run finds what was created meanwhile.`,
    );
  }
  if (/failed to load checkpoint/.test(text))
    return new StateTrouble(
      "The state cannot be read: it is cut off or damaged, and no copy of it is whole. Put a copy of your own in its place (`pulumi stack import --file FILE`).",
    );
  return null;
}

function folderOf(url: string | undefined): string | null {
  try {
    return url?.startsWith("file:") ? fileURLToPath(url) : null;
  } catch {
    // `file://~` and `file://./` are the engine's own forms.
    return null;
  }
}

/** Newest first: their names end with the time. */
function backups(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    return names
      .sort()
      .reverse()
      .map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
