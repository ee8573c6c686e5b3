import type { DeclaredCrons, EventReceiver } from "../../model/signals/facts.ts";
import { readableDuration } from "../../model/units.ts";
import { type Draft, draft } from "../change.ts";
import { list, moved, same } from "../words.ts";
import { fieldChanges } from "./fields.ts";
import { sourceChange } from "./part.ts";
import type { WordsOf } from "./words-of.ts";

/** Crons and webhook endpoints: what is declared must exist, so what is no longer declared is no longer missed. */
function cronChanges(was: DeclaredCrons, is: DeclaredCrons): Draft[] {
  const drafts = sourceChange(`the crons of ${was.service}`, `the crons of ${is.service}`, "signal.service");
  const paths = ["signal.crons"];
  if (was.runBy !== is.runBy) {
    const runner = ({ runBy }: typeof was) => (runBy === "schedules" ? "Vercel Schedules" : "cron jobs");
    const text = `The paths of ${is.service} are called by ${runner(is)} instead of ${runner(was)}.`;
    const danger = "a path that is deployed as both runs twice, one that is deployed as neither never";
    drafts.push(draft("redirected", text, "signal.runBy", { danger }));
  }
  for (const path of [...new Set([...was.crons, ...is.crons].map((cron) => cron.path))].sort()) {
    const [before, after] = [was.crons.filter((c) => c.path === path), is.crons.filter((c) => c.path === path)];
    if (same(before, after)) continue;
    const [old, now] = [before[0], after[0]];
    const schedules = (of: typeof before) =>
      list(of.map(({ schedule, timezone = "UTC" }) => `"${schedule}"${timezone === "UTC" ? "" : ` (${timezone})`}`));
    const zone = after.some(({ timezone = "UTC" }) => timezone !== "UTC") ? "" : ", UTC";
    if (now === undefined) {
      const danger = "a job that ran by schedule no longer does, and nobody misses it";
      const text = `Cron ${path} (${schedules(before)}) is no longer declared.`;
      drafts.push(draft("removed", text, paths, { danger }));
      continue;
    }
    if (old === undefined) {
      drafts.push(draft("added", `Cron ${path} is declared: ${schedules(after)}${zone}.`, paths));
      continue;
    }
    if (schedules(before) !== schedules(after)) {
      const text = `Cron ${path} runs by ${schedules(after)} instead of ${schedules(before)}${zone}.`;
      drafts.push(
        draft("redirected", text, paths, { danger: "a job runs at other times, and is missed at other times" }),
      );
    }
    if (old.maxDuration !== now.maxDuration) {
      const later = now.maxDuration > old.maxDuration;
      const text = `Cron ${path} may take ${readableDuration(now.maxDuration)} instead of ${readableDuration(old.maxDuration)}.`;
      drafts.push(draft(later ? "later" : "sooner", text, paths, { effect: "other" }));
    }
  }
  return drafts;
}

function webhookChanges(was: EventReceiver, is: EventReceiver): Draft[] {
  const place = (s: EventReceiver) => `Stripe's events at ${s.path} of ${s.service}`;
  const drafts = sourceChange(place(was), place(is), "signal.path", "signal.service");
  const [hadAll, hasAll] = [was, is].map(({ events }) => events.includes("*"));
  if (hadAll !== hasAll) {
    const paths = ["signal.events"];
    const danger = "the handler never hears of the other events again";
    const text = hasAll
      ? "Stripe sends every event."
      : `Stripe sends only ${list(is.events)}, and no longer every event.`;
    drafts.push(hasAll ? draft("widened", text, paths) : draft("narrowed", text, paths, { effect: "never", danger }));
  } else if (!same(was.events, is.events)) {
    const { gone, come } = moved(was.events, is.events);
    const paths = ["signal.events"];
    if (gone.length > 0) {
      const text = `Stripe no longer sends ${list(gone)}.`;
      drafts.push(
        draft("narrowed", text, paths, { effect: "never", danger: "the handler never hears of these events again" }),
      );
    }
    if (come.length > 0) drafts.push(draft("widened", `Stripe also sends ${list(come)}.`, paths));
    if (gone.length + come.length === 0) {
      drafts.push(draft("text", "Its events stand in another order.", paths));
    }
  }
  if (was.secretVariable !== is.secretVariable) {
    const into = ({ secretVariable = "no variable" }: typeof was) => secretVariable;
    const text = `The signing secret goes into ${into(is)} instead of ${into(was)}.`;
    const danger = "a handler that reads the other variable refuses every event";
    drafts.push(draft("security", text, "signal.secretVariable", { danger }));
  }
  if (was.payload !== is.payload) {
    const by = ({ payload }: typeof was) =>
      payload === undefined ? "a webhook endpoint" : `an event destination (${payload})`;
    const text = `Stripe sends by ${by(is)} instead of ${by(was)}.`;
    const danger = "events come in another form, signed with another secret";
    drafts.push(draft("security", text, "signal.payload", { danger }));
  }
  return [...drafts, ...fieldChanges(was, is, undefined, ["path", "service", "events", "secretVariable", "payload"])];
}

/** Words for what is declared. */
export const declaredWords: WordsOf<(DeclaredCrons | EventReceiver)["kind"]> = {
  crons: {
    text: ({ service, crons }) =>
      `the crons of ${service}: ${list(crons.map((cron) => `${cron.path} ("${cron.schedule}")`))}`,
    changes: cronChanges,
  },
  "stripe-events": {
    text: ({ events, path, service, payload }) =>
      `that Stripe sends ${list(events)} to ${path} of ${service}${payload === undefined ? "" : `, by an event destination (${payload})`}`,
    changes: webhookChanges,
  },
};
