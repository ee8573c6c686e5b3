import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { z } from "zod";
import { team } from "../../../../emulators/test/team.ts";

/** The checkout. */
export const root = join(import.meta.dirname, "../../../../..");

/** What `vendors.json` says of each vendor: where it listens, and its credentials. */
interface Vendors {
  datadog: { url: string; apiKey: string; appKey: string };
  sentry: { url: string; token: string; organization: string; dsn: { web: string; worker: string } };
  vercel: { url: string; token: string; team: string };
  stripe: { url: string; apiKey: string };
  supabase: { url: string; key: string };
  slack: { url: string; token: string };
  app: { adminToken: string; cronSecret: string };
  control: { url: string; token: string };
}

const text = z.string().min(1);
const url = z.url();

const sections: { [Name in keyof Vendors]: z.ZodType<Vendors[Name]> } = {
  datadog: z.object({ url, apiKey: text, appKey: text }),
  sentry: z.object({ url, token: text, organization: text, dsn: z.object({ web: url, worker: url }) }),
  vercel: z.object({ url, token: text, team: text }),
  stripe: z.object({ url, apiKey: text }),
  supabase: z.object({ url, key: text }),
  slack: z.object({ url, token: text }),
  app: z.object({ adminToken: text, cronSecret: text }),
  control: z.object({ url, token: text }),
};

/** Reads a section of this file's `vendors.json`; it says what is wrong when the section is not as agreed. */
export type Section = <Name extends keyof Vendors>(name: Name) => Vendors[Name];

/**
 * The emulated vendors as users run them: one process with a folder of its own, started before the tests of a file and
 * ended after them.
 *
 * @returns reads a vendor's section; to be called when the tests run, not while the file loads
 */
export function emulators(): Section {
  let content: Record<string, unknown> | undefined;
  let end: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const dir = await mkdtemp(join(tmpdir(), "tocsin-contract-"));
    const accounts = join(dir, "accounts.json");
    await writeFile(accounts, JSON.stringify(team));
    const child = spawn(
      process.execPath,
      [join(root, "packages/emulators/dist/main.mjs"), "--accounts", accounts, "--dir", dir],
      {
        cwd: root,
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    const exited = once(child, "exit");
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    end = async () => {
      if (child.exitCode === null) child.kill("SIGTERM");
      await exited;
      await rm(dir, { recursive: true, force: true });
      // A crash of an emulator must not hide behind a client that took its 500 for an answer.
      if (/^local\/\w+:/m.test(said)) throw new Error(`an emulator failed while it was judged:\n${said}`);
    };
    const file = await whenWritten(join(dir, "vendors.json"), () => child.exitCode !== null);
    if (file === null) throw new Error(`the emulated vendors did not start:\n${said}`);
    content = z.record(z.string(), z.unknown()).parse(JSON.parse(file));
  });
  afterAll(async () => await end?.());
  return (name) => {
    if (content === undefined) throw new Error("the emulated vendors are asked for before they run");
    return sections[name].parse(content[name]);
  };
}

/** The file's text once it is there (it appears whole); null when whoever writes it has ended. */
async function whenWritten(path: string, hasEnded: () => boolean): Promise<string | null> {
  while (!hasEnded()) {
    const found = await readFile(path, "utf8").catch(() => null);
    if (found !== null) return found;
    await sleep(50);
  }
  return null;
}
