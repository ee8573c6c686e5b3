/** Finds the emulated vendors of a local folder by what runs, whatever the files there say. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

/** The file that runs them, as it is built. */
const entry = path.join("dist", "main.mjs");

/** Ids of the processes that emulate the vendors of a local folder. There is one, or none. */
export async function vendorsProcesses(directory: string): Promise<number[]> {
  const commands = process.platform === "linux" ? await fromProc() : await fromPs();
  return commands.filter(({ words }) => isVendors(words, directory)).map(({ pid }) => pid);
}

interface Running {
  pid: number;
  words: readonly string[];
}

/** `node ... dist/main.mjs --dir DIRECTORY` */
function isVendors(words: readonly string[], directory: string): boolean {
  const at = words.findIndex((word) => word.endsWith(entry));
  return at !== -1 && words[at + 1] === "--dir" && path.resolve(words[at + 2] ?? "") === path.resolve(directory);
}

async function fromProc(): Promise<Running[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = ids.map(async (id) => {
    // Gone meanwhile: it is none of ours any more.
    const command = await readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "");
    return { pid: Number(id), words: command.split("\0") };
  });
  return Promise.all(found);
}

/** The words of a command cannot be told apart there where a path has spaces; then nothing is found. */
async function fromPs(): Promise<Running[]> {
  const { stdout } = await promisify(execFile)("ps", ["-axww", "-o", "pid=,command="], { maxBuffer: 64 * 1024 * 1024 });
  return stdout.split("\n").map((line) => {
    const [pid, ...words] = line.trim().split(/\s+/);
    return { pid: Number(pid), words };
  });
}
