import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { typed } from "../cli/tocsin.ts";
import { root } from "./stand.ts";

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

/** The command line in a process of its own, on the vendors of one local folder. */
export function tocsin(
  directory: string,
  args: readonly string[],
  cwd = root,
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [...typed, ...args], {
    cwd,
    env: { ...process.env, TOCSIN_LOCAL_DIR: directory, NO_COLOR: "1", CI: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout?.on("data", (text) => {
    out += text;
  });
  child.stderr?.on("data", (text) => {
    err += text;
  });
  const ended = once(child, "close").then(() => ({ code: child.exitCode, signal: child.signalCode, out, err }));
  return { child, ended };
}

/** Runs it to its end. */
export const run = (directory: string, args: readonly string[], cwd = root): Promise<Ended> =>
  tocsin(directory, args, cwd).ended;
