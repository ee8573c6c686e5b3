import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordEvent } from "../../../../emulators/src/stripe/events.ts";
import { projectStatements } from "../../../../emulators/test/team.ts";
import { resultOf } from "../../../../probe/src/run.ts";
import { failed, startWorld, value } from "./world.ts";

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => await world.close());

const job = "insert into public.jobs (kind, status, last_heartbeat, run_after, created_at)";

test("a healthy stack: every part answers, and Datadog has it, the heartbeat too", async () => {
  const report = await world.run();
  expect([failed(report), resultOf(report)]).toEqual([{}, "complete"]);
  expect(report.datadog).toEqual({ taken: report.metrics.length, failures: [], heartbeat: true });
  expect(report.parts.map(({ part }) => part)).toHaveLength(projectStatements.length + 11);
  expect(await world.graphed(report, "tocsin.probe.heartbeat")).toBe(1);
  expect(await world.graphed(report, "tocsin.probe.part.error", "part:sql-photos-orphaned")).toBe(0);
  expect(await world.graphed(report, "tocsin.probe.db.connections_pct")).toBeGreaterThan(0);
  expect(await world.graphed(report, "tips.probe.photos.orphaned")).toBe(0);
  expect(await world.graphed(report, "cliply.probe.jobs.queued", "kind:publish_tiktok")).toBe(0);
});

describe("rows of the database", () => {
  test("a running job that has been silent for more than five minutes is stuck", async () => {
    await world.sql(`${job} values
      ('PUBLISH_YOUTUBE', 'running', now() - interval '6 minutes', now(), now()),
      ('PUBLISH_YOUTUBE', 'running', now() - interval '4 minutes', now(), now()),
      ('RARE', 'running', now() - interval '1 hour', now(), now())`);
    const report = await world.run();
    const youtube = { kind: "PUBLISH_YOUTUBE" };
    expect(value(report, "cliply.probe.jobs.stuck", youtube)).toBe(1);
    expect(value(report, "cliply.probe.jobs.stuck", { kind: "RARE" })).toBe(1);
    expect(value(report, "cliply.probe.jobs.stuck", { kind: "TRANSCRIBE" })).toBe(0);
    expect(value(report, "cliply.probe.worker.heartbeat_age_seconds")).toBeCloseTo(240, -1);
    await world.sql("delete from public.jobs where status = 'running'");
  });

  test("work that nobody takes up makes the worker silent", async () => {
    await world.sql(`${job} values
      ('TRANSCRIBE', 'queued', null, now() - interval '10 minutes', now()),
      ('TRANSCRIBE', 'queued', null, now() + interval '10 minutes', now())`);
    const report = await world.run();
    expect(value(report, "cliply.probe.jobs.queued", { kind: "TRANSCRIBE" })).toBe(1);
    expect(value(report, "cliply.probe.jobs.queued_oldest_seconds", { kind: "TRANSCRIBE" })).toBeCloseTo(600, -1);
    expect(value(report, "cliply.probe.worker.heartbeat_age_seconds")).toBeCloseTo(600, -1);
    await world.sql("delete from public.jobs where status = 'queued'");
  });

  test("a failure rate is told from the minimum count on, for a day and for a week", async () => {
    await world.sql(`${job}
      select 'CLIP_RENDER', 'failed', null::timestamptz, at, at from generate_series(1, 3) n, lateral (select now() - interval '2 hours' as at) t
      union all select 'ODD', 'failed', null::timestamptz, at, at from generate_series(1, 9) n, lateral (select now() - interval '1 hour' as at) t
      union all select 'OLD', 'failed', null::timestamptz, at, at from generate_series(1, 20) n, lateral (select now() - interval '3 days' as at) t
      union all select 'OLD', 'failed', null::timestamptz, at, at from generate_series(1, 20) n, lateral (select now() - interval '8 days' as at) t`);
    const report = await world.run();
    const rate = (kind: string, period = "") => value(report, `cliply.probe.jobs.failure_rate_${period}pct`, { kind });
    expect(rate("CLIP_RENDER")).toBe(20);
    const odd = (name: string) => value(report, `cliply.probe.jobs.failure_rate_pct.${name}`, { kind: "ODD" });
    expect([rate("ODD"), odd("part"), odd("whole")]).toEqual([undefined, 9, 9]);
    const unjudged = { probe: "jobs-failure-rate", kind: "ODD", database: "cliply-database" };
    expect(value(report, "tocsin.probe.sql.unjudged", unjudged)).toBe(1);
    expect(value(report, "tocsin.probe.sql.unjudged", { ...unjudged, kind: "CLIP_RENDER" })).toBe(0);
    expect([rate("OLD"), rate("OLD", "7d_")]).toEqual([0, 100]);
    expect(value(report, "cliply.probe.jobs.failure_rate_7d_pct.whole", { kind: "OLD" })).toBe(20);
    await world.sql("delete from public.jobs where status = 'failed'");
  });

  test("a job that runs and was never heard counts as silent since it was taken", async () => {
    await world.sql(`insert into public.jobs (kind, status, run_after, created_at, updated_at) values
      ('ODD', 'running', now() - interval '7 days', now() - interval '7 days', now() - interval '1 hour')`);
    const report = await world.run();
    expect(value(report, "cliply.probe.jobs.stuck", { kind: "ODD" })).toBe(1);
    expect(value(report, "cliply.probe.worker.heartbeat_age_seconds")).toBeCloseTo(3600, -1);
    await world.sql("delete from public.jobs where status = 'running'");
  });

  test("photos that are stuck make no share while few are seen; none of few is none", async () => {
    const share = async () => value(await world.run(), "tips.probe.photos.stuck_ratio_pct");
    expect(await share()).toBe(0);
    await world.sql(`insert into public.profile_photos (user_id, status, created_at)
      select 'u', 'uploading', now() - interval '2 hours' from generate_series(1, 2)`);
    expect(await share()).toBeUndefined();
    await world.sql("delete from public.profile_photos where user_id = 'u'");
  });

  test("posts that are late, and those without a job", async () => {
    await world.sql(`
      update public.schedules set publish_at = now() - interval '20 minutes'
        where id in (select id from public.schedules where status = 'scheduled' order by id limit 3);
      update public.schedules set publish_at = now() - interval '2 minutes'
        where id in (select id from public.schedules where status = 'scheduled' order by id desc limit 1);
      insert into public.jobs (kind, status, payload)
        select 'PUBLISH_YOUTUBE', 'done', jsonb_build_object('schedule_id', id)
        from public.schedules where status = 'scheduled' and publish_at < now() order by id limit 1`);
    const report = await world.run();
    expect(value(report, "cliply.probe.schedules.overdue")).toBe(4);
    expect(value(report, "cliply.probe.schedules.overdue_oldest_seconds")).toBeCloseTo(1200, -1);
    expect(value(report, "cliply.probe.schedules.without_job")).toBe(2);
    await world.sql("update public.schedules set publish_at = now() + interval '1 day' where status = 'scheduled'");
  });

  test("photos that are stuck, beside those that went well", async () => {
    await world.sql(`insert into public.profile_photos (user_id, status, created_at)
      select 'u', status, now() - age::interval from (values
        ('uploading', '2 hours'), ('processing', '61 minutes'), ('processing', '10 minutes'), ('failed', '5 minutes'),
        ('ready', '2 days')) as t (status, age), generate_series(1, 5)`);
    const report = await world.run();
    expect(value(report, "tips.probe.photos.orphaned")).toBe(15);
    expect(value(report, "tips.probe.photos.stuck_ratio_pct")).toBe(250);
    await world.sql("delete from public.profile_photos where user_id = 'u'");
  });
});

describe("the vendors", () => {
  test("the newest backup that was completed counts", async () => {
    const age = async () => value(await world.run(), "tocsin.probe.db.backup_age_hours") ?? 0;
    const fresh = await age();
    world.project.platform.failedBackups = 1;
    expect((await age()) - fresh).toBeCloseTo(24, 1);
    world.project.platform.failedBackups = 0;
  });

  test("services, disk and pool of the project", async () => {
    world.project.platform.services.set("storage", "UNHEALTHY");
    const report = await world.run();
    expect(value(report, "tocsin.probe.supabase.healthy", { service: "storage" })).toBe(0);
    expect(value(report, "tocsin.probe.supabase.healthy", { service: "auth" })).toBe(1);
    expect(value(report, "tocsin.probe.db.disk_used_pct")).toBe(37.5);
    expect(value(report, "tocsin.probe.db.pool_size")).toBe(60);
    world.project.platform.services.set("storage", "ACTIVE_HEALTHY");
  });

  test("deliveries are judged once they are old enough, failed payments and cancellations at once", async () => {
    const { context, stripe } = world;
    const event = (type: string, minutesAgo: number, pending = 0) => {
      const made = recordEvent(context, stripe.store, type, {}, pending);
      made.created -= minutesAgo * 60;
    };
    for (let n = 0; n < 150; n++) event("customer.subscription.updated", 60, n < 3 ? 1 : 0);
    event("invoice.payment_failed", 30);
    event("customer.subscription.deleted", 20);
    event("invoice.payment_failed", 1, 1);
    event("charge.succeeded", 30, 1);
    event("invoice.payment_failed", 25 * 60, 1);
    stripe.store.events.sort((a, b) => a.created - b.created);
    const report = await world.run();
    expect(value(report, "tocsin.probe.stripe.events")).toBe(152);
    expect(value(report, "tocsin.probe.stripe.events_undelivered")).toBe(3);
    expect(value(report, "tocsin.probe.stripe.delivery_success_pct")).toBeCloseTo(100 - 300 / 152, 6);
    expect(value(report, "tocsin.probe.stripe.payment_failed")).toBe(2);
    expect(value(report, "tocsin.probe.stripe.cancellations")).toBe(1);
  });

  test("an endpoint that Stripe has disabled, and none of another stack", async () => {
    const make = async (stack: string) => {
      const body = new URLSearchParams({
        url: "https://app.example.com/api",
        "enabled_events[]": "invoice.paid",
        "metadata[tocsin_env]": stack,
      });
      const headers = { authorization: `Bearer ${world.context.tokens.stripe.apiKey}` };
      await world.stripe.app.request("/v1/webhook_endpoints", { method: "POST", headers, body });
    };
    await make("test");
    await make("other");
    const [own] = world.stripe.store.endpoints.values();
    if (own !== undefined) own.status = "disabled";
    const report = await world.run({ stack: "test" });
    expect(value(report, "tocsin.probe.stripe.endpoints")).toBe(1);
    expect(value(report, "tocsin.probe.stripe.endpoint_enabled", { endpoint: own?.id ?? "" })).toBe(0);
    expect(value(report, "tocsin.probe.stripe.endpoint_enabled", { endpoint: "any" })).toBe(1);
    world.stripe.store.endpoints.clear();
    const without = await world.run({ stack: "test" });
    expect(value(without, "tocsin.probe.stripe.endpoint_enabled", { endpoint: "any" })).toBe(0);
  });

  test("crons and the newest production deployment of each project", async () => {
    const project = world.vercel.store.projects.get("prj_tips");
    if (project === undefined) throw new Error("the emulated Vercel has no such project");
    project.crons.disabledAt = null;
    const report = await world.run();
    expect(value(report, "tocsin.probe.vercel.crons", { service: "tips" })).toBe(3);
    expect(value(report, "tocsin.probe.vercel.crons_enabled", { service: "tips" })).toBe(1);
    expect(value(report, "tocsin.probe.vercel.crons_enabled", { service: "cliply-web" })).toBe(0);
    expect(value(report, "tocsin.probe.vercel.deployment_failed", { service: "tips" })).toBe(0);
    expect(value(report, "tocsin.probe.vercel.deployment_state", { service: "tips", state: "ready" })).toBe(1);
  });
});
