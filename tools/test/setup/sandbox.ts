import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";

export const root = join(import.meta.dirname, "../../..");

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** An empty folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-setup-"));
  made.push(folder);
  return folder;
}

/** Writes a shell script that can be run; its commands are absolute, because tests give it an almost empty PATH. */
export function executable(file: string, lines: readonly string[]): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(file, 0o755);
  return file;
}

/** What a fake provider engine answers. */
export const engineLines = ["echo v3.259.0"];

export interface Sandbox {
  /** The only folder on PATH. */
  readonly bin: string;
  readonly cache: string;
  /** Where set-up keeps the engine. */
  readonly engineFolder: string;
  readonly env: NodeJS.ProcessEnv;
  /** The command lines with which the fake provider `go` was asked to build, so far. */
  builds(): string[];
}

/** A machine that has nothing: an empty PATH, an empty cache and no network. */
export function sandbox(extra: NodeJS.ProcessEnv = {}): Sandbox {
  const folder = temporaryFolder();
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const cache = join(folder, "cache");
  const log = join(folder, "builds.log");
  const env = { PATH: bin, HOME: folder, TOCSIN_CACHE: cache, TOCSIN_ENGINE_OFFLINE: "1", BUILDS: log, ...extra };
  const builds = () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []);
  return { bin, cache, engineFolder: join(cache, "engine", "v3.259.0"), env, builds };
}

/**
 * Puts a `go` on the sandbox's PATH that "builds" as slowly as told. Half of the result is there from the start, as with a
 * real linker: whoever looks too early finds a file that does not run.
 */
export function fakeGo({ bin }: Sandbox, { seconds = 0, version = "go1.26.8" } = {}): void {
  executable(join(bin, "go"), [
    `if [ "$1" = env ]; then echo ${version}; exit 0; fi`,
    'echo "$@" >> "$BUILDS"',
    'while [ "$1" != -o ]; do shift; done',
    'echo "half a program" > "$2"; /bin/chmod +x "$2"',
    `/bin/sleep ${seconds}`,
    `printf '#!/bin/sh\\n${engineLines.join("\\n")}\\n' > "$2"`,
  ]);
}

export interface Run {
  readonly pid: number;
  /** Kills it as the kernel would: no handler runs. */
  kill(): void;
  readonly done: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** Starts a script of this project in a process of its own. */
export function start(script: string, env: NodeJS.ProcessEnv, args: readonly string[] = []): Run {
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const done = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { pid: child.pid ?? 0, kill: () => child.kill("SIGKILL"), done };
}

/** Waits until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}
