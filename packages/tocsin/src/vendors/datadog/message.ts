import type { Definition } from "../../model/definition.ts";
import { groupsOfSignal } from "../../model/signals/facts.ts";
import { type CompileContext, identityLine, routeOf, settingOf } from "../context.ts";
import { destinationHandles } from "../destinations.ts";
import { messageParts, unitOf } from "../message.ts";

/** The variable of a group's value; a key with periods stands in brackets (docs: Monitors > Notify > Variables). */
const groupVariable = (key: string): string => `{{${key.includes(".") ? `[${key}]` : key}.name}}`;

/** What handles depend on. */
type Told = Pick<CompileContext, "stack" | "routes">;

/** The handles of a definition's route, as Datadog writes them: Slack channel, address, pager. */
export function handles(context: Told, definition: Pick<Definition, "id" | "route">): string[] {
  return [...readers(context, definition), ...pagers(context, definition)];
}

function pagers(context: Told, definition: Pick<Definition, "id" | "route">): string[] {
  const route = routeOf(context, definition);
  return [...route.pager.map((handle) => `@${handle}`), ...destinationHandles(route, context.stack, true)];
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
    const names = handles(context, { id: definition.id, route }).join(" ");
    return `{{#is_exact_match "${tag}.name" "${value}"}} ${names} {{/is_exact_match}}`;
  });
}

/**
 * The message of a monitor or synthetic test. What matters comes first: what, how much, why, the first checks. Each state
 * has its own words, so that a recovery does not read like an alert.
 */
export function monitorMessage(context: CompileContext, definition: Definition): string {
  const parts = messageParts(definition, context.stack);
  const { condition, signal } = definition;
  const unit = unitOf(definition);
  const keys = groupsOfSignal(signal);
  const group = keys.length === 0 ? "" : ` on ${keys.map(groupVariable).join(", ")}`;
  const measured = condition.kind === "threshold";
  const blocks = [
    "{{#is_alert}}",
    measured ? `${parts.headline}: {{value}}${unit}${group}, limit {{threshold}}` : `${parts.headline}: ${parts.limit}`,
    "{{/is_alert}}",
  ];
  if (measured && condition.warning !== undefined) {
    blocks.push(
      "{{#is_warning}}",
      `Warning, ${parts.headline}: {{value}}${unit}${group}, limit {{warn_threshold}}`,
      "{{/is_warning}}",
    );
  }
  if ("noData" in condition && condition.noData === "notify") {
    blocks.push(
      "{{#is_no_data}}",
      `No data: ${parts.headline}${group}. What it watches has stopped arriving.`,
      "{{/is_no_data}}",
    );
  }
  const wakes = pagers(context, definition).join(" ");
  const warns = measured && condition.warning !== undefined;
  // A warning is for reading: it wakes nobody.
  const waking = wakes === "" ? [] : [warns ? `{{^is_warning}} ${wakes} {{/is_warning}}` : wakes];
  const told = [...readers(context, definition), ...waking, ...byGroup(context, definition)];
  return [
    ...blocks,
    "{{^is_recovery}}",
    parts.why,
    ...parts.checks,
    `Runbook: ${parts.runbook}`,
    "{{/is_recovery}}",
    "{{#is_recovery}}",
    `Over: ${parts.headline}${group}. Confirm: ${parts.recovered}`,
    "{{/is_recovery}}",
    `Condition: ${parts.limit}. Owner: ${parts.owner}. ${told.join(" ")}`,
    identityLine(definition),
  ].join("\n");
}
