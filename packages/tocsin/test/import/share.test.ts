/**
 * How much of the seeded estate becomes definitions by signal helpers: monitors and HTTP tests that between them have every type,
 * option and assertion of Datadog's specification. What is left is told by what stands in its way.
 */
import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { createContext } from "../../../emulators/src/context.ts";
import { createDatadog } from "../../../emulators/src/datadog/app.ts";
import { readMonitor } from "../../src/import/datadog.ts";
import { readTest } from "../../src/import/datadog-test.ts";
import { reading } from "../../src/import/draft.ts";
import { fitted } from "../../src/import/fit.ts";
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

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await app.request(path, { method, headers, ...sent });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
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
const inTheWay = (misfit: string): string =>
  misfit.replace(/ is .* there, and a definition would make it .*$/s, " differs").replace(/^its query holds .*?: /, "");

it("is most of what can be said, and the rest is told", () => {
  const reasons: Record<string, number> = {};
  let imported = 0;
  for (const [at, one] of live.entries()) {
    const read = reading(() => (one.kind === "monitor" ? readMonitor(one, stack) : readTest(one, stack)));
    const fit = "misfits" in read ? read : fitted(read.draft, `by-hand/object-${at}`, [everybody], stack);
    if (!("misfits" in fit)) imported += 1;
    else for (const reason of fit.misfits.map(inTheWay)) reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  expect({ imported, of: live.length }).toMatchInlineSnapshot(`
    {
      "imported": 53,
      "of": 132,
    }
  `);
  expect(
    Object.entries(reasons)
      .map(([reason, count]) => `${count} ${reason}`)
      .sort(),
  ).toMatchInlineSnapshot(`
    [
      "1 it asserts the body with "validates", which no definition says",
      "1 it asserts the body with "validatesJSONSchema", which no definition says",
      "1 it asserts the body with "validatesXPath", which no definition says",
      "1 it asserts the bodyHash with "sha256", which no definition says",
      "1 it asserts the certificate with "isInLessThan", which no definition says",
      "1 it asserts the javascript, which no definition says",
      "1 it asserts the responseTime with "lessThanOrEqual", which no definition says",
      "1 it asserts the responseTime with "moreThan", which no definition says",
      "1 it asserts the responseTime with "moreThanOrEqual", which no definition says",
      "1 it follows redirects by its request and not by its options, or the other way round: make them one",
      "1 it notifies of missing data by the older option notify_no_data: choose "Show NO DATA and notify" in Datadog first",
      "1 its query is no service check that counts by status",
      "1 its type "cost alert" is none that a definition has",
      "1 its type "data-jobs alert" is none that a definition has",
      "1 its type "data-quality alert" is none that a definition has",
      "1 its type "database-monitoring alert" is none that a definition has",
      "1 its type "error-tracking alert" is none that a definition has",
      "1 its type "event alert" is none that a definition has",
      "1 its type "llm-observability alert" is none that a definition has",
      "1 monitor: options.device_ids differs",
      "1 monitor: options.enable_samples differs",
      "1 monitor: options.group_retention_duration differs",
      "1 monitor: options.locked differs",
      "1 monitor: options.min_failure_duration differs",
      "1 monitor: options.new_group_delay differs",
      "1 monitor: options.notify_by differs",
      "1 monitor: options.scheduling_options differs",
      "1 monitor: options.synthetics_check_id differs",
      "1 monitor: options.threshold_windows differs",
      "1 monitor: query differs",
      "1 synthetic test: config.assertions.0.target.elementsOperator differs",
      "1 synthetic test: config.request.allow_insecure differs",
      "1 synthetic test: config.request.bodyType differs",
      "1 synthetic test: config.request.certificateDomains differs",
      "1 synthetic test: config.request.files differs",
      "1 synthetic test: config.request.form differs",
      "1 synthetic test: config.request.ignore_certificate_validation differs",
      "1 synthetic test: config.request.noSavingResponseBody differs",
      "1 synthetic test: config.request.proxy differs",
      "1 synthetic test: config.request.query differs",
      "1 synthetic test: options.accept_self_signed differs",
      "1 synthetic test: options.allow_insecure differs",
      "1 synthetic test: options.checkCertificateRevocation differs",
      "1 synthetic test: options.disableAiaIntermediateFetching differs",
      "1 synthetic test: options.enableSecurityTesting differs",
      "1 synthetic test: options.ignore_certificate_validation differs",
      "1 synthetic test: options.min_failure_duration differs",
      "1 synthetic test: options.scheduling differs",
      "2 fill.limit: Too small: expected number to be >0",
      "2 its type "network-path alert" is none that a definition has",
      "2 monitor: options.thresholds.warning differs",
      "2 monitor: options.timeout_h differs",
      "2 synthetic test: config.configVariables.0 differs",
      "2 synthetic test: config.request.basicAuth differs",
      "2 synthetic test: options.ci differs",
      "3 it compares with <=, and definitions only know > and <",
      "3 it compares with >=, and definitions only know > and <",
      "3 it looks into the index main only, and definitions into all",
      "3 its query is neither a count of logs nor one expression over metrics",
      "3 its query is no search whose results are counted or measured over a window",
      "3 its type "network-performance alert" is none that a definition has",
      "3 its type "process alert" is none that a definition has",
      "3 monitor: options.notification_preset_name differs",
      "4 monitor: options.thresholds.critical_recovery differs",
    ]
  `);
});
