/** What teams have that the estate of the other tests has not: compiled, taken for something made by hand, and read back as it was. */
import { expect, test } from "vitest";
import { readMonitor } from "../../src/import/datadog.ts";
import { readTest } from "../../src/import/datadog-test.ts";
import { reading } from "../../src/import/draft.ts";
import { fitted } from "../../src/import/fit.ts";
import type { Definition } from "../../src/model/definition.ts";
import type { JsonObject } from "../../src/model/resource.ts";
import { compile } from "../../src/vendors/compile.ts";
import type { LiveObject } from "../../src/vendors/live.ts";
import { stack as anyStack, definition, everybody, measured, threshold } from "../support/definitions.ts";

const stack = { ...anyStack, hosts: { api: "https://api.example.com" } };
const own = { reportedBy: "own", scope: "stack", delay: 0 };
const twice = { kind: "consecutive-failures", failures: 2 };
const hourly = { every: 3600 };

/** The definition's resource as a hand would have made it, with a change of its body. */
function byHand(of: Definition, change: (body: JsonObject) => JsonObject = (body) => body): LiveObject {
  const [made] = compile([of], [everybody], stack).filter(({ kind }) => /^(monitor|synthetics-test)$/.test(kind));
  if (made === undefined) throw new Error(`${of.id} has no resource`);
  const body = change({ ...structuredClone(made.body), tags: ["service:shop"], name: "made in the browser" });
  return { ...made, vendorId: "1", identity: null, body, properties: { id: "1" } };
}

function outcome(live: LiveObject) {
  const read = reading(() => (live.kind === "monitor" ? readMonitor(live, stack) : readTest(live, stack)));
  return "reasons" in read ? read : fitted(read.draft, "shop/imported", [everybody], stack);
}

const share = (more: object) =>
  definition({
    signal: {
      ...{ kind: "search", origin: "logs", find: { fields: { service: "gateway", "@code": { above: 499 } } } },
      value: { of: "share", among: { fields: { service: "gateway" } }, minimum: 100 },
      ...more,
    },
    condition: threshold({ critical: 2, recovery: 1, noData: "ok" }),
  });
const checked = (signal: object) => definition({ signal: { ...hourly, ...signal }, condition: twice });
const step = (name: string, more: object) => ({ name, service: "api", expect: { status: 200 }, ...more });

test.each<[string, Definition]>([
  [
    "several values that are left out",
    measured(
      {},
      {
        source: own,
        series: { cpu: { metric: "lag", aggregate: "sum", tags: { "!group": ["a-*", "b-*"], env: "x" } } },
      },
    ),
  ],
  [
    "a fall against the week before",
    measured(
      { comparison: "below", critical: -50, over: "average", window: 1800, noData: "ok" },
      {
        ...{ kind: "metric-change", source: own, change: "percent", comparedWith: 604_800 },
        series: { orders: { metric: "orders", aggregate: "sum", as: "count" } },
        expression: "orders",
      },
    ),
  ],
  ["a share by group", share({ groupBy: ["region", "@http.method"] })],
  [
    "a share of everything that front ends report",
    share({ origin: "rum", value: { of: "share", among: {}, minimum: 20 } }),
  ],
  ["a certificate", checked({ kind: "tls-check", host: "shop.example.com", validFor: 21 })],
  [
    "a certificate on a port of its own",
    checked({ kind: "tls-check", host: "mq.example.com", port: 8883, validFor: 7 }),
  ],
  [
    "records of mail",
    checked({
      kind: "dns-check",
      domain: "example.com",
      record: "MX",
      server: "192.0.2.1",
      anyOf: ["10 mx1.example.net", "20 mx2.example.net"],
      within: 0.5,
    }),
  ],
  [
    "a text record with signs of its own",
    checked({
      kind: "dns-check",
      domain: "example.com",
      record: "TXT",
      anyOf: ["v=spf1 include:_spf.example.net ~all (a+b)"],
    }),
  ],
  [
    "the health of a gRPC service",
    checked({ kind: "grpc-check", host: "grpc.example.com", port: 8443, service: "shop.Orders", within: 2 }),
  ],
  ["the health of a gRPC server", checked({ kind: "grpc-check", host: "grpc.example.com", timeout: 5 })],
  ["pings", checked({ kind: "icmp-check", host: "gw.example.com", packets: 10, lossBelow: 7, within: 0.25 })],
  ["a port", checked({ kind: "tcp-check", host: "smtp.example.com", port: 465, within: 2, timeout: 20 })],
  [
    "steps with values that they keep",
    checked({
      kind: "multistep-check",
      steps: [
        step("Cart", {
          path: "/carts",
          method: "POST",
          body: { type: "application/json", text: '{"sku":"A"}' },
          keep: { CART: { json: "$.id" }, TAG: { header: "etag" } },
        }),
        step("Read it", {
          path: "/carts/{{ CART }}",
          headers: { "if-match": "{{ TAG }}", authorization: "Bearer {{ CART }}" },
          query: { of: "{{ CART }}" },
        }),
        step("Delete it", { path: "/carts/{{ CART }}", method: "DELETE", followRedirects: true }),
      ],
    }),
  ],
])("%s: read back as it was", (_what, of) => {
  const fit = outcome(byHand(of));
  if ("reasons" in fit) throw new Error(fit.reasons.join("; "));
  const unnamed = (signal: Definition["signal"]) => ("series" in signal ? Object.values(signal.series) : signal);
  expect(unnamed(fit.definition.signal)).toEqual(unnamed(of.signal));
  expect(fit.changes.map(({ path }) => path).filter((path) => !/name|message|tags/.test(path))).toEqual([]);
});

const certificate = checked({ kind: "tls-check", host: "shop.example.com", validFor: 21 });
const withConfig = (change: (config: JsonObject) => JsonObject) => (body: JsonObject) => ({
  ...body,
  config: change(Object(body.config)),
});
const asserting = (...assertions: JsonObject[]) => withConfig((config) => ({ ...config, assertions }));

test("a port as a text is the same port", () => {
  const text = withConfig((config) => ({ ...config, request: { ...Object(config.request), port: "443" } }));
  expect(outcome(byHand(certificate, text))).not.toHaveProperty("reasons");
});

test.each<[string, (body: JsonObject) => JsonObject, RegExp]>([
  [
    "of a version of TLS",
    asserting({ type: "tlsVersion", operator: "moreThan", target: 1.2 }),
    /asserts the tlsVersion with "moreThan"/,
  ],
  [
    "of an expired certificate",
    asserting({ type: "certificate", operator: "isInLessThan", target: 3 }),
    /something else than for how many days/,
  ],
  [
    "over a WebSocket",
    (body) => ({ ...body, subtype: "websocket" }),
    /a test of the kind websocket, which no definition/,
  ],
  [
    "over gRPC by a method",
    (body) => ({ ...body, subtype: "grpc", config: { request: { host: "g.example.com", callType: "unary" } } }),
    /it calls a method/,
  ],
])("a test %s is no definition, and says why", (_what, change, reason) => {
  const found = outcome(byHand(certificate, change));
  expect("reasons" in found && found.reasons.join("; ")).toMatch(reason);
});
