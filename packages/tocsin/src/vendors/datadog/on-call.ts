import { weekdays } from "../../model/maintenance.ts";
import type { OnCall } from "../../model/on-call.ts";
import type { Json, JsonObject, Resource } from "../../model/resource.ts";
import type { StackConfig } from "../../model/stack.ts";
import { MissingSetting, settingOf, stackMark } from "../context.ts";
import { destinationOf } from "../destinations.ts";

/**
 * Who is paged, as Datadog On-Call has it: an escalation policy, and the routing rules of the team, which say when it pages with
 * which urgency. Shapes: recorded conversations of datadog-api-client-typescript a6d17420, `cassettes/v2/On-Call_446749911`.
 */
export function compileOnCall(onCall: OnCall, stack: StackConfig): Resource[] {
  const team = teamOf(onCall, stack);
  if (team === null) return [];
  const { id, aliases, title, steps, again } = onCall;
  const named = (kind: Resource["kind"]) => ({
    vendor: "datadog" as const,
    kind,
    name: `${id}/${kind}`,
    definition: id,
    parent: { team },
    ...(aliases.length === 0 ? {} : { aliases: aliases.map((alias) => `${alias}/${kind}`) }),
  });
  const body = {
    name: `${stackMark(stack)} ${title} tocsin:${id}`,
    resolve_page_on_policy_end: false,
    retries: again,
    steps: steps.map(({ people, after }) => ({
      assignment: "default",
      escalate_after_seconds: after,
      targets: people.map((name) => ({ type: "users", id: userOf(name, stack) })),
    })),
  };
  const rules = rulesOf(onCall);
  return [
    { ...named("on-call-policy"), body, refs: [] },
    {
      ...named("on-call-routing"),
      body: { rules },
      refs: rules.map((_, n) => ({
        path: `rules.${n}.actions.0.policy_id`,
        resource: `${id}/on-call-policy`,
        property: "id",
      })),
    },
  ];
}

/** The id of the team; null where the stack binds the destination to what wakes nobody: then nobody is there to escalate to. */
function teamOf({ destination }: OnCall, stack: StackConfig): string | null {
  const bound = destinationOf(stack, destination);
  switch (bound.kind) {
    case "datadog-on-call": {
      if (bound.id !== undefined) return bound.id;
      throw new MissingSetting(`tocsin:destinations.${destination}.id (the team's id at Datadog)`, stack.name);
    }
    case "microsoft-teams":
    case "discord":
    case "webhook":
      return null;
    case "pagerduty":
    case "opsgenie":
    case "incident-io":
      throw new MissingSetting(
        `a team of Datadog On-Call at tocsin:destinations.${destination} (${bound.kind} escalates by its own policies, which no definition writes)`,
        stack.name,
      );
  }
}

function userOf(name: string, stack: StackConfig): string {
  const { datadogUser } = settingOf(stack.people, name, "people", stack);
  if (datadogUser === undefined) throw new MissingSetting(`tocsin:people.${name}.datadogUser`, stack.name);
  return datadogUser;
}

/** The first rule that holds is taken; the last may ask for nothing, so that no page is lost. */
function rulesOf({ hours }: OnCall): JsonObject[] {
  const rule = (urgency: "high" | "low", more: Record<string, Json> = {}): JsonObject => ({
    query: "",
    ...more,
    actions: [{ type: "escalation_policy", urgency }],
  });
  if (hours === undefined) return [rule("high")];
  const nightly = hours.to < hours.from;
  const restrictions = weekdays.flatMap((day, n) => {
    if (!hours.on.includes(day)) return [];
    const end = nightly ? (weekdays[(n + 1) % weekdays.length] ?? day) : day;
    return [{ start_day: day, start_time: `${hours.from}:00`, end_day: end, end_time: `${hours.to}:00` }];
  });
  return [rule("high", { time_restriction: { time_zone: hours.timezone, restrictions } }), rule("low")];
}
