import { rulesOf } from "../alerting/rules.ts";
import type { Transition } from "../alerting/step.ts";
import { pythonFloat } from "../api/format.ts";
import { EVERYTHING } from "../evaluate/tags.ts";
import type { Monitor } from "../monitors/model.ts";
import { handlesIn } from "../monitors/search.ts";
import { render, type TemplateValues } from "./template.ts";

/** A notification as its channels get it. */
export interface Notification {
  /** `[Triggered] Name of the monitor`. */
  title: string;
  /** The message with handles removed. */
  text: string;
  /** Without the sign: `slack-acme-alerts`, `founder@example.com`. */
  handles: string[];
  link: string;
  color: string;
  /** What was measured; null where the monitor measures nothing. */
  evaluated: string | null;
  tags: string[];
}

/** Writes what a transition makes a monitor say. */
export function notificationOf(monitor: Monitor, transition: Transition): Notification {
  const values = valuesOf(monitor, transition);
  const escalation = transition.again ? monitor.options.escalation_message : undefined;
  const template = typeof escalation === "string" ? `${monitor.message}\n${escalation}` : monitor.message;
  const message = render(template, values);
  const { name } = transition.state;
  const group = name === EVERYTHING ? "" : ` on {${name}}`;
  const query = name === EVERYTHING ? "" : `?group=${encodeURIComponent(name)}`;
  return {
    title: `[${word(transition)}${group}] ${render(monitor.name, values)}`,
    text: withoutHandles(message),
    handles: handlesIn(message),
    link: `https://app.datadoghq.com/monitors/${monitor.id}${query}`,
    color: COLORS[transition.to],
    evaluated: evaluatedLine(monitor, transition),
    tags: [...monitor.tags, ...[...transition.state.group].map(([key, value]) => `${key}:${value}`)],
  };
}

const COLORS = { OK: "#2AB27B", Warn: "#DAA038", Alert: "#D50200", "No Data": "#A0A0A0" };

function word({ to, again }: Transition): string {
  switch (to) {
    case "OK":
      return "Recovered";
    case "Warn":
      return again ? "Re-Warn" : "Warn";
    case "No Data":
      return again ? "Re-No data" : "No data";
    case "Alert":
      return again ? "Re-Triggered" : "Triggered";
  }
}

/** The handles of a message are addresses, not text: they are not shown in it. */
function withoutHandles(message: string): string {
  return message
    .replace(/(^|[\s(])@[A-Za-z0-9][\w.+\-@]*\w/g, "$1")
    .replace(/[ \t]{2,}/g, " ")
    .replace(/[ \t]+$/gm, "")
    .trim();
}

function evaluatedLine(monitor: Monitor, { value, to }: Transition): string | null {
  if (["synthetics alert", "composite", "service check"].includes(monitor.type)) return null;
  const measured = value === null || to === "No Data" ? "no data" : shown(value);
  return `${monitor.query}\nMetric value: ${measured}`;
}

function shown(value: number): string {
  return pythonFloat(Math.round(value * 1_000) / 1_000);
}

function valuesOf(monitor: Monitor, transition: Transition): TemplateValues {
  const { thresholds, comparator } = rulesOf(monitor);
  const { state, at, began, value } = transition;
  const variables = new Map<string, string>([["comparator", comparator]]);
  const put = (name: string, given: number | null | undefined, write = shown): void => {
    if (given !== undefined && given !== null) variables.set(name, write(given));
  };
  put("value", value);
  put("threshold", thresholds.critical);
  put("warn_threshold", thresholds.warning);
  put("ok_threshold", thresholds.ok);
  put("alert_recovery_threshold", thresholds.critical_recovery);
  put("warn_recovery_threshold", thresholds.warning_recovery);
  const time = (seconds: number) => new Date(seconds * 1_000).toISOString();
  const since = began ?? state.lastTriggered ?? at;
  put("first_triggered_at", since, time);
  put("first_triggered_at_epoch", since * 1_000, String);
  put("last_triggered_at", state.lastTriggered ?? at, time);
  put("last_triggered_at_epoch", (state.lastTriggered ?? at) * 1_000, String);
  put("triggered_duration_sec", at - since, String);
  if (state.checkMessage !== "") variables.set("check_message", state.checkMessage);
  for (const [key, text] of state.group) variables.set(`${key}.name`, text);
  return { flags: flagsOf(transition), variables, priority: monitor.priority };
}

function flagsOf({ from, to, again }: Transition): Set<string> {
  const flags = new Set<string>(again ? ["is_renotify"] : []);
  const names = { Alert: "alert", Warn: "warning", "No Data": "no_data", OK: null };
  const [before, after] = [from === null ? null : names[from], names[to]];
  if (after === null) {
    flags.add("is_recovery");
    if (before !== null) flags.add(`is_${before}_recovery`);
  } else {
    flags.add(`is_${after}`);
    if (before !== null && before !== after) flags.add(`is_${before}_to_${after}`);
  }
  return flags;
}
