/** A stack with credentials from the environment and a state of its own, as staging and prod have, pointed at the emulators. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { localEnvironment, localFiles } from "../../../src/app/local/files.ts";
import { prepareStack } from "../../../src/app/prepare-stack.ts";
import { withStack } from "../../../src/engine/engine.ts";
import { silent } from "../../../src/shared/progress.ts";
import { addChannel } from "./add-channel.ts";
import { part } from "./part.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
let project: string;
beforeAll(async () => {
  world = await startWorld({ alerts: part });
  await addChannel(world.directory, world.vendors, "alerts-staging");
  project = await mkdtemp(path.join(tmpdir(), "tocsin-project-"));
  for (const entry of ["alerts", "synthetics", "test", "infra", "node_modules", "Pulumi.yaml", "package.json"]) {
    await symlink(path.join(world.project, entry), path.join(project, entry));
  }
  const settings = (await readFile(path.join(world.project, "Pulumi.local.yaml"), "utf8"))
    .replace(/^encryptionsalt.*$/m, "")
    .replace("environment: local", "environment: staging")
    .replace("#alerts-local", "#alerts-staging");
  await writeFile(path.join(project, "Pulumi.staging.yaml"), settings);
  await mkdir(path.join(project, "state"));
});
afterAll(async () => {
  await world?.close();
  await rm(project, { recursive: true, force: true });
});

beforeEach(() => {
  for (const [name, value] of Object.entries(localEnvironment(world.vendors, ["ADMIN_TOKEN"]))) vi.stubEnv(name, value);
  vi.stubEnv("PULUMI_BACKEND_URL", `file://${path.join(project, "state")}`);
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "a passphrase of its own");
  // Here the fake providers take the official plugins' place, which this machine may not be able to fetch.
  vi.stubEnv("PULUMI_HOME", localFiles(world.directory).home);
});
afterEach(() => vi.unstubAllEnvs());

const prepare = () => prepareStack(project, "staging", "tocsin up --stack staging", silent);

it("lists everything that is missing at once, before anything is touched", async () => {
  for (const name of ["DD_APP_KEY", "STRIPE_API_KEY", "TOCSIN_SECRET_ADMIN_TOKEN", "TOCSIN_SECRET_CRON_SECRET"])
    vi.stubEnv(name, "");
  const refused = prepare();
  await expect(refused).rejects.toMatchObject({ exitCode: 2 });
  await expect(refused).rejects.toThrow(
    /DD_APP_KEY, STRIPE_API_KEY[\s\S]*TOCSIN_SECRET_ADMIN_TOKEN, TOCSIN_SECRET_CRON_SECRET/,
  );
  expect((await world.requests()).filter(({ method }) => method !== "GET")).toEqual([]);
});

it("goes up beside another stack on the same accounts, and down without touching it", async () => {
  await world.run((engine) => engine.up());
  const before = await world.counts();
  const { options: all } = await prepare();
  // A Vercel project belongs to one stack, and here both stack files name the same ones.
  const options = { ...all, resources: all.resources.filter(({ vendor }) => vendor !== "vercel") };
  const run = await withStack(options, (engine) => engine.up());
  expect(run.steps.filter((step) => step.op === "create")).toHaveLength(options.resources.length);
  const local = await world.run((engine) => engine.preview({ refresh: true }));
  expect([local.changed, local.drifted]).toEqual([false, []]);
  await withStack(options, (engine) => engine.destroy());
  expect(await world.counts()).toEqual(before);
});

it("with another passphrase: says what is wrong, in words", async () => {
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "not the one");
  const { options } = await prepare();
  await expect(withStack(options, (engine) => engine.preview())).rejects.toThrow(/incorrect passphrase/);
});

it("without a state chosen: names the setting", async () => {
  vi.stubEnv("PULUMI_BACKEND_URL", "");
  vi.stubEnv("PULUMI_HOME", path.join(project, "home"));
  const { options } = await prepare();
  await expect(withStack(options, (engine) => engine.preview())).rejects.toThrow(/PULUMI_BACKEND_URL/);
});
