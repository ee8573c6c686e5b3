import { describe, expect, it } from "vitest";
import { touches } from "../../src/vendors/drills.ts";
import type { Injection } from "../../src/vendors/fire-types.ts";
import { troubleInjection } from "../../src/vendors/probe-trouble.ts";
import { soonest } from "../../src/vendors/vercel/fire-deployments.ts";
import { definition, stack, threshold } from "../support/definitions.ts";

const watching = (metric: string, condition: Record<string, unknown> = {}, tags: Record<string, string> = {}) =>
  definition({
    signal: {
      kind: "metric",
      source: "probe",
      expression: "value",
      series: { value: { metric: `tocsin.probe.${metric}`, aggregate: "max", tags } },
      unit: "things",
      interval: 60,
    },
    condition: threshold({ noData: "show", over: "sustained", ...condition }),
  });

const crons = (service: string, ...schedules: string[]) =>
  definition({
    id: `${service}/crons`,
    service,
    signal: {
      kind: "crons",
      service,
      crons: schedules.map((schedule, n) => ({ path: `/api/cron/${n}`, schedule, maxDuration: 60 })),
    },
    condition: { kind: "declared" },
  });

const reading = {
  ...stack,
  probe: {
    project: "probe",
    supabaseUrl: "https://ref.supabase.co",
    publishableKey: "key",
    datadogSite: "datadoghq.com",
    reads: ["nightly", "shop"],
    minimumCount: 10,
    redirected: [],
  },
};
const all = [crons("nightly", "0 3 * * *"), crons("shop", "* * * * *")];

function injected(metric: string, condition = {}, tags = {}): Injection | null {
  const one = watching(metric, condition, tags);
  if (one.signal.kind !== "metric" || one.condition.kind !== "threshold") throw new Error("no metric");
  return troubleInjection(one.signal, one.condition, { all, stack: reading, otherwise: null });
}

const below = { comparison: "below", critical: 1 };

describe("trouble that makes the probe report what an alert waits for", () => {
  it.each<[string, object, object]>([
    ["supabase.healthy", below, { at: "supabase-platform", state: { services: { storage: "UNHEALTHY" } } }],
    ["db.backup_age_hours", { critical: 26 }, { at: "supabase-platform", state: { failedBackups: 2 } }],
    ["db.backup_age_hours", { critical: 48 }, { at: "supabase-platform", state: { failedBackups: 3 } }],
    ["stripe.endpoint_enabled", below, { at: "stripe-endpoint" }],
    ["stripe.cancellations", { critical: 5 }, { at: "stripe-events", count: 16, pendingWebhooks: 0 }],
    ["stripe.delivery_success_pct", { ...below, critical: 99 }, { at: "stripe-events", pendingWebhooks: 1 }],
    ["vercel.deployment_failed", { critical: 0 }, { at: "vercel-deployment", service: "nightly", crons: null }],
    ["part.error", { critical: 0 }, { at: "answers", vendor: "supabase" }],
  ])("%s %j", (metric, condition, trouble) => {
    expect(injected(metric, condition)).toMatchObject({ kind: "trouble", trouble });
  });

  it("leaves a service one cron fewer than the limit asks for", () => {
    const lost = injected("vercel.crons", { ...below, critical: 3 }, { service: "shop" });
    expect(lost).toMatchObject({ trouble: { service: "shop", crons: 2 }, tags: { service: "shop" } });
  });

  it("switches the crons off where they run most often", () => {
    expect(injected("vercel.crons_enabled", below)).toMatchObject({ kind: "crons-off", service: "shop" });
    expect(injected("vercel.crons_enabled", below, { service: "nightly" })).toMatchObject({ service: "nightly" });
  });

  it("is none for the other side of a limit, for what cannot be made so much of, and for what nobody knows", () => {
    expect(injected("supabase.healthy", { critical: 1 })).toBeNull();
    expect(injected("db.backup_age_hours", { critical: 200 })).toBeNull();
    expect(injected("stripe.payment_failed", { critical: 1000 })).toBeNull();
    expect(injected("vercel.crons", { ...below, critical: 0 })).toBeNull();
    expect(injected("db.table_bytes")).toBeNull();
  });

  it("only the real vendors' own switches are used where nothing is emulated", () => {
    const open = ["supabase.healthy", "stripe.endpoint_enabled", "stripe.delivery_success_pct"].map((metric) => {
      const found = injected(metric, below);
      return found?.kind === "trouble" && found.onlyEmulated === null;
    });
    expect(open).toEqual([false, true, false]);
  });
});

describe("alerts that would hear the same trouble", () => {
  const hears = (injection: Injection | null, metric: string, tags = {}) =>
    injection !== null && touches(injection, watching(metric, {}, tags));

  it("are those of the metric, of the same service", () => {
    const lost = injected("vercel.crons", below, { service: "shop" });
    expect(hears(lost, "vercel.crons", { service: "shop" })).toBe(true);
    expect(hears(lost, "vercel.crons", { service: "nightly" })).toBe(false);
    expect(hears(lost, "stripe.payment_failed")).toBe(false);
  });

  it("are those of the newest deployment, whoever made it", () => {
    expect(hears(injected("vercel.crons", below, { service: "shop" }), "vercel.deployment_failed")).toBe(true);
  });

  it("are those that wait for lines of crons which do not run meanwhile", () => {
    const missed = definition({
      signal: { kind: "log-count", source: { kind: "vercel", service: "shop" }, filter: { path: "/api/cron/0" } },
      condition: threshold({ comparison: "below", critical: 1 }),
    });
    for (const metric of ["vercel.crons", "vercel.crons_enabled"]) {
      const found = injected(metric, below, { service: "shop" });
      expect(found !== null && touches(found, missed)).toBe(true);
    }
    const failed = injected("vercel.deployment_failed", { critical: 0 });
    expect(failed !== null && touches(failed, missed)).toBe(false);
  });
});

describe("the crons that are kept", () => {
  it("are those that are due soonest, so that none of the others misses a run", () => {
    const three = [{ schedule: "0 3 * * *" }, { schedule: "30 3 * * *" }, { schedule: "0 5 * * *" }];
    const kept = (time: string, count: number) =>
      soonest(three, count, new Date(`2026-11-25T${time}:00Z`)).map(({ schedule }) => schedule);
    expect(kept("02:55", 1)).toEqual(["0 3 * * *"]);
    expect(kept("03:45", 1)).toEqual(["0 5 * * *"]);
    expect(kept("03:15", 2)).toEqual(["30 3 * * *", "0 5 * * *"]);
    expect(kept("03:15", 0)).toEqual([]);
  });
});
