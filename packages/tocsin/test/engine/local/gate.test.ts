/** From the change of a definition to prod, as a team does it, typed commands only. */

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { controlCall } from "../../../src/app/local/files.ts";
import { printed } from "../../support/printed.ts";
import { evidenceIn, forgeries, raised } from "./forged.ts";
import { type GatedWorld, monitorsOf, startGatedWorld } from "./gated-world.ts";
import { part } from "./part.ts";
import { filesUnder } from "./world.ts";

let world: GatedWorld;
let alerts: string;
let original: string;
const changedId = "web-api/5xx-rate";

const tocsin = (args: readonly string[], env?: Record<string, string>) => world.tocsin(args, env);
const prod = (command: string, ...args: string[]) => tocsin([command, "--stack", "prod", ...args]);
const file = (name: string) => path.join(world.project, name);

/** Makes a definition another one, by its title. */
const retitle = (title: string) => writeFile(alerts, original.replace(/title: "[^"]*5xx[^"]*"/i, `title: "${title}"`));

async function promote(...args: string[]) {
  const { code, stdout, stderr } = await prod("promote", "--check", "--json", ...args);
  expect(stderr).toBe("");
  return { code, report: printed("promote", stdout) };
}

/** What staging does before prod: update, drill, sign. */
async function hear(name: string, ...ids: string[]): Promise<string> {
  const up = await tocsin(["up", "--stack", "local"]);
  expect(up.code, up.stderr).toBe(0);
  const drill = await tocsin(["drill", "--stack", "local", ...ids, "--evidence", file(name)]);
  expect(drill.code, drill.stdout + drill.stderr).toBe(0);
  return file(name);
}

const monitorsOfProd = () => monitorsOf(world, "prod");

beforeAll(async () => {
  world = await startGatedWorld(part);
  for (const { file: name, content } of await filesUnder(file("alerts"))) {
    if (content.includes(`id: "${changedId}"`) && !name.includes(".test.")) {
      [alerts, original] = [name, await readFile(name, "utf8")];
    }
  }
  const drill = await tocsin(["drill", "--stack", "local", "--evidence", file("evidence.json")]);
  expect(drill.code, drill.stdout + drill.stderr).toBe(0);
});
afterAll(() => world?.close());

const evidence = (name: string) => evidenceIn(world, name);

it("without evidence: the preview is possible and says that the update would be refused, and it is", async () => {
  const preview = await prod("preview");
  expect(preview.code, preview.stderr).toBe(0);
  expect(preview.stdout).toMatch(/to create[\s\S]*There is no evidence of stack local[\s\S]*the gate is closed/);
  const update = await prod("up", "--yes");
  expect([update.code, update.stderr]).toEqual([2, expect.stringMatching(/gate is closed[\s\S]*Nothing was changed/)]);
  expect(await monitorsOfProd()).toEqual([]);
});

describe("evidence that was not signed for this", () => {
  it.each(forgeries)("%s: is refused with the reason", async (_, make, reason) => {
    await writeFile(file("bad.json"), JSON.stringify(await make(world, await evidence("evidence.json"))));
    const { code, report } = await promote("--evidence", file("bad.json"));
    expect([code, report.reasons]).toEqual([1, [expect.stringMatching(reason)]]);
  });

  it("does not get an update through either", async () => {
    await writeFile(file("bad.json"), JSON.stringify(raised(await evidence("evidence.json"))));
    const { code, stderr } = await prod("up", "--yes", "--evidence", file("bad.json"));
    expect([code, stderr]).toEqual([2, expect.stringMatching(/not what was signed/)]);
    expect(await monitorsOfProd()).toEqual([]);
  });

  it("is wrong use when there is no such file", async () => {
    expect((await prod("promote", "--check", "--evidence", file("nowhere.json"))).code).toBe(2);
  });
});

it("takes what staging has proven", async () => {
  const { code, report } = await promote("--evidence", file("evidence.json"));
  expect([code, report.open, report.unchanged]).toEqual([0, true, 0]);
  const up = await prod("up", "--yes", "--evidence", file("evidence.json"));
  expect(up.code, up.stderr).toBe(0);
  expect((await monitorsOfProd()).length).toBeGreaterThan(10);
  expect((await promote()).report).toMatchObject({ open: true, definitions: [] });
});

it("refuses a changed definition until staging has proven it", async () => {
  await retitle("5xx share, renamed");
  const refused = await prod("up", "--yes", "--evidence", file("evidence.json"));
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringContaining(`${changedId} (changed, page) needs recovered. Stack local had another version of it.`),
  ]);
  const proven = await hear("proven.json", changedId);
  expect((await promote("--evidence", proven)).code).toBe(0);
  const up = await tocsin(["up", "--stack", "prod", "--yes"], { TOCSIN_EVIDENCE: proven });
  expect([up.code, up.stdout]).toEqual([0, expect.stringMatching(/1 updated|2 updated/)]);
  expect((await monitorsOfProd()).some(({ name }) => name.includes("renamed"))).toBe(true);
});

it("lets a revert to what ran before through without a drill", async () => {
  await writeFile(alerts, original);
  const { report } = await promote();
  // The dashboards that draw the definition ran before as well.
  expect(new Set(report.definitions.map(({ state }) => state))).toEqual(new Set(["ran-before"]));
  expect(report.definitions.map(({ definition }) => definition)).toContain(changedId);
  const up = await prod("up", "--yes");
  expect([up.code, up.stdout]).toEqual([0, expect.stringMatching(/ran here before \(\d+\)[\s\S]*web-api\/5xx-rate/)]);
});

it("broken glass: updates, stays visible in verify and promote, until evidence catches up", async () => {
  await retitle("5xx share, in a hurry");
  const blank = await prod("up", "--yes", "--break-glass", " ");
  expect([blank.code, blank.stderr]).toEqual([2, expect.stringContaining("needs the reason")]);
  const up = await tocsin(["up", "--stack", "prod", "--yes"], { TOCSIN_BREAK_GLASS: "prod is on fire" });
  expect([up.code, up.stdout]).toEqual([0, expect.stringContaining("Break-glass override: prod is on fire")]);
  const { code, report } = await promote();
  expect(code).toBe(0);
  const broken = { definition: changedId, reason: "prod is on fire" };
  expect(report.breakGlass).toContainEqual(expect.objectContaining(broken));
  expect((await prod("verify")).stdout).toMatch(
    /under a break-glass override \(\d+\)\n[\s\S]*5xx-rate since .*prod is on fire/,
  );
  const json = printed("verify", (await prod("verify", "--json")).stdout);
  expect(json.breakGlass).toContainEqual(expect.objectContaining(broken));

  const compiled = await prod("compile", "--json");
  await writeFile(file("compiled.json"), compiled.stdout);
  const both = ["--base-json", file("compiled.json"), "--head-json", file("compiled.json")];
  const review = await prod("review", "--no-backtest", ...both);
  expect([review.code, review.stdout]).toEqual([
    0,
    expect.stringMatching(/break-glass override[\s\S]*5xx-rate.*prod is on fire/),
  ]);
  const page = await prod("report", "--out", file("prod.html"));
  expect([0, 1], page.stderr).toContain(page.code);
  expect(await readFile(file("prod.html"), "utf8")).toMatch(
    /Under a break-glass override[\s\S]*5xx-rate[\s\S]*prod is on fire/,
  );

  const again = await prod("up", "--yes");
  expect([again.code, again.stdout]).toEqual([
    0,
    expect.stringMatching(/running under a break-glass override \(\d+\)[\s\S]*5xx-rate/),
  ]);
  const fixed = await prod("up", "--yes", "--evidence", await hear("fixed.json", changedId));
  expect(fixed.code, fixed.stderr).toBe(0);
  expect((await promote()).report.breakGlass).toEqual([]);
  expect((await prod("verify")).stdout).not.toContain("break-glass");
  expect((await prod("review", "--no-backtest", ...both)).stdout).not.toContain("break-glass");
});

it("moves an alert from Datadog to Vercel's own monitor and back, watched at every moment", async () => {
  const before = await readFile(file("Pulumi.local.yaml"), "utf8");
  const ask = async (how: "beside" | "instead" | null) => {
    const monitors = `    monitors:
      definitions: { ${changedId}: ${how} }
      slackInstallation: icfg_1
      channels: { alerts: C0000000001 }
`;
    await writeFile(
      file("Pulumi.local.yaml"),
      how === null ? before : before.replace(/^ {4}teamSlug: .*\n/m, (line) => line + monitors),
    );
    await controlCall(world.vendors, "DELETE", "/requests");
    const up = await tocsin(["up", "--stack", "local"]);
    expect(up.code, up.stderr).toBe(0);
    const log = requests.parse(await (await controlCall(world.vendors, "GET", "/requests")).json());
    // What an update makes and takes away of the alert, in order.
    return log
      .filter(({ method, path: where, status }) => status < 300 && method !== "GET" && watching.test(where))
      .map(({ method, path: where }) => `${method} ${where.replace(/(rules|monitor)\/(ar_)?[\w-]+/, "$1/ID")}`);
  };
  const drilled = async () => {
    const drill = await tocsin(["drill", "--stack", "local", changedId, "--json"]);
    const [receipt] = printed("drill", drill.stdout).receipts;
    return { level: receipt?.level, how: receipt?.evidence.how, notes: receipt?.evidence.notes, receipt };
  };
  const rules = "/alerts/v3/alert-rules";

  // Beside Datadog's, which stays as it is.
  expect(await ask("beside")).toEqual([`POST ${rules}`, `POST ${rules}/ID/notifications/links`]);
  expect((await tocsin(["verify", "--stack", "local"])).stdout).toContain("No drift");
  const both = await drilled();
  expect(both, JSON.stringify(both.receipt)).toMatchObject({ level: "recovered", how: "real" });
  expect(both.notes).toContain(
    "Vercel's monitor beside it reached recovered: it fired, arrived and recovered; Vercel notifies nobody of a recovery.",
  );

  // Only then alone.
  expect(await ask("instead")).toEqual(["DELETE /api/v1/monitor/ID"]);
  const alone = await drilled();
  expect(alone, JSON.stringify(alone.receipt)).toMatchObject({ level: "recovered", how: "inverted" });
  expect((await tocsin(["verify", "--stack", "local"])).stdout).toContain("No drift");

  // And back: Datadog's is there before Vercel's goes.
  expect(await ask(null)).toEqual(["POST /api/v1/monitor", `DELETE ${rules}/ID`]);
  expect((await tocsin(["verify", "--stack", "local"])).stdout).toContain("No drift");
});

const requests = z.array(z.object({ method: z.string(), path: z.string(), status: z.number() }));
const watching = /^\/(api\/v1\/monitor(?!\/validate|\/\w+\/validate)|alerts\/v3\/alert-rules)/;

it("keeps no key and no secret in prod's state in clear", async () => {
  const key = (await readFile(path.join(world.directory, "evidence.key"), "utf8")).trim();
  const { vendors } = world;
  const planted = [key, vendors.app.adminToken, vendors.app.cronSecret, vendors.datadog.appKey, vendors.stripe.apiKey];
  const files = await filesUnder(file("state"));
  expect(files.some(({ content }) => content.includes("breakGlass"))).toBe(true);
  for (const secret of planted) expect(files.filter(({ content }) => content.includes(secret))).toEqual([]);
});
