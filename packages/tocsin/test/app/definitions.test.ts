import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadDefinitions } from "../../src/project/definitions.ts";

const language = "tocsin";
let root = "";

const sound = (id: string, extra = "") => `alert({
  id: "${id}",
  source: ["monitoring 3.1"],
  title: "Errors",
  service: "shop",
  owner: "founder",
  severity: "page",
  signal: logCount({ source: vercelLogs("shop"), filter: { phrases: ["x"] } }),
  condition: above(50, { per: minutes(5), noData: "zero" }),
  route: "everybody",
  why: "w", causes: ["c"], firstChecks: ["f"], recovered: "r", runbook: "r",
  ${extra}
});`;

async function load(files: Record<string, string>) {
  const project = mkdtempSync(join(root, "p-"));
  mkdirSync(join(project, "alerts"));
  const head = `import { above, alert, logCount, minutes, route, vercelLogs } from ${JSON.stringify(language)};\n`;
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, "alerts", name), head + text);
  return { project, ...(await loadDefinitions(project)) };
}

const routes = { "routes.ts": 'export const r = route({ name: "everybody", slack: ["alerts"] });' };

describe("loading definitions", () => {
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "tocsin-definitions-"));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("loads the project's own without a problem", async () => {
    const loaded = await loadDefinitions(process.cwd());
    expect(loaded.problems).toEqual([]);
    expect(loaded.definitions.length).toBeGreaterThan(35);
    for (const d of loaded.definitions) {
      const place = loaded.places.get(d.id)?.();
      expect(readFileSync(place?.file ?? "", "utf8").split("\n")[(place?.line ?? 0) - 1]).toMatch(/alert\(\{/);
    }
  });

  it("collects every problem with file, line, reason and remedy", async () => {
    const { problems } = await load({
      ...routes,
      "a.ts": `export const one = ${sound("shop/one")}\nexport const two = ${sound("shop/one")}`,
      "b.ts": `export const three = ${sound("shop/three").replace("per: minutes(5), ", "per: minutes(5), warning: 60, ")}
export const four = ${sound("shop/four").replace("everybody", "nobody")}
export const five = ${sound("Shop Five")}
export const six = ${sound("shop/six", "colour: 1,")}`,
    });
    const told = problems.map((p) => [p.file, p.line, p.rule, p.definition]);
    expect(told).toEqual([
      ["alerts/a.ts", 16, "model/duplicate-id", "shop/one"],
      ["alerts/b.ts", 10, "model/warning-side", "shop/three"],
      ["alerts/b.ts", 24, "model/unknown-route", "shop/four"],
      ["alerts/b.ts", 29, "model/schema", "Shop Five"],
      ["alerts/b.ts", 52, "model/schema", "shop/six"],
    ]);
    for (const problem of problems) expect(problem.remedy).not.toBe("");
  });

  it("takes any document of the team's for a source, or none, and asks for a place in it", async () => {
    const from = (id: string, source: string) => sound(id).replace('  source: ["monitoring 3.1"],\n', source);
    const { definitions, problems } = await load({
      ...routes,
      "a.ts": `export const one = ${from("shop/one", "")}
export const two = ${from("shop/two", '  source: ["Betriebshandbuch Abschnitt 7", "incident-12 follow-ups"],\n')}
export const three = ${from("shop/three", '  source: ["incident-12"],\n')}`,
    });
    expect(definitions.map(({ id, source }) => [id, source])).toEqual([
      ["shop/one", []],
      ["shop/two", ["Betriebshandbuch Abschnitt 7", "incident-12 follow-ups"]],
    ]);
    expect(problems).toMatchObject([{ definition: "shop/three", rule: "model/schema" }]);
    expect(problems[0]?.message).toContain("name a document and a place in it");
  });

  it("finds the line of the field, not only that of the call", async () => {
    const { problems } = await load({
      ...routes,
      "a.ts": `\n\nexport const one = ${sound("shop/one").replace("50", "-5")}`,
    });
    expect(problems).toMatchObject([{ rule: "model/always-true", line: 12 }]);
  });

  it.each([
    ["a file that is no TypeScript", "export const x = {{{", "load/syntax"],
    ["a file that fails when it is run", "export const x = (undefined as any).field;", "load/failed"],
    ["an export that is no definition", "export const x = { id: 'a/b' };", "load/not-a-definition"],
  ])("tells %s as a problem of that file", async (_, text, rule) => {
    const { problems } = await load({ ...routes, "a.ts": text });
    expect(problems.map((p) => p.rule)).toEqual([rule]);
    if (rule !== "load/not-a-definition") expect(problems[0]?.file).toBe("alerts/a.ts");
  });

  it("tells what is made and not exported, wherever it is loaded again, and takes what one file has from another for exported", async () => {
    const { project, problems } = await load({
      ...routes,
      "a.ts": `const lost = ${sound("shop/lost")};
const common = { owner: "founder" };
export const all = [${sound("shop/one").slice(0, -1)}, ${sound("shop/two").slice(0, -1)}];
export { common as helper } from "./b.ts";`,
      "b.ts": `const kept = ${sound("shop/kept")};\nexport const common = () => kept;\nexport { kept as three };`,
    });
    const told = [{ file: "alerts/a.ts", rule: "load/not-exported", definition: "shop/lost" }];
    expect(problems).toMatchObject(told);
    expect((await loadDefinitions(project)).problems).toMatchObject(told);
  });

  it("keeps apart what projects make that are loaded at the same time", async () => {
    const lost = (id: string) => ({
      ...routes,
      "a.ts": `const lost = ${sound(id)}; export const one = ${sound(`${id}-kept`)}`,
    });
    const { exit } = process;
    const loaded = await Promise.all(["shop/a", "shop/b", "shop/c"].map((id) => load(lost(id))));
    expect(loaded.map(({ problems }) => problems.map(({ definition }) => definition))).toEqual([
      ["shop/a"],
      ["shop/b"],
      ["shop/c"],
    ]);
    expect(process.exit).toBe(exit);
  });

  it("tells of files that nobody reads", async () => {
    const { definitions, problems } = await load({
      ...routes,
      "a.ts": `import { limit } from "./limit.mjs";\nexport const one = ${sound("shop/one").replace("above(50", "above(limit")};`,
      "limit.mjs": "export const limit = 50;",
      "b.mts": `export const two = ${sound("shop/two")};`,
      "c.js": "export const three = 3;",
      "c.test.js": "",
      "notes.md": "# Notes",
    });
    expect(definitions.map(({ id }) => id)).toEqual(["shop/one"]);
    expect(problems.map(({ file, rule }) => [file, rule])).toEqual([
      ["alerts/b.mts", "load/not-read"],
      ["alerts/c.js", "load/not-read"],
    ]);
  });

  it("says so when there is nothing to load", async () => {
    const empty = mkdtempSync(join(root, "empty-"));
    expect((await loadDefinitions(empty)).problems.map((p) => p.rule)).toEqual(["load/no-files"]);
  });

  it("sees a change at once, although Node keeps modules", async () => {
    const { project } = await load({ ...routes, "a.ts": `export const one = ${sound("shop/one")}` });
    const file = join(project, "alerts", "a.ts");
    writeFileSync(file, readFileSync(file, "utf8").replace("above(50", "above(51"));
    const changed = await loadDefinitions(project);
    expect(changed.definitions[0]?.condition).toMatchObject({ critical: 51 });
  });

  it("holds dashboards and objectives against the definitions, each problem where it was written", async () => {
    const board = (id: string, rest: string) => `dashboard({
  id: "${id}",
  source: ["monitoring 2.1"], title: "T", about: "A.",
  ${rest}
});`;
    const promise = (id: string, indicator: string, rest = "target: 99,") => `objective({
  id: "${id}",
  source: ["monitoring 2.1"], title: "T", service: "shop", owner: "founder", window: 30, why: "w",
  indicator: ${indicator},
  ${rest}
});`;
    const words = `import { dashboard, objective, httpCheck, sentryErrors } from ${JSON.stringify(language)};\n`;
    const { problems } = await load({
      ...routes,
      "a.ts": `export const one = ${sound("shop/one")}
export const errors = ${sound("shop/errors")
        .replace(/signal: .*/, 'signal: sentryErrors({ project: "web", tags: {} }),')
        .replace('per: minutes(5), noData: "zero"', "per: minutes(5)")}`.replace(/^/, words),
      "b.ts": `${words}export const first = ${board("dashboards/first", "rank: 1,")}
export const second = ${board("dashboards/second", "rank: 1,")}`,
      "c.ts": `${words}export const gone = ${promise("objectives/gone", '{ kind: "uptime", definitions: ["shop/gone"] }')}
export const unseen = ${promise("objectives/unseen", '{ kind: "uptime", definitions: ["shop/errors"] }')}
export const mean = ${promise("objectives/mean", '{ kind: "good-events", source: "probe", good: { metric: "a", aggregate: "avg" }, total: { metric: "b", aggregate: "sum" } }')}
export const typo = ${promise("objectives/typo", '{ kind: "good-time", source: "probe", expression: "a + c", series: { a: { metric: "a", aggregate: "avg" }, b: { metric: "b", aggregate: "avg" } }, comparison: "at least", limit: 1 }')}`,
    });
    expect(problems.map((p) => [p.file, p.line, p.rule, p.definition])).toEqual([
      ["alerts/b.ts", 4, "model/overview", "dashboards/first"],
      ["alerts/b.ts", 11, "model/rank", "dashboards/second"],
      ["alerts/c.ts", 6, "model/unknown-definition", "objectives/gone"],
      ["alerts/c.ts", 12, "model/no-monitor", "objectives/unseen"],
      ["alerts/c.ts", 18, "model/not-counted", "objectives/mean"],
      ["alerts/c.ts", 24, "model/unknown-series", "objectives/typo"],
      ["alerts/c.ts", 24, "model/unknown-series", "objectives/typo"],
    ]);
    const low = await load({
      ...routes,
      "d.ts": `${words}export const low = ${promise("objectives/low", '{ kind: "uptime", definitions: ["shop/one"] }', "target: 99, warning: 98,")}`,
    });
    expect(low.problems.map(({ rule, message }) => [rule, message])).toEqual([
      ["model/schema", expect.stringContaining("warning is not above the target")],
    ]);
  });

  describe("refuses a name that is given twice, with both places", () => {
    const words = `import { crons, dashboard, declared, objective, webhookEndpoint } from ${JSON.stringify(language)};\n`;
    const endpoint = (id: string, variable: string, service = "shop") =>
      sound(id)
        .replace(
          /signal: .*/,
          `signal: webhookEndpoint({ service: "${service}", path: "/hooks/${id.length}", events: ["charge.failed"], secretVariable: "${variable}" }),`,
        )
        .replace(/condition: .*/, "condition: declared(),");
    const scheduled = (id: string, list: string, more = "") =>
      sound(id)
        .replace(/signal: .*/, `signal: crons({ service: "shop", crons: [${list}]${more} }),`)
        .replace(/condition: .*/, "condition: declared(),");
    const cron = (path: string) => `{ path: "${path}", schedule: "0 3 * * *" }`;
    const told = async (files: Record<string, string>) => {
      const all = Object.entries(files).map(([name, text]) => [name, words + text]);
      const { problems } = await load({ ...routes, ...Object.fromEntries(all) });
      return problems.map(({ file, line, rule, message }) => [`${file}:${line}`, rule, message]);
    };

    it.each<[string, Record<string, string>, string, string, RegExp]>([
      [
        "a route in two files",
        {
          "a.ts": `export const one = ${sound("shop/one")}`,
          "z.ts": 'export const other = route({ name: "everybody", slack: ["ops"] });',
        },
        "alerts/z.ts:3",
        "model/duplicate-route",
        /^the route "everybody" is defined twice, first in alerts\/routes.ts:2$/,
      ],
      [
        "an id of two kinds",
        {
          "a.ts": `export const one = ${sound("shop/one")}`,
          "b.ts":
            'export const two = dashboard({ id: "shop/one", source: ["monitoring 2"], title: "T", about: "A.", rank: 1 });',
        },
        "alerts/b.ts:3",
        "model/duplicate-id",
        /^the id is used twice, first in alerts\/a.ts:3$/,
      ],
      [
        "an alias that is the id of another",
        {
          "a.ts": `export const one = ${sound("shop/one")}`,
          "b.ts": `export const two = ${sound("shop/two", 'aliases: ["shop/one"],')}`,
        },
        "alerts/b.ts:14",
        "model/alias-in-use",
        /^the alias "shop\/one" is the id of another, first in alerts\/a.ts:4$/,
      ],
      [
        "an alias of two",
        {
          "a.ts": `export const one = ${sound("shop/one", 'aliases: ["shop/old"],')}`,
          "b.ts": `export const two = ${sound("shop/two", 'aliases: ["shop/old"],')}`,
        },
        "alerts/b.ts:14",
        "model/alias-in-use",
        /^the alias "shop\/old" is given twice, first in alerts\/a.ts:14$/,
      ],
      [
        "an alias that an objective has as its id",
        {
          "a.ts": `export const one = ${sound("shop/one", 'aliases: ["objectives/up"],')}`,
          "b.ts":
            'export const up = objective({ id: "objectives/up", source: ["monitoring 2"], title: "T", service: "shop", owner: "f", window: 30, why: "w", target: 99, indicator: { kind: "uptime", definitions: ["shop/one"] } });',
        },
        "alerts/a.ts:14",
        "model/alias-in-use",
        /^the alias "objectives\/up" is the id of another, first in alerts\/b.ts:3$/,
      ],
      [
        "a variable of two endpoints",
        {
          "a.ts": `export const one = ${endpoint("shop/one", "HOOK_SECRET")}`,
          "b.ts": `export const three = ${endpoint("shop/three", "HOOK_SECRET")}`,
        },
        "alerts/b.ts:10",
        "model/duplicate-variable",
        /^the environment variable HOOK_SECRET of shop is written twice, first in alerts\/a.ts:10$/,
      ],
      [
        "a variable of an endpoint and of crons",
        {
          "a.ts": `export const one = ${endpoint("shop/one", "CRON_SECRET")}`,
          "b.ts": `export const two = ${scheduled("shop/two", cron("/a"))}`,
        },
        "alerts/b.ts:10",
        "model/duplicate-variable",
        /^the environment variable CRON_SECRET of shop is written twice, first in alerts\/a.ts:10$/,
      ],
      [
        "a cron path in one list",
        {
          "a.ts": `export const one = ${scheduled("shop/one", `\n    ${cron("/a")},\n    ${cron("/b")},\n    ${cron("/a")}`)}`,
        },
        "alerts/a.ts:13",
        "model/duplicate-cron",
        /^the cron \/a of shop is declared twice, first in alerts\/a.ts:11$/,
      ],
      [
        "a cron path in two definitions",
        {
          "a.ts": `export const one = ${scheduled("shop/one", cron("/a"))}`,
          "b.ts": `export const two = ${scheduled("shop/two", cron("/a"), ", secret: false")}`,
        },
        "alerts/b.ts:10",
        "model/duplicate-cron",
        /^the cron \/a of shop is declared twice, first in alerts\/a.ts:10$/,
      ],
      [
        "a destination in one route",
        {
          "a.ts": `export const one = ${sound("shop/one")}`,
          "r.ts": 'export const other = route({\n  name: "others",\n  mail: ["founder", "founder"],\n});',
        },
        "alerts/r.ts:5",
        "model/duplicate-destination",
        /^the route names mail "founder" twice$/,
      ],
    ])("%s", async (_name, files, place, rule, message) => {
      expect(await told(files)).toEqual([[place, rule, expect.stringMatching(message)]]);
    });

    it("but takes one that is only exported again, and variables of different services", async () => {
      expect(
        await told({
          "a.ts": `export const one = ${endpoint("shop/one", "HOOK_SECRET")}`,
          "b.ts": `export { one } from "./a.ts"; export { r } from "./routes.ts";
export const three = ${endpoint("shop/three", "HOOK_SECRET", "other")}`,
        }),
      ).toEqual([]);
    });
  });
});
