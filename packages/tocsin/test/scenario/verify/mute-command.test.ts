import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type MuteSurroundings, muteCommand, unmuteCommand } from "../../../src/cli/commands/mute.ts";
import { moment } from "../../../src/shared/times.ts";
import { UsageError } from "../../../src/shared/usage-error.ts";
import { VendorRefused } from "../../../src/vendors/http/errors.ts";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();
let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "tocsin-mute-"));
  await mkdir(path.join(root, ".local"));
  await writeFile(path.join(root, ".local", "vendors.json"), JSON.stringify(world().connections));
});
afterEach(() => rm(root, { recursive: true }));

async function run(...argv: string[]): Promise<string> {
  let printed = "";
  const program = new Command("tocsin").exitOverride();
  const around: MuteSurroundings = {
    root,
    env: {},
    load: async () => world().project,
    print: (text) => {
      printed += text;
    },
    now: () => new Date(),
  };
  muteCommand(program.command("mute"), around);
  unmuteCommand(program.command("unmute"), around);
  await program.parseAsync(["node", "tocsin", ...argv, "--stack", "local"]);
  return printed;
}

it("silences an alert until its end: verify shows it and finds nothing, then it is over", async () => {
  expect(await run("mute", "--list")).toBe("Nothing is muted in local with `tocsin mute`.\n");
  const said = await run("mute", "database/disk", "--until", "2h", "--reason", "the disk is being enlarged");
  expect(said).toMatch(
    /^database\/disk is muted in local until \d{4}-\d\d-\d\d \d\d:\d\d UTC \(downtime [0-9a-f-]+\)\.\n$/,
  );
  const report = await world().verify();
  expect(report.findings).toEqual([]);
  expect(report.mutes).toMatchObject([
    { definition: "database/disk", vendor: "datadog", reason: "the disk is being enlarged" },
  ]);
  // One clock, which is the vendor's: the local stack's runs ahead.
  expect(said).toContain(`until ${moment(report.mutes[0]?.until ?? "")} (`);
  expect(await run("mute", "--list")).toMatch(
    /^database\/disk {2}until \d{4}-\d\d-\d\d \d\d:\d\d UTC {2}the disk is being enlarged\n$/,
  );
  expect(JSON.parse(await run("mute", "--list", "--json"))).toMatchObject({ stack: "local", mutes: [{}] });

  const again = run("mute", "database/disk", "--until", "3h", "--reason", "still");
  await expect(again).rejects.toThrow("tocsin unmute database/disk --stack local");

  await run("mute", "cliply-web/readyz", "--until", "30m", "--reason", "migration tonight");
  expect((await world().verify()).mutes.map(({ definition }) => definition)).toEqual([
    "cliply-web/readyz",
    "database/disk",
  ]);
  await run("unmute", "cliply-web/readyz");
  await world().pass(121);
  expect((await world().verify()).mutes).toEqual([]);
  await expect(run("unmute", "database/disk")).rejects.toThrow("No mute of database/disk");
});

it.each([
  [["database/disk"], "needs an end and a reason"],
  [["database/disk", "--until", "2h"], "needs an end and a reason"],
  [["database/disk", "--until", "2h", "--reason", "  "], "needs an end and a reason"],
  [["database/disk", "--until", "tomorrow", "--reason", "x"], "is no end"],
  [["database/disk", "--until", "2026-12-01T08:00", "--reason", "x"], "with its zone"],
  [["database/disk", "--until", "2099-02-29T08:00Z", "--reason", "x"], "is no end"],
  [["database/disk", "--until", "2099-03-01T08:00+25:00", "--reason", "x"], "is no end"],
  [["database/disk", "--until", "0h", "--reason", "x"], "is no end"],
  [["database/disk", "--until", "2020-01-01T00:00Z", "--reason", "x"], "ends in the future"],
  [["database/disk", "--until", "61d", "--reason", "x"], "a mute lasts 60 days at most"],
  [["database/disk", "--until", "2099-03-01T08:00Z", "--reason", "x"], "a mute lasts 60 days at most"],
  [["database/gone", "--until", "2h", "--reason", "x"], "No definition has the id database/gone."],
  [["web-api/high-error-rate", "--until", "2h", "--reason", "x"], "Sentry has no mute that ends by itself"],
  [["cliply-web/crons", "--until", "2h", "--reason", "x"], "nothing to mute"],
  [[], "Name the definition"],
])("refuses %j", async (argv, said) => {
  const refused = run("mute", ...argv);
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(said);
  expect(await run("mute", "--list")).toContain("Nothing is muted");
});

it("says which permission is missing, and is told by whom", async () => {
  world().context.faults.add({ vendor: "datadog", match: { method: "POST" }, status: 403, body: { errors: ["no"] } });
  const refused = run("mute", "database/disk", "--until", "2h", "--reason", "the disk is being enlarged");
  await expect(refused).rejects.toThrow(VendorRefused);
  await expect(refused).rejects.toThrow("monitors_downtime");
  world().context.faults.clear();
});
