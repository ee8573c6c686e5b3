import { describe, expect, test } from "vitest";
import { conditionOf, groupKeys, parseMonitorQuery } from "../../src/datadog/query/parse.ts";
import { QueryError } from "../../src/datadog/query/scanner.ts";

const eventVariable = (name: string, query: string, extra: object = {}) => ({
  name,
  data_source: "logs",
  compute: { aggregation: "count" },
  search: { query },
  ...extra,
});

describe("queries that Datadog takes", () => {
  test.each([
    ["metric alert", "avg(last_1h):avg:aws.ec2.cpu{environment:foo,host:foo} by {host} > 2", ">", 2, ["host"]],
    [
      "query alert",
      "avg(last_4h):anomalies(avg:a{x:y} by {host}, 'basic', 2, direction='both') >= 1",
      ">=",
      1,
      ["host"],
    ],
    ["query alert", "change(min(last_1m),last_5m):sum:a.5xx{example,k:v} + sum:a.4xx{!k:v} > 5", ">", 5, []],
    ["query alert", "pct_change(avg(last_1h),1d_ago):avg:a{*} <= -20.5", "<=", -20.5, []],
    [
      "query alert",
      "min(last_5m):100 - 100 * sum:s.cpu.count{ref:R,mode:idle}.as_rate() / sum:s.cpu.count{ref:R}.as_rate() > 80",
      ">",
      80,
      [],
    ],
    [
      "query alert",
      "avg(last_5m):100 - ((avg:a{x:y} by {mountpoint} * 100) / avg:b{x:y} by {mountpoint}) > 85",
      ">",
      85,
      ["mountpoint"],
    ],
    ["query alert", "percentile(last_5m):p95:vercel.duration{path:/api/upload/init} > 5000000000", ">", 5e9, []],
    [
      "query alert",
      "sum(last_5m):default_zero(sum:a{status:5*}.as_count().rollup(sum, 60).fill(zero)) > 0.5",
      ">",
      0.5,
      [],
    ],
    ["query alert", "avg(last_1w):avg:a{env:prod AND (host:x OR NOT host IN (y,z))} != 0", "!=", 0, []],
    ["query alert", "avg(current_1mo):avg:system.load.5{*} > 0.5", ">", 0.5, []],
    [
      "log alert",
      'logs("service:foo AND type:error").index("main").rollup("count").by("source,status").last("5m") > 2',
      ">",
      2,
      ["source", "status"],
    ],
    ["log alert", 'logs("@a.b:>2000 \\"[x] y\\"").index("*").rollup("cardinality", "@id").last("2d") > 0', ">", 0, []],
    ["rum alert", 'rum("*").rollup("avg", "@duration").last("1h") < 3', "<", 3, []],
    ["event-v2 alert", 'events("source:x").rollup("count").last("48h") >= 1', ">=", 1, []],
    ["slo alert", 'error_budget("abc").over("30d") > 75', ">", 75, []],
    ["slo alert", 'burn_rate("abc").over("30d").long_window("1h").short_window("5m") > 14.4', ">", 14.4, []],
  ])("%s: %s", (type, query, comparator, threshold, groups) => {
    const parsed = parseMonitorQuery(type, query, undefined);
    expect(conditionOf(parsed)).toEqual({ comparator, threshold });
    expect(groupKeys(parsed)).toEqual(groups);
  });

  test("arithmetic binds as in school", () => {
    const parsed = parseMonitorQuery("query alert", "avg(last_5m):1 - 2 * avg:a{*} / -4 > 0", undefined);
    expect(parsed).toMatchObject({
      expression: {
        operator: "-",
        right: { operator: "/", left: { operator: "*", right: { metric: "a" } }, right: { type: "negate" } },
      },
    });
  });

  test("a formula knows its variables, their searches and their groups", () => {
    const variables = [
      eventVariable("errors", "@s:[500 TO 599]", { compute: { aggregation: "cardinality", metric: "@id" } }),
      eventVariable("total", "", { group_by: [{ facet: "service", limit: 10 }] }),
    ];
    const parsed = parseMonitorQuery("log alert", 'formula("errors / total * 100").last("5m") > 5', variables);
    expect(parsed).toMatchObject({
      kind: "formula",
      windowSeconds: 300,
      variables: [
        { compute: { aggregation: "cardinality", metric: "@id" }, indexes: ["*"] },
        { search: { type: "all" } },
      ],
    });
    expect(groupKeys(parsed)).toEqual(["service"]);
  });

  test("a composite query is boolean logic over ids", () => {
    expect(parseMonitorQuery("composite", "(12 || 34) && !56", undefined)).toMatchObject({
      node: { type: "and", left: { type: "or" }, right: { type: "not", operand: { id: 56 } } },
    });
  });

  test("a service check counts its last runs", () => {
    const query = '"ntp.in_sync".over("env:prod","role:db").by("*").last(2).count_by_status()';
    expect(parseMonitorQuery("service check", query, undefined)).toMatchObject({
      last: 2,
      over: ["env:prod", "role:db"],
    });
  });
});

describe("queries that are refused", () => {
  test.each([
    ["log alert", "query", "invalid operator specified: "],
    ["query alert", "avg(last_5m):avg:a{*}", "invalid operator specified: "],
    ["query alert", "avg(last_5m):avg:a{*} => 5", "invalid operator specified: "],
    ["query alert", "THIS IS A BAD QUERY", "expected a time aggregator"],
    ["query alert", "mean(last_5m):avg:a{*} > 5", "unknown time aggregator 'mean'"],
    ["query alert", "avg(last_5m):mean:a{*} > 5", "unknown space aggregator 'mean'"],
    ["query alert", "avg(last_5m):avg:a > 5", "expected '{'"],
    ["query alert", "avg(last_5m):avg:a{} > 5", "expected a tag"],
    ["query alert", "avg(last_5m):avg:a{x:} > 5", "lacks a key or a value"],
    ["query alert", "avg(last_0m):avg:a{*} > 5", "is not a window"],
    ["query alert", "avg(last_10081m):avg:a{*} > 5", "longer than 10080 minutes"],
    ["query alert", "avg(last_5s):avg:a{*} > 5", "is not a window"],
    ["query alert", "avg(5m):avg:a{*} > 5", "is not a window"],
    ["query alert", "avg(last_5m):frobnicate(avg:a{*}) > 5", "unknown function 'frobnicate'"],
    ["query alert", "avg(last_5m):clamp_min(avg:a{*}) > 5", "takes 1 to 1 arguments, not 0"],
    ["query alert", "avg(last_5m):avg:a{*}.as_percent() > 5", "unknown method 'as_percent'"],
    ["query alert", "avg(last_5m):avg:a{*}.rollup(mode) > 5", "'rollup' does not take (mode)"],
    ["query alert", "avg(last_5m):(avg:a{*} + 1 > 5", "expected ')'"],
    ["query alert", "avg(last_5m):avg:a{*} > 5 or so", "unexpected text after the threshold"],
    ["query alert", "avg(last_5m):avg:a{*} > high", "expected a threshold"],
    ["log alert", 'logs("a").index("*").rollup("count").last("49h") > 2', "longer than 48 hours"],
    ["log alert", 'logs("a").index("*").rollup("count") > 2', "'.last()' is missing"],
    ["log alert", 'logs("a").index("*").last("5m") > 2', "'.rollup()' is missing"],
    ["log alert", 'logs("a").rollup("cardinality").last("5m") > 2', "needs a measure or facet"],
    ["log alert", 'logs("a").rollup("mode", "@x").last("5m") > 2', "unknown rollup method 'mode'"],
    ["log alert", 'logs("a").rollup("count").last("5m").last("5m") > 2', "given twice"],
    ["log alert", 'logs("a").rollup("count").every("5m").last("5m") > 2', "unknown method '.every()'"],
    ["log alert", 'logs("a).rollup("count").last("5m") > 2', "unexpected text in the search query"],
    ["log alert", 'logs("a [b").rollup("count").last("5m") > 2', "must be quoted or escaped"],
    ["log alert", 'formula("errors").last("5m") > 2', "which 'variables' does not define"],
    ["composite", "12 &&", "expected a monitor id"],
    ["composite", "12 and 13", "unexpected text in the composite query"],
    ["composite", "1||2||3||4||5||6||7||8||9||10||11", "at most 10 parts, not 11"],
    ["slo alert", 'error_budget("a").over("31d") > 75', "is not a window of an SLO"],
    ["slo alert", 'error_budget("a").over("30d") < 75', "compares with > or >="],
    ["service check", '"a".by("*").last(101).count_by_status()', "takes 1 to 100"],
    ["service check", '"a".by("*").last(3)', "expected '.count_by_status()'"],
    ["log alert", 'logs("a").rollup("count").current("2h") > 2', "takes 1h, 1d, 1w or 1mo"],
    ["process alert", 'logs("a").rollup("count").last("5m") > 2', "begins otherwise"],
    [
      "error-tracking alert",
      'error-tracking("a").new().rollup("count").last("1d")',
      "a comparison with a number is missing",
    ],
    ["weather alert", 'weather("rain").last("7d") > 5', "there is no monitor of type 'weather alert'"],
  ])("%s: %s", (type, query, reason) => {
    const parse = () => parseMonitorQuery(type, query, undefined);
    expect(parse).toThrow(QueryError);
    expect(parse).toThrow(reason);
  });

  test.each([
    [[{ name: "a" }], "variables.0.data_source"],
    [[eventVariable("a", "x"), eventVariable("a", "y")], "'a' is given twice"],
    [[eventVariable("a", "(x")], "expected ')'"],
    [[eventVariable("a", "x", { compute: { aggregation: "cardinality" } })], "needs a measure or facet"],
    [[eventVariable("a", "x", { group: 1 })], "Unrecognized key"],
    [[{ name: "a", data_source: "metrics", query: "avg:x" }], "expected '{'"],
    ["a", "expected array"],
  ])("variables %j", (variables, reason) => {
    expect(() => parseMonitorQuery("log alert", 'formula("a").last("5m") > 5', variables)).toThrow(reason);
  });
});
