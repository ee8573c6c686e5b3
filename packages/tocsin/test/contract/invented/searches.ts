import { above, below, hours, minutes, search } from "../../../src/model/language.ts";
import type { Row } from "./row.ts";

const found = (origin: string, more: object = {}) =>
  search({ origin, find: { fields: { service: "worker" } }, ...more } as Parameters<typeof search>[0]);
const measuredBy = (attribute: string, statistic: string, unit: string) => ({
  value: { of: "measure", attribute, statistic, unit },
});

export const searches: readonly Row[] = [
  [
    "errors of a worker",
    found("logs", { find: { fields: { service: "worker", status: "error" } }, groupBy: ["@error.kind"] }),
    above(20, { per: minutes(15), noData: "zero" }),
  ],
  ["one index only", found("logs", { index: "main" }), above(20, { per: minutes(15), noData: "zero" })],
  ["lines of today", found("logs"), above(1000, { soFarThis: "day", noData: "zero" })],
  ["no line at all", found("logs"), below(1, { per: hours(1), noData: "zero" })],
  [
    "users with errors",
    found("logs", { value: { of: "unique", attribute: "@usr.id" } }),
    above(5, { per: minutes(30), inclusive: true, noData: "zero" }),
  ],
  [
    "slow lines",
    found("logs", measuredBy("@duration", "pc95", "ms")),
    above(3000, { per: hours(1), noData: "lastStatus" }),
  ],
  [
    "share of errors",
    found("logs", { find: { fields: { status: "error" } }, value: { of: "share", among: {}, minimum: 50 } }),
    above(5, { per: minutes(10), noData: "zero" }),
  ],
  [
    "not from bots",
    found("logs", { find: { fields: { "@http.useragent": { not: ["bot", "crawler"] } } } }),
    above(9, { per: minutes(5), noData: "zero" }),
  ],
  [
    "between two codes",
    found("logs", { find: { fields: { "@http.status_code": { from: 500, to: 599 } } } }),
    above(9, { per: minutes(5), noData: "zero" }),
  ],
  [
    "with a phrase",
    found("logs", { find: { phrases: ["out of memory", "killed"] } }),
    above(0, { per: minutes(5), noData: "zero" }),
  ],
  ["front-end errors", found("rum", { groupBy: ["@view.name"] }), above(50, { per: minutes(10), noData: "zero" })],
  [
    "front-end latency",
    found("rum", measuredBy("@view.loading_time", "pc75", "ns")),
    above(4e9, { per: minutes(15), noData: "ok" }),
  ],
  [
    "somebody logs in",
    found("audit", { find: { fields: { "@action": "login" } } }),
    above(4, { per: hours(1), noData: "zero" }),
  ],
  [
    "pipelines of main",
    found("ci-pipelines", { find: { fields: { "@git.branch": "main" } } }),
    above(2, { per: hours(24), noData: "zero" }),
  ],
  [
    "flaky tests",
    found("ci-tests", { find: { fields: { "@test.status": "fail" } } }),
    above(10, { per: hours(24), noData: "zero" }),
  ],
  ["slow spans", found("spans", measuredBy("@duration", "pc99", "ns")), above(8e8, { per: minutes(10), noData: "ok" })],
  [
    "deployments",
    found("events", { find: { fields: { source: "github" } } }),
    above(2, { per: hours(1), noData: "zero" }),
  ],
  [
    "traffic between zones",
    found("network-performance", measuredBy("@network.bytes", "sum", "bytes")),
    above(1e9, { per: minutes(10), noData: "zero" }),
  ],
  [
    "packets lost on the way",
    found("network-path", { ...measuredBy("@loss", "max", "%"), groupBy: ["@destination"] }),
    above(20, { per: minutes(5), noData: "ok" }),
  ],
  [
    "locks in the database",
    found("database-monitoring", { find: { fields: { "@db.wait_event": "Lock" } } }),
    above(5, { per: minutes(15), noData: "zero" }),
  ],
  [
    "errors of a bot",
    found("llm-observability", { find: { fields: { "@ml_app": "bot" } } }),
    above(3, { per: minutes(5), noData: "zero" }),
  ],
];
