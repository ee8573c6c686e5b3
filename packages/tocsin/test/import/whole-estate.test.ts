/**
 * More than 200 objects, which between them have every type, option, assertion, trigger, filter and action of the vendors'
 * specifications: what the emulated vendors store of them is imported as it is, goes back with nothing but our marks added, and is
 * then what the code says.
 */
import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { createContext } from "../../../emulators/src/context.ts";
import { createDatadog } from "../../../emulators/src/datadog/app.ts";
import { createSentry } from "../../../emulators/src/sentry/app.ts";
import { readVerbatim } from "../../src/import/verbatim/verbatim.ts";
import { definitionIdSchema } from "../../src/model/definition.ts";
import type { Raw } from "../../src/model/raw.ts";
import { objectiveCalls, testCalls } from "../../src/providers/datadog/calls.ts";
import { imported } from "../../src/providers/datadog/imported.ts";
import { sentryCalls } from "../../src/providers/sentry/client.ts";
import { alert, monitor } from "../../src/providers/sentry/resource.ts";
import type { ResourceHandler } from "../../src/providers/server/types.ts";
import { listedMonitor, listedObjective, listedTest } from "../../src/vendors/datadog/client.ts";
import { liveDashboard, liveMonitor, liveObjective, liveTest } from "../../src/vendors/datadog/live.ts";
import { diff } from "../../src/vendors/diff.ts";
import type { Http } from "../../src/vendors/http/manage.ts";
import { jsonObject } from "../../src/vendors/json.ts";
import { kinds } from "../../src/vendors/kinds.ts";
import type { LiveObject } from "../../src/vendors/live.ts";
import { compileRaw } from "../../src/vendors/raw.ts";
import { listedDetector, listedWorkflow } from "../../src/vendors/sentry/client.ts";
import { liveDetector, liveWorkflow } from "../../src/vendors/sentry/live.ts";
import { stack as anyStack } from "../support/definitions.ts";
import { makeWholeEstate } from "./estate/index.ts";

const stack = {
  ...anyStack,
  sentry: {
    ...anyStack.sentry,
    organization: "acme",
    projects: { web: { slug: "web", errorMonitor: "50", issueStreamMonitor: "60" } },
  },
};
const context = createContext();
const datadog = createDatadog(context);
const sentry = createSentry(context, async () => "C1");
const headers = {
  datadog: { "dd-api-key": context.tokens.datadog.apiKey, "dd-application-key": context.tokens.datadog.appKey },
  sentry: { authorization: `Bearer ${context.tokens.sentry.token}` },
};

async function answerOf(vendor: "datadog" | "sentry", method: string, path: string, body?: unknown): Promise<Response> {
  const { app } = vendor === "datadog" ? datadog : sentry;
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return app.request(path, { method, headers: { ...headers[vendor], "content-type": "application/json" }, ...sent });
}

async function call(vendor: "datadog" | "sentry", method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await answerOf(vendor, method, path, body);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} ${JSON.stringify(body)}: ${answer.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

/** The emulated vendor as our plugin calls one. */
const http = (vendor: "datadog" | "sentry", prefix: string): Http => ({
  ask: async ({ method, path, body, schema }) => ({
    value: schema.parse(await call(vendor, method, prefix + path, body)),
    headers: new Headers(),
  }),
  find: async ({ method, path, body, schema }) => schema.parse(await call(vendor, method, prefix + path, body)),
  remove: async (path) => void (await call(vendor, "DELETE", prefix + path)),
});

const organization = "/api/0/organizations/acme";

/** Everything live, as verify and init read it: by lists, and dashboards one by one. */
async function readAll(): Promise<LiveObject[]> {
  const listed = async <T>(path: string, schema: z.ZodType<T>) => schema.parse(await call("datadog", "GET", path));
  const all = jsonObject.array();
  const monitors = await listed("/api/v1/monitor", all);
  const { tests } = await listed("/api/v1/synthetics/tests", z.object({ tests: all }));
  const { data } = await listed("/api/v1/slo", z.object({ data: all }));
  const { dashboards } = await listed("/api/v1/dashboard", z.object({ dashboards: all }));
  const whole = await Promise.all(dashboards.map(({ id }) => listed(`/api/v1/dashboard/${String(id)}`, jsonObject)));
  const pages = async <T>(path: string, row: z.ZodType<T>): Promise<T[]> => {
    const found: T[] = [];
    for (let at = 0; ; at += 100) {
      const cursor = `${path.includes("?") ? "&" : "?"}cursor=0:${at}:0&per_page=100`;
      const page = z.array(row).parse(await call("sentry", "GET", `${organization}/${path}${cursor}`));
      found.push(...page);
      if (page.length < 100) return found;
    }
  };
  const detectors = (await pages("detectors/", listedDetector)).map((one) => liveDetector("acme", one));
  return [
    ...monitors.flatMap((body) => liveMonitor(listedMonitor.parse(body))),
    ...tests.map((body) => liveTest(listedTest.parse(body))),
    ...data.map((body) => liveObjective(listedObjective.parse(body))),
    ...whole.map((body) => liveDashboard(z.intersection(jsonObject, z.object({ id: z.string() })).parse(body))),
    ...detectors.filter(({ body }) => body.type !== "error" && body.type !== "issue_stream"),
    ...(await pages("workflows/", listedWorkflow)).map((one) => liveWorkflow("acme", one)),
  ];
}

/** What goes by our own plugin, and by which of its resources. */
const handlers: Partial<Record<string, ResourceHandler>> = {
  "synthetics-test": imported("synthetics-test", () => testCalls(http("datadog", "/"))),
  slo: imported("slo", () => objectiveCalls(http("datadog", "/"))),
  detector: monitor(sentryCalls(http("sentry", "/api/"))),
  workflow: alert(sentryCalls(http("sentry", "/api/"))),
};

/** As the first update after an import: the stated body with our marks takes the live one's place. */
async function update(live: LiveObject, raw: Raw): Promise<void> {
  const [{ kind, parent, body }] = compileRaw(raw, stack);
  const handler = handlers[kind];
  if (handler === undefined) {
    const path = kind === "monitor" ? "/api/v1/monitor" : "/api/v1/dashboard";
    await call("datadog", "PUT", `${path}/${live.vendorId}`, body);
    return;
  }
  const news = { ...parent, body };
  expect(handler.check(news, undefined, new Set()).failures, JSON.stringify(body)).toEqual([]);
  const place = kind === "detector" ? `acme/web/${live.vendorId}` : kind === "workflow" ? `acme/${live.vendorId}` : "";
  const read = await handler.read(place || live.vendorId, undefined);
  if (read === null) throw new Error(`${kind} ${live.vendorId} is gone`);
  const { detailed } = await handler.diff(live.vendorId, read, news, new Set());
  expect(Object.values(detailed).filter((how) => how.endsWith("replace"))).toEqual([]);
  await handler.update(live.vendorId, read, news);
}

const markers = ["tags", "description", "name"];
const idOf = (at: number) => definitionIdSchema.parse(`by-hand/object-${at}`);
const readOf = (live: LiveObject, at: number) =>
  readVerbatim(live, idOf(at), live.kind === "detector" ? "web" : null, stack);

/** Places of the body, but for our marks, at which two live versions differ; what a vendor computes is none. */
const changed = (before: LiveObject, after: LiveObject | undefined): string[] =>
  after === undefined
    ? ["gone"]
    : diff(before.body, after.body, kinds[before.kind].quirks)
        .filter(({ path }) => !markers.some((mark) => path === mark || path.startsWith(`${mark}.`)))
        .map(
          ({ path, expected, actual }) =>
            `${before.kind} ${before.vendorId} ${path}: ${JSON.stringify([expected, actual])}`,
        );

let made: number;
let before: LiveObject[];

beforeAll(async () => {
  const objects = await makeWholeEstate(async (vendor, method, path, body) =>
    jsonObject.parse(await call(vendor, method, path, body)),
  );
  made = objects.length;
  before = await readAll();
});

it("is stored whole", () => {
  expect(made).toBeGreaterThan(200);
  expect(before).toHaveLength(made);
});

it("is imported as it is, gets nothing but our marks, and is then what the code says", async () => {
  const reasons: string[] = [];
  for (const [at, live] of before.entries()) {
    const read = readOf(live, at);
    if ("reasons" in read) reasons.push(`${live.kind} ${JSON.stringify(live.body)}: ${read.reasons.join("; ")}`);
    else await update(live, read.raw);
  }
  expect(reasons).toEqual([]);
  const after = await readAll();
  const now = new Map(after.map((live) => [`${live.kind} ${live.vendorId}`, live]));
  const same = (live: LiveObject) => now.get(`${live.kind} ${live.vendorId}`);
  expect(before.flatMap((live) => changed(live, same(live)))).toEqual([]);
  expect(after).toHaveLength(before.length);
  // Verify: what is compiled is what is live. A second run of import finds each under its own id.
  for (const [at, live] of before.entries()) {
    const read = readOf(live, at);
    if ("reasons" in read) continue;
    const [{ body }] = compileRaw(read.raw, stack);
    const found = same(live);
    expect(diff(body, found?.body ?? {}, kinds[live.kind].quirks), JSON.stringify(body)).toEqual([]);
    expect(found?.identity?.definition).toBe(idOf(at));
  }
});

it("is imported the same where the vendors have begun to answer another member", () => {
  for (const [at, live] of before.entries()) {
    const newer = { ...live, body: { ...live.body, new_field: "x" } };
    expect(readOf(newer, at), live.kind).toEqual(readOf(live, at));
  }
});

it("steps of a browser's and a device's tests, which no list shows, are still there", async () => {
  const tests = before.filter(({ body }) => body.type === "browser" || body.type === "mobile");
  expect(tests.length).toBeGreaterThan(5);
  for (const { vendorId, body } of tests) {
    expect(body.steps).toBeUndefined();
    const read = jsonObject.parse(
      await call("datadog", "GET", `/api/v1/synthetics/tests/${String(body.type)}/${vendorId}`),
    );
    expect(z.array(z.unknown()).parse(read.steps).length).toBeGreaterThan(0);
  }
});
