import { type ConditionOf, notifiesOfSilence, sideText, warns } from "../../model/condition.ts";
import type { Definition } from "../../model/definition.ts";
import { groupsOfSignal, isForecast, isServiceCheck } from "../../model/signals/facts.ts";
import { decimal } from "../../shared/amounts.ts";
import { type CompileContext, identityLine, routeOf, settingOf } from "../context.ts";
import { destinationHandles } from "../destinations.ts";
import type { Link } from "../links.ts";
import { burningText, limitText, type MessageParts, messageParts, unitOf } from "../message.ts";
import { linksToLook } from "./look.ts";

/** The variable of a group's value; a key with periods stands in brackets (docs: Monitors > Notify > Variables). */
const groupVariable = (key: string): string => `{{${key.includes(".") ? `[${key}]` : key}.name}}`;

/** What handles depend on. */
type Told = Pick<CompileContext, "stack" | "routes">;

/** The handles of a definition's route, as Datadog writes them: Slack channel, address, pager. */
export function handles(context: Told, definition: Pick<Definition, "id" | "route">): string[] {
  return [...readers(context, definition), ...pagers(context, definition)];
}

/** A route's own pager is the same in every stack, so it is left out where drills would fire it: test pagers are bound by name. */
function pagers(context: Told, definition: Pick<Definition, "id" | "route">): string[] {
  const route = routeOf(context, definition);
  const own = context.stack.allowDrills ? [] : route.pager.map((handle) => `@${handle}`);
  return [...own, ...destinationHandles(route, context.stack, true)];
}

function readers(context: Told, definition: Pick<Definition, "id" | "route">): string[] {
  const { stack } = context;
  const route = routeOf(context, definition);
  return [
    ...route.slack.map((name) => {
      const channel = settingOf(stack.channels, name, "channels", stack);
      return `@slack-${stack.datadog.slackAccount}-${channel.replace(/^#/, "")}`;
    }),
    ...route.mail.map((name) => `@${settingOf(stack.people, name, "people", stack).mail}`),
    ...destinationHandles(route, stack, false),
  ];
}

/** Handles of the routes that only some values of a group notify. */
function byGroup(context: CompileContext, definition: Definition): string[] {
  const { tag, routes } = definition.routeByGroup ?? { tag: "", routes: {} };
  return Object.entries(routes).map(([value, route]) => {
    const names = handlesByState(context, { ...definition, route }).join(" ");
    return `{{#is_exact_match "${tag}.name" "${value}"}} ${names} {{/is_exact_match}}`;
  });
}

/** When it began, by the one clock that everybody shares; its form is documented (guide "local_time"). */
const since = "Since {{local_time 'last_triggered_at' 'UTC'}}.";

const hours = '(eval "int(triggered_duration_sec/3600)")';
/** `Lasted 2 h 14 min.`; the hours only where there are any. */
const lasted = [
  "Lasted ",
  `{{^is_exact_match ${hours} "0"}}{{${hours.slice(1, -1)}}} h {{/is_exact_match}}`,
  '{{eval "ceil(triggered_duration_sec/60%60)"}} min.',
].join("");

/** Digits behind the point of a number as it is written. */
const fraction = (number: number | undefined): number => decimal(number ?? 0).split(".")[1]?.length ?? 0;

/**
 * The value, rounded to what says something beside its limit: one digit more than the limit has for shares and small averages,
 * none for what is counted.
 */
function roundedValue(definition: Definition, { critical, warning, over }: ConditionOf<"threshold">): string {
  const unit = unitOf(definition);
  const counted = over === "total" && !unit.startsWith(" %");
  const finer = !counted && (unit.startsWith(" %") || Math.abs(critical) < 10) ? 1 : 0;
  const digits = Math.max(fraction(critical), fraction(warning)) + finer;
  if (digits === 0) return '{{eval "round(value)"}}';
  const scale = 10 ** digits;
  return `{{eval "round(value*${scale})/${scale}"}}`;
}

/** The first line in each state that a monitor can be in, but for recovery. */
function firstLines(definition: Definition, { urgency, limit, unit: short }: MessageParts, group: string): string[] {
  const { condition } = definition;
  const unit = unitOf(definition);
  if (condition.kind !== "threshold") {
    // What the signal itself states may begin with an id.
    const text = condition.kind === "as-stated" ? limit : `${limit.charAt(0).toUpperCase()}${limit.slice(1)}`;
    const warning = warningText(definition, group);
    return [
      ...block("is_alert", `${urgency} ${text}${group}. ${since}`, ...said(definition)),
      ...(warning === null ? [] : block("is_warning", `Warning: ${warning}. ${since}`, ...said(definition))),
      ...missing(definition, group),
    ];
  }
  // A forecast is of the time ahead: its value is not what is measured now.
  const ahead = isForecast(definition.signal) ? "Forecast: " : "";
  const value = `${ahead}${roundedValue(definition, condition)}${unit}${group}`;
  const lines = block("is_alert", `${urgency} ${value}, limit: ${limit}. ${since}`);
  if (condition.warning !== undefined) {
    const { warning } = condition;
    lines.push(
      ...block(
        "is_warning",
        `Warning: ${value}, warns ${sideText(condition)} ${warning}${short}, fires ${limit}. ${since}`,
      ),
    );
  }
  return [...lines, ...missing(definition, group)];
}

/** What is beyond the warning of a condition that has no value to compare, and when it fires; null: it does not warn. */
function warningText(definition: Definition, group: string): string | null {
  const { condition } = definition;
  const limit = limitText(definition);
  switch (condition.kind) {
    case "consecutive-failures": {
      const { warnAfter } = condition;
      if (warnAfter === undefined) return null;
      return `${warnAfter === 1 ? "1 warning" : `${warnAfter} warnings in a row`}${group}, fires after ${limit}`;
    }
    case "failing-share":
      if (condition.warning === undefined) return null;
      return `more than ${condition.warning} % of the checks warn${group}, fires at ${limit}`;
    case "burning":
      if (condition.warning === undefined) return null;
      return `${burningText({ ...condition, rate: condition.warning })}, fires above ${condition.rate} times`;
    default:
      return null;
  }
}

/** What the check itself said, which only its monitors know (docs: Monitors > Notify > Variables, "Check monitor variables"). */
const said = ({ signal }: Definition): string[] => (isServiceCheck(signal) ? ["{{check_message}}"] : []);

const block = (flag: string, ...lines: string[]): string[] => [`{{#${flag}}}`, ...lines, `{{/${flag}}}`];

const missing = (definition: Definition, group: string): string[] =>
  notifiesOfSilence(definition.condition)
    ? block("is_no_data", `No data${group}: what it watches has stopped arriving.`)
    : [];

/** How long a loss of data lasted is not known to the variable that tells how long it was triggered. */
const length = (definition: Definition): string =>
  notifiesOfSilence(definition.condition) ? `{{^is_no_data_recovery}}${lasted} {{/is_no_data_recovery}}` : `${lasted} `;

/** Links on one line; the address is long, and nobody reads it. */
const linked = (links: readonly Link[]): string => links.map(({ title, url }) => `[${title}](${url})`).join(" | ");

/**
 * The message of a monitor or synthetic test. What matters comes first: what, how much, since when, why, the first checks. Each
 * state has its own words, so that a warning does not read like a page, nor a recovery like an alert.
 */
export function monitorMessage(context: CompileContext, definition: Definition): string {
  const { stack } = context;
  const parts = messageParts(definition, stack);
  const keys = groupsOfSignal(definition.signal);
  const group = keys.length === 0 ? "" : ` on ${keys.map(groupVariable).join(", ")}`;
  return [
    ...firstLines(definition, parts, group),
    "{{^is_recovery}}",
    parts.why,
    ...parts.checks,
    `Run: ${parts.command}`,
    linked([parts.runbook, ...linksToLook(definition, stack), ...parts.deployments]),
    "{{/is_recovery}}",
    "{{#is_recovery}}",
    `Recovered: ${parts.title}${group}. ${length(definition)}Confirm: ${parts.confirm}`,
    "{{/is_recovery}}",
    `Owner: ${parts.owner}. ${notified(context, definition).join(" ")}`,
    identityLine(definition),
  ].join("\n");
}

/** Handles of everybody whom a route notifies. A warning is for reading: it wakes nobody. */
function handlesByState(context: CompileContext, definition: Pick<Definition, "id" | "route" | "condition">): string[] {
  const wakes = pagers(context, definition).join(" ");
  const waking = wakes === "" ? [] : [warns(definition.condition) ? `{{^is_warning}} ${wakes} {{/is_warning}}` : wakes];
  return [...readers(context, definition), ...waking];
}

const notified = (context: CompileContext, definition: Definition): string[] => [
  ...handlesByState(context, definition),
  ...byGroup(context, definition),
];
