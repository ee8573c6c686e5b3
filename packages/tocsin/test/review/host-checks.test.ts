/** What a change of a check of a host means: whether it fails sooner or later, and by which limit. */
import { expect, test } from "vitest";
import {
  dnsCheck,
  grpcCheck,
  icmpCheck,
  metric,
  minutes,
  ownMetrics,
  tcpCheck,
  tlsCheck,
} from "../../src/model/language.ts";
import { type Signal, signalSchema } from "../../src/model/signal.ts";
import { signalChanges } from "../../src/review/signal/index.ts";
import { definition } from "../support/definitions.ts";

const ping = { host: "gw.example.com", every: minutes(1) };
const orders = { host: "grpc.example.com", every: minutes(1) };

test.each<[string, unknown, unknown, string[]]>([
  [
    "pings",
    icmpCheck({ ...ping, lossBelow: 25, within: 0.2 }),
    icmpCheck({ ...ping, lossBelow: 50, within: 0.1 }),
    [
      "tightened more: Fails when the answer takes longer than 0.1 s, instead of 0.2.",
      "loosened less: Fails when 50 % of the pings are lost, instead of 25.",
    ],
  ],
  [
    "a gRPC server",
    grpcCheck({ ...orders, within: 2, timeout: 5 }),
    grpcCheck({ ...orders, service: "shop.Orders", timeout: 10 }),
    [
      "later less: Waits for an answer 10 s instead of 5 s.",
      "loosened less: No longer fails when the answer takes longer than 2 s.",
      'redirected less: Its service is now "shop.Orders"; so far it had none.',
    ],
  ],
  [
    "more records",
    dnsCheck({ domain: "a.example.com", every: minutes(5), anyOf: ["192.0.2.1"] }),
    dnsCheck({ domain: "a.example.com", every: minutes(5), anyOf: ["192.0.2.1", "192.0.2.2", "192.0.2.3"] }),
    ['loosened less: Of the records "192.0.2.2" and "192.0.2.3" are right from now on.'],
  ],
  [
    "fewer records",
    dnsCheck({ domain: "a.example.com", every: minutes(5), anyOf: ["192.0.2.1", "192.0.2.2"] }),
    dnsCheck({ domain: "a.example.com", every: minutes(5), anyOf: ["192.0.2.1"] }),
    ['tightened more: The record "192.0.2.2" is no longer right.'],
  ],
  [
    "a certificate",
    tlsCheck({ host: "a.example.com", every: minutes(60), validFor: 14 }),
    tlsCheck({ host: "a.example.com", every: minutes(30), validFor: 21 }),
    [
      "sooner more: Checks every 30 min instead of 1 h.",
      "tightened more: Fails when the certificate is valid for less than 21 days, instead of 14.",
    ],
  ],
  [
    "a port",
    tcpCheck({ host: "db.example.com", port: 5432, every: minutes(1) }),
    tcpCheck({ host: "db.example.com", port: 5432, every: minutes(1), within: 1 }),
    ["tightened more: Fails when the answer takes longer than 1 s, too."],
  ],
  [
    "a domain",
    dnsCheck({ domain: "a.example.com", every: minutes(5), anyOf: ["192.0.2.1"] }),
    dnsCheck({ domain: "a.example.com", every: minutes(5), anyOf: ["192.0.2.2"] }),
    ['redirected less: Of the records "192.0.2.2" is right from now on, "192.0.2.1" is no longer right.'],
  ],
])("%s", (_, before, after, said) => {
  const alertOn = (signal: unknown) =>
    definition({ signal: signalSchema.parse(signal), condition: { kind: "consecutive-failures", failures: 2 } });
  const drafts = signalChanges(alertOn(before), alertOn(after));
  expect(drafts.map(({ kind, effect, text }) => `${kind} ${effect}: ${text}`)).toEqual(said);
});

test("a metric's minimum: a larger one makes it silent more often", () => {
  const share = (minimum?: object) =>
    signalSchema.parse(
      metric({
        source: ownMetrics(),
        expression: "errors / hits * 100",
        series: {
          errors: { metric: "a.errors", aggregate: "sum", as: "count" },
          hits: { metric: "a.hits", aggregate: "sum", as: "count" },
        },
        unit: "%",
        interval: minutes(1),
        ...(minimum === undefined ? {} : { minimum }),
      } as Parameters<typeof metric>[0]),
    );
  const hits = (value: number) => share({ series: "hits", value });
  const said = (was: Signal, is: Signal) =>
    signalChanges(definition({ signal: was }), definition({ signal: is })).map(({ kind, text }) => `${kind}: ${text}`);
  expect(said(hits(100), hits(1000))).toEqual([
    "loosened: Is silent with fewer than 1000 hits in its window instead of 100.",
  ]);
  expect(said(hits(100), hits(10))).toEqual([
    "tightened: Is silent with fewer than 10 hits in its window instead of 100.",
  ]);
  expect(said(share(), hits(10))).toEqual(["loosened: Is silent with fewer than 10 hits in its window, from now on."]);
  expect(said(hits(10), share())).toEqual(["tightened: Is no longer silent with fewer than 10 hits in its window."]);
});
