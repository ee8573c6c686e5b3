/** The local stack of this repository, up by its own commands; what hands do to it, and what verify then says. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { readVendors, type Vendors } from "../../../src/app/local/files.ts";
import type { Finding } from "../../../src/vendors/finding.ts";
import { printed } from "../../support/printed.ts";
import { type Ended, run, tool } from "./gated-world.ts";
import { root } from "./world.ts";

export interface RunningStack {
  directory: string;
  vendors: Vendors;
  tocsin(...args: string[]): Promise<Ended>;
  /** What verify finds, having read everything. */
  findings(): Promise<Finding[]>;
  close(): Promise<void>;
}

/** Brings it up; call `close` in `afterAll`. */
export async function startStack(): Promise<RunningStack> {
  const directory = await mkdtemp(path.join(tmpdir(), "tocsin-running-"));
  const tocsin = (...args: string[]) =>
    run(process.execPath, [...tool, ...args], root, { TOCSIN_LOCAL_DIR: directory, NO_COLOR: "1" });
  const close = async () => {
    await tocsin("local", "down");
    await rm(directory, { recursive: true, force: true });
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
  return { directory, vendors, tocsin, findings, close };
}
