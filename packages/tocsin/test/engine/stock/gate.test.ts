/**
 * The gate under the engine's own command line: `pulumi preview` and `pulumi up` in the project's folder, as somebody's CI has
 * them without `tocsin up`. The program that it starts is infra/index.ts.
 */

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ensureEngine } from "../../../src/engine/install/engine.mjs";
import { printed } from "../../support/printed.ts";
import { evidenceIn, raised } from "../local/forged.ts";
import { type GatedWorld, monitorsOf, run, startGatedWorld } from "../local/gated-world.ts";
import { part } from "../local/part.ts";
import { filesUnder, root } from "../local/world.ts";

let world: GatedWorld;
let engine: string;
let alerts: string;
let original: string;

const file = (name: string) => path.join(world.project, name);

/** `pulumi ...`, typed in the project's folder; what it prints on both streams, as it shows the program's words on stdout. */
async function pulumi(args: readonly string[], env: Record<string, string> = {}) {
  const folders = [file("bin"), path.dirname(engine), process.env.PATH];
  const set = { ...world.environment, ...env, PATH: folders.join(path.delimiter), PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { code, stdout, stderr } = await run("pulumi", [...args, "--non-interactive"], world.project, set);
  return { code, said: `${stdout}${stderr}` };
}
const update = (env: Record<string, string> = {}) => pulumi(["up", "--stack", "prod", "--yes", "--skip-preview"], env);
const evidence = { TOCSIN_EVIDENCE: "evidence.json" };

beforeAll(async () => {
  world = await startGatedWorld(part);
  ({ command: engine } = await ensureEngine({ log: () => {} }));
  // The program finds the project by its own place, so what it is made of must be there, not behind a link.
  for (const part of ["infra", "synthetics"]) {
    await rm(file(part));
    await cp(path.join(root, part), file(part), { recursive: true });
  }
  await mkdir(file("bin"));
  const words = [process.execPath, path.join(import.meta.dirname, "language-host.mjs")].map((word) => `'${word}'`);
  await writeFile(file("bin/pulumi-language-nodejs"), `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`, { mode: 0o755 });
  for (const { file: name, content } of await filesUnder(file("alerts"))) {
    if (content.includes('id: "web-api/5xx-rate"') && !name.includes(".test.")) {
      [alerts, original] = [name, await readFile(name, "utf8")];
    }
  }
  const drill = await world.tocsin(["drill", "--stack", "local", "--evidence", file("evidence.json")]);
  expect(drill.code, drill.stdout + drill.stderr).toBe(0);
  const made = await pulumi(["stack", "init", "prod"]);
  expect(made.code, made.said).toBe(0);
});
afterAll(() => world?.close());

it("shows a preview without evidence, and says that the update would be refused", async () => {
  const { code, said } = await pulumi(["preview", "--stack", "prod"]);
  expect(code, said).toBe(0);
  expect(said).toMatch(/There is no evidence of stack local/);
  expect(said).toMatch(/An update would be refused/);
  expect(said).toMatch(/\d+ to create/);
});

it("refuses the update without evidence, in one sentence and no trace, and changes nothing", async () => {
  const { code, said } = await update();
  expect(code).not.toBe(0);
  expect(said).toMatch(/There is no evidence of stack local[\s\S]*the gate is closed[\s\S]*Nothing was changed/);
  expect(said).not.toMatch(/unhandled exception|^\s+at .*:\d+:\d+/m);
  expect(await monitorsOf(world, "prod")).toEqual([]);
});

it("is not talked into a preview by the environment", async () => {
  const { code, said } = await update({ PULUMI_NODEJS_DRY_RUN: "true" });
  expect(code).not.toBe(0);
  expect(said).toMatch(/PULUMI_NODEJS_DRY_RUN is set in the environment, and this is no preview/);
  const preview = await pulumi(["preview", "--stack", "prod"], { PULUMI_NODEJS_DRY_RUN: "true" });
  expect(preview.code, preview.said).toBe(0);
  expect(await monitorsOf(world, "prod")).toEqual([]);
});

// What else there is to refuse of evidence is judged by the same gate: test/engine/local/gate.
it("refuses evidence that was tampered with, with the reason", async () => {
  await writeFile(file("bad.json"), JSON.stringify(raised(await evidenceIn(world, "evidence.json"))));
  const { code, said } = await update({ TOCSIN_EVIDENCE: "bad.json" });
  expect([code === 0, said]).toEqual([false, expect.stringMatching(/not what was signed/)]);
  expect(await monitorsOf(world, "prod")).toEqual([]);
});

it("takes a file of evidence that is not there for wrong use: one sentence, no trace", async () => {
  const { code, said } = await update({ TOCSIN_EVIDENCE: "nowhere.json" });
  expect([code === 0, said]).toEqual([false, expect.stringContaining("nowhere.json")]);
  expect(said).not.toMatch(/unhandled exception|^\s+at .*:\d+:\d+/m);
});

it("has an override on record though the update failed half-way, and judges the next one as before", async () => {
  // Late, so that much of the rest is there before the engine starts nothing more.
  await world.tocsin(["local", "fault", "vendor", "stripe", "--status", "400", "--delay", "5000"]);
  const failed = await update({ TOCSIN_BREAK_GLASS: "prod is on fire" });
  await world.tocsin(["local", "fault", "clear"]);
  expect(failed.code).not.toBe(0);
  expect((await monitorsOf(world, "prod")).length).toBeGreaterThan(10);
  const told = await world.tocsin(["promote", "--check", "--json", "--stack", "prod"]);
  const { open, breakGlass } = printed("promote", told.stdout);
  expect([open, breakGlass.length > 10, new Set(breakGlass.map(({ reason }) => reason))]).toEqual([
    false,
    true,
    new Set(["prod is on fire"]),
  ]);
});

it("runs the team's own resources and the gate, whichever command line starts the program", async () => {
  const vercel = await readFile(file("infra/vercel.ts"), "utf8");
  const own = `new plugin.Project("own", { name: "own-" + team.slice(0, 4) })`;
  await writeFile(
    file("infra/vercel.ts"),
    vercel.replace(
      /=> (new plugin\.Provider.*);/,
      `=> {\n  const provider = $1;\n  ${own.replace(/\)$/, ", { provider })")};\n  return provider;\n};`,
    ),
  );
  const stock = await pulumi(["preview", "--stack", "prod"]);
  expect(stock.said).toMatch(/vercel:index:Project\s+own\s+create/);
  const ours = await world.tocsin(["preview", "--stack", "prod", "--json"]);
  expect(JSON.parse(ours.stdout).steps).toContainEqual(expect.objectContaining({ op: "create", name: "own" }));
  const refused = await update();
  expect(refused.said).toContain("the gate is closed");
  expect(refused.said).not.toMatch(/own\s+creat/);
  await writeFile(file("infra/vercel.ts"), vercel);
});

it("takes what staging has proven, and `tocsin` finds nothing left to do in it", async () => {
  const { code, said } = await update(evidence);
  expect(code, said).toBe(0);
  expect((await monitorsOf(world, "prod")).length).toBeGreaterThan(10);
  const preview = await world.tocsin(["preview", "--stack", "prod", "--expect-no-changes"]);
  expect(preview.code, preview.stdout).toBe(0);
  expect((await world.tocsin(["verify", "--stack", "prod"])).code).toBe(0);
});

it("refuses a changed definition, lets it through broken glass, and shows that until it is taken back", async () => {
  await writeFile(alerts, original.replace(/title: "[^"]*5xx[^"]*"/i, 'title: "5xx share, in a hurry"'));
  const refused = await update(evidence);
  expect([refused.code === 0, refused.said]).toEqual([
    false,
    expect.stringMatching(/web-api\/5xx-rate \(changed, page\)/),
  ]);
  const hurried = await update({ TOCSIN_BREAK_GLASS: "prod is on fire" });
  expect(hurried.code, hurried.said).toBe(0);
  expect(hurried.said).toContain("Break-glass override: prod is on fire");
  const told = await world.tocsin(["promote", "--check", "--json", "--stack", "prod"]);
  const { breakGlass } = printed("promote", told.stdout);
  expect(new Set(breakGlass.map(({ reason }) => reason))).toEqual(new Set(["prod is on fire"]));
  expect(breakGlass.map(({ definition }) => definition)).toContain("web-api/5xx-rate");

  await writeFile(alerts, original);
  const reverted = await update();
  expect(reverted.code, reverted.said).toBe(0);
  const after = await world.tocsin(["promote", "--check", "--json", "--stack", "prod"]);
  expect(printed("promote", after.stdout)).toMatchObject({ open: true, definitions: [], breakGlass: [] });
});
