import {
  consecutiveFailures,
  dnsCheck,
  grpcCheck,
  hours,
  httpCheck,
  icmpCheck,
  minutes,
  tcpCheck,
  tlsCheck,
} from "../../../src/model/language.ts";
import type { Row } from "./row.ts";

const asks = (more: object = {}) =>
  httpCheck({ service: "api", path: "/health", every: minutes(1), expect: { status: 200 }, ...more });
const twice = consecutiveFailures(2);

export const checks: readonly Row[] = [
  ["any 2xx within two seconds", asks({ expect: { status: [200, 299], within: 2 } }), twice],
  ["not gone", asks({ expect: { status: { isNot: 404 } } }), twice],
  [
    "JSON and headers",
    asks({
      expect: { json: { "$.status": "ok" }, headers: { "cache-control": { contains: "no-store" } } },
      followRedirects: false,
    }),
    twice,
  ],
  ["every element", asks({ expect: { json: { "$.parts[*].ok": { is: true, elements: "every" } } } }), twice],
  ["a schema", asks({ expect: { jsonSchema: { schema: '{"type":"object"}' } } }), twice],
  ["an XPath", asks({ expect: { xpath: { "//status": { is: "ok" } } } }), twice],
  ["a hash", asks({ expect: { hash: { algorithm: "sha256", is: "a".repeat(64) } } }), twice],
  ["a script", asks({ expect: { script: "dd.expect(dd.response.statusCode).to.equal(200);" } }), twice],
  [
    "neither too fast nor too slow",
    asks({ expect: { time: [{ atLeast: 0.01 }, { atMost: 1.5, counts: "withoutDNS" }] } }),
    twice,
  ],
  [
    "a body with a secret",
    asks({
      method: "POST",
      body: { type: "application/json", text: '{"t":"{{ SHOP_TOKEN }}"}', secrets: ["SHOP_TOKEN"] },
    }),
    twice,
  ],
  ["a bearer", asks({ headers: { authorization: { secret: "SHOP_TOKEN", prefix: "Bearer " } } }), twice],
  ["basic authentication", asks({ basicAuth: { username: "probe", password: { secret: "SHOP_PASSWORD" } } }), twice],
  [
    "digest by a variable of Datadog's",
    asks({ basicAuth: { username: "probe", password: { variable: "PASSWORD", id: "b-1" }, digest: true } }),
    twice,
  ],
  ["through a proxy", asks({ proxy: "https://proxy.example.com" }), twice],
  ["with a query", asks({ query: { deep: "true" }, saveBody: false }), twice],
  ["a certificate of its own", asks({ tls: { acceptSelfSigned: true, checkRevocation: true } }), twice],
  [
    "in working hours",
    asks({ hours: { timezone: "Europe/Zurich", timeframes: [{ day: 1, from: "08:00", to: "18:00" }] } }),
    twice,
  ],
  [
    "from three places at once",
    asks({ locations: ["aws:eu-central-1", "aws:us-east-1", "azure:eastus"], minLocations: 2 }),
    twice,
  ],
  ["failing for five minutes", asks({ failingFor: 300, retry: { count: 0, seconds: 0.3 } }), twice],
  [
    "stops a deployment",
    asks({ ci: "blocking" }),
    consecutiveFailures(1),
    { datadog: { priority: 2, notificationPresetName: "hide_all" }, repeat: { every: hours(1) } },
  ],
  ["a certificate", tlsCheck({ host: "shop.example.com", every: hours(6), validFor: 21 }), consecutiveFailures(1)],
  ["a domain", dnsCheck({ domain: "shop.example.com", every: minutes(5), anyOf: ["192.0.2.1"], within: 1 }), twice],
  ["a port", tcpCheck({ host: "db.example.com", port: 5432, every: minutes(1), within: 0.5 }), twice],
  [
    "a gRPC service",
    grpcCheck({ host: "grpc.example.com", service: "shop.Orders", every: minutes(1), within: 2 }),
    twice,
  ],
  ["a gRPC server", grpcCheck({ host: "grpc.example.com", port: 50051, every: minutes(1) }), twice],
  ["pings", icmpCheck({ host: "gw.example.com", every: minutes(1), lossBelow: 50, within: 0.2 }), twice],
];
