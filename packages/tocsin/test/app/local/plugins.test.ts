import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { localFiles, startId, type Vendors } from "../../../src/app/local/files.ts";
import { refuseOtherPlugins, stateMark } from "../../../src/app/local/plugins.ts";

const at = { url: "http://127.0.0.1:1", token: "t" };
const vendors: Vendors = {
  datadog: { url: at.url, apiKey: "a", appKey: "b" },
  sentry: { ...at, organization: "acme" },
  vercel: { ...at, team: "team_acme" },
  stripe: { url: at.url, apiKey: "k" },
  app: { url: at.url, adminToken: "t", cronSecret: "s" },
  control: at,
  supabase: {},
  stack: "local",
  pid: 1,
};
let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "tocsin-plugins-"));
  await mkdir(localFiles(directory).state, { recursive: true });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});

test("a stack that fake providers made is not carried on with the official plugins", async () => {
  await writeFile(localFiles(directory).stateOf, stateMark(vendors));
  await expect(refuseOtherPlugins(directory, vendors)).resolves.toBeUndefined();
  vi.stubEnv("TOCSIN_PLUGINS", "official");
  await expect(refuseOtherPlugins(directory, vendors)).rejects.toThrow(
    "was made with TOCSIN_PLUGINS=fake, and now it is official. Run `tocsin local down`, then `tocsin local up`.",
  );
});

test("what an earlier start of the vendors left is in nobody's way", async () => {
  vi.stubEnv("TOCSIN_PLUGINS", "official");
  await writeFile(localFiles(directory).stateOf, `${startId({ ...vendors, pid: 2 })} fake provider`);
  await expect(refuseOtherPlugins(directory, vendors)).resolves.toBeUndefined();
});
