import { describe, expect, it } from "vitest";
import { lint } from "../../src/lint/lint.ts";
import type { CompiledStack, Written } from "../../src/lint/rule.ts";
import type { Definition, Route } from "../../src/model/definition.ts";
import { placeholders } from "../../src/model/placeholder.ts";
import type { StackConfig } from "../../src/model/stack.ts";
import { compile, withOverrides } from "../../src/vendors/compile.ts";
import { definition, everybody, measured, stack, threshold } from "../support/definitions.ts";

/** Rules judge what is meant, by what the stack compiles; what they advise can be followed. */

const writtenOf = (definitions: Definition[], routes: Route[] = [everybody]): Written => ({
  ...{ definitions, routes, dashboards: [], objectives: [], runbooks: null, documents: null, stacks: [] },
});

function found(rule: string, definitions: Definition[], { config = stack, routes = [everybody] } = {}): string[] {
  const own = withOverrides(definitions, config, () => []);
  const compiled: CompiledStack = { config, definitions: own, resources: compile(own, routes, config) };
  return lint({ written: writtenOf(definitions, routes), compiled: [compiled] })
    .filter((one) => one.rule === rule)
    .map(({ at, message, remedy, stacks }) => [stacks.join(), at, message, remedy].filter(Boolean).join(" | "));
}

const share = (critical: number): Definition =>
  definition({
    signal: {
      ...{ kind: "log-ratio", source: { kind: "vercel", service: "shop" }, minimum: 20 },
      ...{ part: { status: [500, 599] }, whole: [{}] },
    },
    condition: threshold({ critical, noData: "ok" }),
  });

describe("advice that can be followed", () => {
  it("asks for no minimum of infinity", () => {
    expect(found("alert/ratio-minimum-too-small", [share(0)])).toEqual([
      "condition.critical | any single event is above 0 %: no minimum holds it back | Count them instead, or raise the threshold.",
    ]);
    expect(found("alert/ratio-minimum-too-small", [share(2)])).toEqual([
      "signal.minimum | one in 20 is 5 %, already above 2 % | Use a minimum of 50 or more.",
    ]);
  });

  it("names the field that holds a share of metrics back", () => {
    const counts = {
      bad: { metric: "bad", aggregate: "sum", as: "count" },
      all: { metric: "all", aggregate: "sum", as: "count" },
    };
    const of = (more: object) =>
      found("alert/ratio-without-minimum", [
        measured(
          { critical: 5, recovery: 2, noData: "ok" },
          { expression: "bad / all * 100", series: counts, ...more },
        ),
      ]);
    expect(of({})).toEqual([
      'staging | signal | with two requests, one failure is already 50 % | Give the signal a minimum: minimum: { series: "all", value: 20 } of a metric, minimum: 20 of a share of logs.',
    ]);
    expect(of({ minimum: { series: "all", value: 20 } })).toEqual([]);
  });
});

describe("meaning, and no words", () => {
  const load = (tags: object, metric: string) =>
    found("alert/recovery-missing", [
      measured({ critical: 5, noData: "ok" }, { series: { cpu: { metric, aggregate: "avg", tags } } }),
    ]);

  it("takes no level from the value of a tag", () => {
    expect(load({ pool: "high-memory" }, "jobs.waiting")).toEqual([]);
    expect(load({}, "system.memory.used")).toHaveLength(1);
  });

  it("takes an owner or a text that mentions somebody for no recipient", () => {
    const nobody: Route = { name: "nobody", mail: [], slack: [], pager: [] };
    const silent = definition({ route: "nobody", why: "Call @oncall at once.", firstChecks: ["Ask @founder"] });
    expect(found("alert/recipients-missing", [silent], { routes: [nobody] })).toEqual([
      "staging | route | nobody is notified when it fires | Give its route mail, a Slack channel or a pager.",
    ]);
    expect(found("alert/recipients-missing", [definition({ why: "Call @oncall at once." })])).toEqual([]);
  });

  it("takes a text between other brackets for no placeholder", () => {
    expect(placeholders({ a: "<<eof>>", b: "<b>bold</b>", c: "<the address>", d: "< x >" })).toEqual([["c"], ["d"]]);
  });

  it("finds two alerts for the same issues", () => {
    const issues = (id: string) =>
      definition({
        id,
        signal: { kind: "sentry-issues", projects: ["web"], tags: { feature: ["pay"] } },
        condition: { kind: "each-event", throttle: 300 },
      });
    const said = found("alert/duplicate", [issues("shop/one"), issues("shop/two")]);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain("it fires for exactly what shop/two fires for: one event, and two alerts fire");
  });
});

describe("what a stack file changes", () => {
  const nightly = definition({
    id: "shop/nightly",
    signal: { kind: "log-count", source: { kind: "vercel", service: "shop" }, filter: { path: "/api/nightly" } },
    condition: threshold({ comparison: "below", critical: 1, window: 90_000 }),
  });
  const crons = definition({
    id: "shop/crons",
    signal: { kind: "crons", service: "shop", crons: [{ path: "/api/nightly", schedule: "0 3 * * *" }] },
    condition: { kind: "declared" },
  });

  it("is judged as the stack has it", () => {
    const overridden: StackConfig = {
      ...stack,
      overrides: { "shop/nightly": { window: 3600, reason: "sooner" } },
    };
    expect(found("cron/window-too-short", [nightly, crons])).toEqual([]);
    const said = found("cron/window-too-short", [nightly, crons], { config: overridden });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^staging \| /);
  });
});

describe("a new group", () => {
  const byGroup = (group: string[], window: number, datadog?: Definition["datadog"]): string[] =>
    found("datadog/new-group-unseen", [
      definition({
        signal: { kind: "search", origin: "logs", find: { fields: { status: "error" } }, groupBy: group },
        condition: threshold({ critical: 3, window, noData: "zero" }),
        ...(datadog && { datadog }),
      }),
    ]);

  it("is looked at over more than the delay, which is that of hosts only for hosts", () => {
    expect(byGroup(["host"], 300)).toHaveLength(1);
    expect(byGroup(["host"], 600)).toEqual([]);
    expect(byGroup(["@path"], 300)).toEqual([]);
    expect(byGroup(["@path"], 60)).toHaveLength(1);
    expect(byGroup([], 60)).toEqual([]);
  });

  it("waits as long as the definition says", () => {
    expect(byGroup(["host"], 300, { newGroupDelay: 0 })).toEqual([]);
    expect(byGroup(["host"], 300, { newHostDelay: 60 })).toEqual([]);
    expect(byGroup(["@path"], 600, { newGroupDelay: 900 })).toEqual([
      expect.stringContaining("it looks at 10 min, and Datadog does not judge a new @path for 15 min"),
    ]);
  });
});
