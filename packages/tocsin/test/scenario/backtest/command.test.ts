import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { createContext } from "../../../../emulators/src/context.ts";
import { createDatadog } from "../../../../emulators/src/datadog/app.ts";
import { listen } from "../../../../emulators/src/listen.ts";
import { printed } from "../../support/printed.ts";
import { typed } from "../cli/tocsin.ts";

const folder = mkdtempSync(join(tmpdir(), "tocsin-backtest-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function tocsin(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, TOCSIN_LOCAL_DIR: folder, CI: "true", NO_COLOR: "1" };
  return promisify(execFile)(process.execPath, [...typed, ...args], { env, maxBuffer: 1 << 28 }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

const history = file("history.json", {
  definitions: {
    "web-api/high-error-rate": {
      series: { events: [{ from: "2026-11-20T00:00:00Z", values: "0x100 11x9 0x200 13x9 0x1000" }] },
    },
    "worker/high-error-rate": { series: { events: [{ from: "2026-11-20T00:00:00Z", values: [0, null, 0] }] } },
  },
});

it("tocsin quarterly writes a page to decide from, and prints the same as data", async () => {
  const page = join(folder, "quarterly.md");
  const { code, stdout } = await tocsin("quarterly", "--history", history, "--out", page);
  expect([code, stdout]).toEqual([1, `1 alert judged, 1 to decide about.\nPage: ${page}\n`]);
  expect(readFileSync(page, "utf8")).toContain("| web-api/high-error-rate | page | 2 |");
  const data = printed("quarterly", (await tocsin("quarterly", "--history", history, "--json")).stdout);
  expect(data.alerts).toMatchObject([{ definition: "web-api/high-error-rate", fires: 2, quick: 2 }]);
  const wrong = await tocsin("quarterly", "--history", history, "--days", "0");
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("--days is wrong")]);
});

describe("tocsin backtest", () => {
  it("says of each definition what it would have done, and keeps silence and quiet apart", async () => {
    const { code, stdout } = await tocsin("backtest", "--history", history);
    expect(code).toBe(0);
    expect(stdout).toContain("web-api/high-error-rate\n  2 fires, longest 8 min, 0 flaps, 14 min in alert (1.1 %)\n");
    expect(stdout).toContain("worker/high-error-rate\n  no matching data: ");
    expect(stdout).toContain("cliply-web/crons\n  not evaluated: it is declared");
    expect(stdout).toMatch(/1 of \d+ definitions evaluated from 2026-11-20 00:00 UTC/);
    expect(stdout).not.toContain("0 fires");
  });

  it("shows only what differs from a base, before and after", async () => {
    const compiled = JSON.parse((await tocsin("compile", "--stack", "local", "--json")).stdout);
    for (const one of compiled.definitions) if (one.id === "web-api/high-error-rate") one.condition.critical = 60;
    const base = file("base.json", compiled);
    const { code, stdout } = await tocsin("backtest", "--history", history, "--base", base, "--json");
    expect(code).toBe(0);
    const { definitions } = printed("backtest", stdout);
    expect(definitions).toMatchObject([
      { definition: "web-api/high-error-rate", result: { kind: "evaluated", fires: 2 }, base: { fires: 1 } },
    ]);
  });

  it.each([
    ["a file that is not there", ["backtest", "--history", "/nowhere.json"], "cannot be read"],
    ["a file of another shape", ["backtest", "--history", file("wrong.json", { definitions: 3 })], "definitions"],
    ["a time that is none", ["backtest", "--stack", "local", "--days", "-1"], "--days"],
    ["an unknown definition", ["backtest", "nobody/knows", "--history", history], "No definition has the id"],
    ["a base that is none", ["backtest", "--history", history, "--base", history], "tocsin compile --json"],
    ["a local stack that does not run", ["backtest", "--stack", "local"], "tocsin local up"],
    ["no source, so the local stack", ["backtest"], "tocsin local up"],
    ["a quarter of no source", ["quarterly"], "tocsin local up"],
  ])("refuses %s with exit code 2", async (_, args, words) => {
    const { code, stderr } = await tocsin(...args);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(code).toBe(2);
  });

  it("reports what it could read when a vendor is down, and ends with 3", async () => {
    const context = createContext();
    const datadog = await listen(createDatadog(context).app);
    const sentry = await listen(createDatadog(context).app);
    await sentry.close();
    const { apiKey, appKey } = context.tokens.datadog;
    file("vendors.json", {
      datadog: { url: datadog.url, apiKey, appKey },
      sentry: { url: sentry.url, token: "t", organization: "acme" },
      vercel: { url: "http://127.0.0.1:9", token: "t", team: "t" },
      stripe: { url: "http://127.0.0.1:9", apiKey: "k" },
      clock: { offsetMs: 0, rate: 1 },
    });
    const ids = ["database/disk", "web-api/high-error-rate"];
    const { code, stdout } = await tocsin("backtest", ...ids, "--stack", "local", "--days", "2", "--json");
    await datadog.close();
    rmSync(join(folder, "vendors.json"));
    const report = printed("backtest", stdout);
    expect(report.definitions.map(({ definition, result }) => [definition, result.kind]).sort()).toEqual([
      ["database/disk", "no matching data"],
      ["web-api/high-error-rate", "not read"],
    ]);
    expect(report.complete).toBe(false);
    expect(report.problems.join()).toContain("Sentry could not be read");
    expect(code).toBe(3);
  });
});
