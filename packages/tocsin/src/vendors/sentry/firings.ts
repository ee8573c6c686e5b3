import { evaluationStep } from "../../model/evaluation-step.ts";
import { isObject } from "../../model/resource.ts";
import { errorsOf } from "../../model/signals/facts.ts";
import { plural } from "../../shared/amounts.ts";
import { settingOf } from "../context.ts";
import type { Observed } from "../fire-types.ts";
import { type Acts, type DrillRun, type Firing, type Injected, liveOf, needed, plain, type Target } from "../firing.ts";
import { checkInsPath, issueState, issuesOf, type JobRuns, resolved, resolveIssues } from "./fire.ts";
import { type EventContext, earlierTimes, errorEnvelope, eventTags, transactionEnvelope } from "./fire-events.ts";
import { mostSpans } from "./methods.ts";
import { checkInsTouch, eventsTouch, spansTouch } from "./touches.ts";

/** Beyond so many errors a comparison that does not rise will not. */
const mostEvents = 1000;
/** Fast spans with each look while it is to end. */
const goodSpans = 5;

/** What goes into every event of a firing; the project's DSN is asked for once. */
function contextFor(drill: DrillRun, target: Target, project: string): () => Promise<EventContext> {
  const { stack } = drill;
  let dsn: string | null = null;
  return async () => {
    dsn ??= await needed(drill.sentry, "Sentry").dsn(
      settingOf(stack.sentry.projects, project, "sentry.projects", stack).slug,
    );
    const { environment } = stack.sentry;
    return { dsn, environment, token: target.token, definition: target.definition.id, now: Date.now() };
  };
}

/** A monitor's state is that of its newest issue. */
async function observeDetector(drill: DrillRun, target: Target, fresh = false): Promise<Observed> {
  const sentry = needed(drill.sentry, "Sentry");
  const { vendorId } = liveOf(target, "detector");
  const id = (await sentry.detectorIssues.get(fresh)).get(vendorId) ?? null;
  if (id === null) return issueState(null, await sentry.now());
  const { issue, now } = await sentry.issue(id);
  return issueState(issue, now);
}

/** Sentry sends nothing about the same issue until an alert's `frequency` (minutes) has passed. */
async function heldUntil(drill: DrillRun, target: Target): Promise<Date | null> {
  const { vendorId, body } = liveOf(target, "workflow");
  const at = (await needed(drill.sentry, "Sentry").triggered.get()).get(vendorId)?.at ?? null;
  const frequency = isObject(body.config) ? body.config.frequency : 0;
  return at === null || typeof frequency !== "number" ? null : new Date(at.getTime() + frequency * 60_000);
}

function eventsFiring(drill: DrillRun, target: Target, injection: Injected<"events">): Firing {
  const sentry = needed(drill.sentry, "Sentry");
  const context = contextFor(drill, target, injection.project);
  let sent = 0;
  let made: number | null = null;
  let lastSent: Date | null = null;
  const send = async (count: number) => {
    const base = await context();
    sent += count;
    const events = Array.from({ length: count }, (_, n) =>
      errorEnvelope(base, eventTags(injection.tags, n), injection),
    );
    await sentry.send(base.dsn, events);
  };
  const { projects } = errorsOf(target.definition.signal) ?? { projects: [] };
  const others = projects.filter((name) => name !== injection.project);
  const first = Object.entries(eventTags(injection.tags, 0)).map(([key, value]) => `${key}:${value}`);
  return {
    ...plain,
    how: "real",
    notes: others.length === 0 ? [] : [`Heard for project ${injection.project}, not for ${others.join(", ")}.`],
    injected: eventsText(injection, first),
    silentRecovery: injection.byHand
      ? "an issue alert sends nothing when its issue is resolved; Sentry shows it as resolved"
      : null,
    observe: (fresh) => (injection.byHand ? observeIssue(drill, target, fresh) : observeDetector(drill, target, fresh)),
    heldUntil: async () => (injection.byHand ? null : heldUntil(drill, target)),
    begin: async () => {
      const path = issuesOf(target.token);
      const what = `issues of ${target.token}`;
      made = drill.journal.change({ vendor: "sentry", what, method: "PUT", path, body: resolved });
      if (injection.earlier !== null) {
        const base = await context();
        const past = earlierTimes(injection.earlier, base.now).map((at, n) =>
          errorEnvelope(base, eventTags(injection.tags, n), injection, at),
        );
        await sentry.send(base.dsn, past);
      }
      await send(injection.count);
    },
    // Without an alert after two evaluations there were more errors to compare with than supposed.
    again: async ({ now }) => {
      if (injection.earlier === null) return;
      lastSent ??= now;
      const waited = (now.getTime() - lastSent.getTime()) / 1000;
      if (sent * 2 > mostEvents || waited < 2 * evaluationStep(target.definition) + 60) return;
      lastSent = now;
      await send(sent);
    },
    // The events' own issue would otherwise stay open; for an issue alert this is also what ends it.
    end: async () => {
      if (made === null) return;
      await resolveIssues(sentry, issuesOf(target.token));
      drill.journal.restored(made);
      made = null;
    },
  };
}

/** `51 error events of as many users with service:api`. */
function eventsText({ count, users, crashes }: Injected<"events">, tags: readonly string[]): string {
  const met = users ? ` of ${count === 1 ? "a user" : "as many users"}` : "";
  const about = tags.length === 0 ? "" : ` with ${tags.join(", ")}`;
  return `${plural(count, crashes ? "crash" : "error event", crashes ? "crashes" : "error events")}${met}${about}`;
}

/** An issue alert has no state of its own: it fired when it last sent something, for the issue that the drill made. */
async function observeIssue(drill: DrillRun, target: Target, fresh = false): Promise<Observed> {
  const sentry = needed(drill.sentry, "Sentry");
  const { issues, now } = await sentry.drillIssues(issuesOf(target.token));
  const open = issues.some(({ status }) => status === "unresolved");
  const { vendorId } = liveOf(target, "workflow");
  const at = (await sentry.triggered.get(fresh)).get(vendorId)?.at ?? null;
  return { state: open ? "alert" : "ok", triggeredAt: issues.length === 0 ? null : at, now };
}

function spansFiring(drill: DrillRun, target: Target, injection: Injected<"spans">): Firing {
  const sentry = needed(drill.sentry, "Sentry");
  const context = contextFor(drill, target, injection.project);
  let sent = 0;
  let lastSent: Date | null = null;
  const { transaction, durationMs, goodMs, failed } = injection;
  const send = async (count: number, durationMs: number, failed: boolean) => {
    const base = await context();
    const spans = Array.from({ length: count }, () => transactionEnvelope(base, transaction, durationMs, failed));
    await sentry.send(base.dsn, spans);
  };
  return {
    ...plain,
    how: "real",
    injected: `${plural(injection.count, "transaction")} "${transaction}" ${failed ? "that fail" : `of ${durationMs} ms`}`,
    observe: (fresh) => observeDetector(drill, target, fresh),
    heldUntil: () => heldUntil(drill, target),
    begin: async () => {
      sent += injection.count;
      await send(injection.count, durationMs, failed);
    },
    // Without an alert after two evaluations there were more good ones beside them than supposed.
    again: async ({ now }) => {
      lastSent ??= now;
      const waited = (now.getTime() - lastSent.getTime()) / 1000;
      if (sent * 2 > mostSpans || waited < 2 * evaluationStep(target.definition) + 60) return;
      lastSent = now;
      await send(sent, durationMs, failed);
      sent *= 2;
    },
    end: async () => {},
    ...(goodMs === null ? {} : { settle: () => send(goodSpans, goodMs, false) }),
  };
}

/**
 * A failed run is over when one passes. The journal knows which job to tell of: what is left of a drill whose journal is lost ends with
 * the next run of the job itself.
 */
function checkInsFiring(drill: DrillRun, target: Target, injection: Injected<"check-ins">): Firing {
  const sentry = needed(drill.sentry, "Sentry");
  const { project, slug, failures, passes } = injection;
  const of: JobRuns = {
    project: settingOf(drill.stack.sentry.projects, project, "sentry.projects", drill.stack).slug,
    slug,
    environment: drill.stack.sentry.environment,
    passes,
  };
  let made: number | null = null;
  return {
    ...plain,
    how: "real",
    injected: `${failures} failed run${failures === 1 ? "" : "s"} of ${slug}`,
    notes: ["The job's own runs are judged together with these: one that is missing meanwhile is not told."],
    silentRecovery: "Sentry hands the end of a cron failure on to no alert; its issue is resolved",
    observe: (fresh) => observeDetector(drill, target, fresh),
    heldUntil: () => heldUntil(drill, target),
    begin: async () => {
      // After a run that passed so many failures are needed, and before any other fewer are enough.
      await sentry.runs(of, 1, "ok");
      const what = `failed runs of ${slug}`;
      made = drill.journal.change({ vendor: "sentry", what, method: "POST", path: checkInsPath, body: { ...of } });
      await sentry.runs(of, failures, "error");
    },
    end: async () => {
      if (made === null) return;
      await sentry.runs(of, passes, "ok");
      drill.journal.restored(made);
      made = null;
    },
  };
}

/** What a drill sends to Sentry. */
export const sentryActs: Acts<"events" | "spans" | "check-ins"> = {
  "check-ins": { fire: checkInsFiring, touches: checkInsTouch },
  events: { fire: eventsFiring, touches: eventsTouch },
  spans: { fire: spansFiring, touches: spansTouch },
};
