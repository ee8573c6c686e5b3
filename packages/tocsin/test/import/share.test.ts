/**
 * How much of the seeded estate becomes definitions by signal helpers: monitors and HTTP tests that between them have every type,
 * option and assertion of Datadog's specification. What a definition compiles to is what is live, but for names and texts of ours
 * and for what Datadog reads as one. What is left is told by what stands in its way.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { createContext } from "../../../emulators/src/context.ts";
import { createDatadog } from "../../../emulators/src/datadog/app.ts";
import { readMonitor } from "../../src/import/datadog.ts";
import { readTest } from "../../src/import/datadog-test.ts";
import { reading } from "../../src/import/draft.ts";
import { withDefinition } from "../../src/import/files.ts";
import { type Fit, fitted } from "../../src/import/fit.ts";
import { print } from "../../src/import/print.ts";
import type { Definition } from "../../src/model/definition.ts";
import { loadDefinitions } from "../../src/project/definitions.ts";
import { listedMonitor, listedTest } from "../../src/vendors/datadog/client.ts";
import { liveMonitor, liveTest } from "../../src/vendors/datadog/live.ts";
import { jsonObject } from "../../src/vendors/json.ts";
import type { LiveObject } from "../../src/vendors/live.ts";
import { stack as anyStack, everybody } from "../support/definitions.ts";
import { monitors } from "./estate/datadog-monitors.ts";
import { tests } from "./estate/datadog-tests.ts";
import { drawFrom } from "./estate/seed.ts";

const stack = { ...anyStack, hosts: { app: "https://app.example.com" } };
const context = createContext();
const { app } = createDatadog(context);
const { apiKey, appKey } = context.tokens.datadog;
const headers = { "dd-api-key": apiKey, "dd-application-key": appKey, "content-type": "application/json" };

async function call(method: string, address: string, body?: unknown): Promise<unknown> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await app.request(address, { method, headers, ...sent });
  if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

let live: LiveObject[];

beforeAll(async () => {
  const draw = drawFrom(2026);
  for (const body of monitors(draw)) await call("POST", "/api/v1/monitor", body);
  const variable = { name: "PASSWORD", description: "", tags: [], value: { secure: true, value: "hidden" } };
  const password = z.object({ id: z.string() }).parse(await call("POST", "/api/v1/synthetics/variables", variable));
  for (const body of tests(draw, password.id))
    await call("POST", `/api/v1/synthetics/tests/${String(body.type)}`, body);
  const listed = z.object({ tests: jsonObject.array() }).parse(await call("GET", "/api/v1/synthetics/tests"));
  live = [
    ...jsonObject
      .array()
      .parse(await call("GET", "/api/v1/monitor"))
      .flatMap((body) => liveMonitor(listedMonitor.parse(body)))
      .filter(({ body }) => body.type !== "synthetics alert"),
    ...listed.tests
      .flatMap((body) => liveTest(listedTest.parse(body)))
      .filter(({ body }) => body.type === "api" && body.subtype === "http"),
  ];
});

/** A reason without its values: what is in the way. */
const inTheWay = (reason: string): string =>
  reason.replace(/ is .* there, and a definition would make it .*$/s, " differs");

interface Outcome {
  fits: Fit[];
  reasons: string[];
}

function imported(): Outcome {
  const outcome: Outcome = { fits: [], reasons: [] };
  for (const [at, one] of live.entries()) {
    const read = reading(() => (one.kind === "monitor" ? readMonitor(one, stack) : readTest(one, stack)));
    const fit = "reasons" in read ? read : fitted(read.draft, `by-hand/object-${at}`, [everybody], stack);
    if ("reasons" in fit) outcome.reasons.push(...fit.reasons.map(inTheWay));
    else outcome.fits.push(fit);
  }
  return outcome;
}

function counted(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => `${count} ${text}`).sort();
}

it("is most of what can be said, and the rest is told", () => {
  const { fits, reasons } = imported();
  expect({ imported: fits.length, of: live.length }).toMatchInlineSnapshot(`
    {
      "imported": 106,
      "of": 132,
    }
  `);
  expect(counted(reasons)).toMatchInlineSnapshot(`
    [
      "1 Datadog has replaced its type "event alert" by event-v2 alert: migrate it in Datadog, and import it again",
      "1 it asserts the body with "validates", which no definition says",
      "1 it asserts the certificate with "isInLessThan", which no definition says",
      "1 it does not state for how long it must be unusual (options.threshold_windows), which Datadog's page does: save it there once, and import it again",
      "1 its query is a formula over data of the kind aggregate_augmented_query, which no definition reads: datadogMonitor({ type, query, options }) says it as it is",
      "1 its query is a formula over queries of its own, where a definition has an expression over series: write it as metric({ expression, series })",
      "1 its query is a formula over searches of its own, of which a definition says a share with a minimum: write it as search({ value: { of: "share" } })",
      "1 its request and its options differ in its HTTP version: make them one in Datadog, and import it again",
      "1 its request and its options differ in whether it follows redirects: make them one in Datadog, and import it again",
      "1 its type "cost alert" has no signal of its own: datadogMonitor({ type, query, options }) says it as it is",
      "1 its type "data-jobs alert" has no signal of its own: datadogMonitor({ type, query, options }) says it as it is",
      "1 its type "data-quality alert" has no signal of its own: datadogMonitor({ type, query, options }) says it as it is",
      "1 its type "error-tracking alert" has no signal of its own: datadogMonitor({ type, query, options }) says it as it is",
      "1 monitor: options.aggregation differs",
      "1 monitor: options.device_ids differs",
      "1 monitor: options.synthetics_check_id differs",
      "1 monitor: options.thresholds.warning differs",
      "1 synthetic test: config.request.allow_insecure differs",
      "1 synthetic test: config.request.bodyType differs",
      "1 synthetic test: config.request.certificateDomains differs",
      "1 synthetic test: config.request.files differs",
      "1 synthetic test: config.request.form differs",
      "1 synthetic test: config.request.ignore_certificate_validation differs",
      "1 synthetic test: config.request.proxy.headers differs",
      "2 monitor: options.thresholds.critical_recovery differs",
      "3 its type "process alert" has no signal of its own: datadogMonitor({ type, query, options }) says it as it is",
    ]
  `);
});

it("compiles to what is live, but for our words and for what Datadog reads as one", () => {
  const { fits } = imported();
  const places = fits.flatMap(({ changes }) => changes.map(({ kind, path }) => `${kind}: ${path}`));
  const ours = /^(monitor|synthetics-test): (name|message|tags|options\.monitor_name)$/;
  expect([...new Set(places.filter((place) => !ours.test(place)))].sort()).toMatchInlineSnapshot(`
    [
      "monitor: options.evaluation_delay",
      "monitor: options.on_missing_data",
      "monitor: options.renotify_interval",
      "monitor: options.renotify_statuses",
      "monitor: options.require_full_window",
      "monitor: options.scheduling_options",
      "monitor: options.thresholds.ok",
      "monitor: query",
      "synthetics-test: config.request.follow_redirects",
      "synthetics-test: options.enableSecurityTesting",
      "synthetics-test: options.follow_redirects",
      "synthetics-test: options.ignore_certificate_validation",
      "synthetics-test: options.min_location_failed",
      "synthetics-test: options.retry",
    ]
  `);
});

it("is written as text that is the same definition again", async () => {
  const { fits } = imported();
  const folder = await mkdtemp(path.join(tmpdir(), "tocsin-share-"));
  await mkdir(path.join(folder, "alerts"));
  let source = "";
  const taken = new Set<string>();
  for (const { definition } of fits) {
    const printed = print(definition, "tickets", [], taken);
    taken.add(printed.constant);
    source = withDefinition(source, printed);
  }
  const filled = source.replaceAll("<name of a page in runbooks>", "page").replace(/"<[^"]*>"/g, '"known"');
  await writeFile(path.join(folder, "alerts", "imported.ts"), filled);
  const { definitions, problems } = await loadDefinitions(folder);
  await rm(folder, { recursive: true });
  expect(problems.filter(({ rule }) => rule !== "model/unknown-route")).toEqual([]);
  const said = ({ id, signal, condition, repeat, datadog }: Definition) =>
    JSON.parse(JSON.stringify({ id, signal, condition, repeat, datadog }).replaceAll("<unit>", "known"));
  const byId = (all: readonly Definition[]) => [...all].sort((a, b) => (a.id < b.id ? -1 : 1)).map(said);
  expect(byId(definitions)).toEqual(byId(fits.map(({ definition }) => definition)));
});
