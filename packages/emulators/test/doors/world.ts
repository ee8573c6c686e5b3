import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { openAll } from "../../src/listeners.ts";
import { teamContext } from "../team.ts";

/** A call, and what it carries. */
export interface Call {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | null;
}

const said = z.object({
  uid: z.number().nullable(),
  answers: z.array(z.object({ status: z.number(), headers: z.record(z.string(), z.unknown()), text: z.string() })),
});

/** Everything that the local stack's process listens with, in this one, on ports of its own. */
export async function openDoors() {
  const context = teamContext();
  let shutdowns = 0;
  const shutdown = () => {
    shutdowns += 1;
  };
  const world = await openAll(context, { appPort: 0, shutdown });
  const close = async () => {
    context.clock.stop();
    await Promise.all([...world.listeners.map((one) => one.close()), ...world.vendors.map((one) => one.close?.())]);
  };
  return { context, ...world, shutdowns: () => shutdowns, close };
}

/** The user that owns nothing, where this process may become another one at all. */
const nobody = 65_534;
export const canBeAnother = process.getuid?.() === 0;

const script = readFileSync(new URL("stranger.mjs", import.meta.url), "utf8");

/** Answers to calls of another user of the machine; of this one, in a process of its own, where no other can be had. */
export async function asAnother(calls: readonly Call[]) {
  const user = canBeAnother ? { uid: nobody, gid: nobody } : {};
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: tmpdir(),
    env: {},
    stdio: ["pipe", "pipe", "inherit"],
    ...user,
  });
  // The script reads standard input to its end.
  child.stdin.end(JSON.stringify(calls));
  return said.parse(JSON.parse(await text(child.stdout)));
}
