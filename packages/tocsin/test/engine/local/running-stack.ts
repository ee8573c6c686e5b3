/** The local stack of this repository or of a part of it, up by its own commands; what hands do to it, and what verify then says. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { readVendors, type Vendors } from "../../../src/app/local/files.ts";
import type { Finding } from "../../../src/vendors/finding.ts";
import { printed } from "../../support/printed.ts";
import { typed } from "../../support/typed.ts";
import { type Ended, run } from "./gated-world.ts";
import { root, writeProject } from "./part.ts";

export interface RunningStack {
  directory: string;
  vendors: Vendors;
  /** Begins a command in a process that a test can kill. */
  begin(...args: string[]): ChildProcess;
  tocsin(...args: string[]): Promise<Ended>;
  /** What verify finds, having read everything. */
  findings(): Promise<Finding[]>;
  close(): Promise<void>;
}

/** Brings it up; call `close` in `afterAll`. `alerts`: files of `alerts/`; the whole project as it lies here unless named. */
export async function startStack(alerts?: readonly string[]): Promise<RunningStack> {
  const directory = await mkdtemp(path.join(tmpdir(), "tocsin-running-"));
  const project = alerts === undefined ? root : await mkdtemp(path.join(tmpdir(), "tocsin-part-"));
  if (alerts !== undefined) await writeProject(project, alerts);
  const own = { TOCSIN_LOCAL_DIR: directory, NO_COLOR: "1" };
  const tocsin = (...args: string[]) => run(process.execPath, [...typed, ...args], project, own);
  const begin = (...args: string[]) =>
    spawn(process.execPath, [...typed, ...args], { cwd: project, env: { ...process.env, ...own }, stdio: "ignore" });
  const close = async () => {
    await tocsin("local", "down");
    await rm(directory, { recursive: true, force: true });
    if (project !== root) await rm(project, { recursive: true, force: true });
  };
  const up = await tocsin("local", "up");
  const vendors = await readVendors(directory);
  if (up.code !== 0 || vendors === null) {
    await close();
    throw new Error(`the local stack is not up: ${up.stderr}`);
  }
  const findings = async () => {
    const { stdout } = await tocsin("verify", "--stack", "local", "--json");
    const report = printed("verify", stdout);
    expect(report.complete).toBe(true);
    return report.findings;
  };
  return { directory, vendors, begin, tocsin, findings, close };
}
