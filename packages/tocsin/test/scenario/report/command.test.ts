import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { printed } from "../../support/printed.ts";
import { run, tocsin } from "../drill/command.ts";
import { Stand } from "../drill/stand.ts";

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand.close());

const dataNow = async () =>
  printed("report", (await run(stand.directory, ["report", "--stack", "local", "--json"])).out);

it("knows what carries each alert, and that nothing was proven yet", async () => {
  const data = await dataNow();
  expect(data.alerts.length).toBe(stand.project.definitions.length);
  expect(data.raw).toEqual([]);
  expect(data.unknown).toEqual([]);
  for (const { objects, id } of data.alerts) {
    expect(objects.length, id).toBeGreaterThan(0);
    for (const object of objects) expect(object.link, `${id} ${object.kind}`).toMatch(/^https:\/\//);
  }
  expect(data.alerts.every(({ proven }) => proven === null)).toBe(true);
});

it("keeps what a drill has proven, and says when the alert fired", async () => {
  const id = "web-api/5xx-rate";
  const drilled = await run(stand.directory, ["drill", "--stack", "local", id]);
  expect(drilled.code, drilled.err).toBe(0);
  await run(stand.directory, ["drill", "--stack", "local", "database/high-cpu"]);
  const data = await dataNow();
  const proven = data.alerts.filter((alert) => alert.proven !== null).map((alert) => [alert.id, alert.proven?.level]);
  expect(proven.sort()).toEqual([
    ["database/high-cpu", "recovered"],
    [id, "recovered"],
  ]);
  const [alert] = data.alerts.filter((one) => one.id === id);
  expect(alert?.state).toMatchObject({ now: "ok", firedAt: expect.any(String), recoveredAt: expect.any(String) });
  expect(alert?.proven).toMatchObject({ places: ["#alerts-local", "founder@example.com"], changedSince: false });
  expect(data.alerts.find((one) => one.id === "database/high-cpu")?.history.length).toBeGreaterThan(1);
});

it("writes one page, with what it knows", async () => {
  const file = path.join(stand.directory, "page.html");
  const { code, out } = await run(stand.directory, ["report", "--stack", "local", "--out", file]);
  expect(out).toContain(`Report: ${file}`);
  const page = await readFile(file, "utf8");
  for (const { id, title } of stand.project.definitions)
    expect(page).toContain(id.replace("'", "&#39;") && title.split("'")[0]);
  for (const secret of [stand.vendors.datadog.apiKey, stand.vendors.sentry.token, stand.vendors.vercel.token])
    expect(page).not.toContain(secret);
  expect([0, 1]).toContain(code);
});

it("judges the alerts over a time on the page, where that is asked for, and says as weekly what it found", async () => {
  const args = ["--stack", "local", "--quality", "1"];
  const report = await run(stand.directory, ["report", ...args, "--json"]);
  const { quality, unknown } = printed("report", report.out);
  expect([unknown, quality?.complete, quality?.problems]).toEqual([[], true, []]);
  const judged = [...(quality?.alerts ?? []), ...(quality?.notJudged ?? [])].map(({ definition }) => definition);
  expect(judged.sort()).toEqual(stand.project.definitions.map(({ id }) => id).sort());
  // The drill above.
  expect(quality?.alerts.find(({ definition }) => definition === "database/high-cpu")).toMatchObject({ fires: 1 });
  const file = path.join(stand.directory, "quality.html");
  await run(stand.directory, ["report", ...args, "--out", file]);
  expect(await readFile(file, "utf8")).toContain('<h2 id="quality">Alert quality</h2>');

  const weekly = printed("weekly", (await run(stand.directory, ["weekly", ...args, "--json"])).out);
  const lines = weekly.lines.filter(({ check }) => check === "alert-quality");
  expect(lines.map(({ title }) => title)).toEqual([
    "Alerts judged, 1 d",
    "Never fired, 1 d",
    "Fire too often, 1 d",
    "Recover by themselves, 1 d",
    "Wake people at night, 1 d",
    "Are muted, 1 d",
  ]);
  expect(lines[0]?.value).toContain(`${quality?.alerts.length} of ${judged.length}`);
});

it.each([
  ["a number of days that is none", ["--quality", "0"], "--quality takes a number of days from 1 to 365."],
  ["weeks of history each minute", ["--quality", "--serve"], "leave --serve out"],
])("refuses %s", async (_, args, reason) => {
  const { code, err } = await run(stand.directory, ["report", "--stack", "local", ...args]);
  expect([code, err]).toEqual([2, expect.stringContaining(reason)]);
});

it("refuses evidence that is none", async () => {
  const file = path.join(stand.directory, "broken.json");
  await writeFile(file, '{"stack": "loc');
  const { code, err } = await run(stand.directory, ["report", "--stack", "local", "--evidence", file]);
  expect([code, err]).toEqual([2, expect.stringContaining("is no evidence")]);
});

it("is served on loopback, to nobody else's pages, and ends when asked", async () => {
  const { child, ended } = tocsin(stand.directory, ["report", "--stack", "local", "--serve"]);
  const url = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk) => {
      text += chunk;
      const [found] = /http:\/\/127\.0\.0\.1:\d+\//.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    });
    ended.then(({ err }) => reject(new Error(err)));
  });
  const answer = await fetch(url);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(await answer.text()).toContain('<meta http-equiv="refresh" content="60">');
  expect((await fetch(`${url}other`)).status).toBe(404);
  const { request } = await import("node:http");
  const refused = await new Promise<number | undefined>((resolve, reject) => {
    request(url, { headers: { host: "evil.example" } }, (response) => resolve(response.statusCode))
      .on("error", reject)
      .end();
  });
  expect(refused).toBe(403);
  child.kill("SIGTERM");
  expect((await ended).code).toBe(0);
});

it("says what it could not read, and does not call it fine", async () => {
  await stand.control("POST", "/faults", { vendor: "datadog", match: { path: "^/api/v1/monitor$" }, status: 503 });
  try {
    const { code, out } = await run(stand.directory, ["report", "--stack", "local", "--json"]);
    const data = printed("report", out);
    expect(code).toBe(3);
    expect(data.unknown.join("\n")).toMatch(/Datadog could not be read/);
    expect(data.alerts.find(({ id }) => id === "web-api/5xx-rate")?.state.now).toBe("unknown");
  } finally {
    await stand.control("DELETE", "/faults");
  }
});
