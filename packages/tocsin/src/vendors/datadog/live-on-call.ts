import type { z } from "zod";
import { type Json, type JsonObject, type Resource, textAt } from "../../model/resource.ts";
import { once } from "../../shared/once.ts";
import { VendorAbsent } from "../http/errors.ts";
import { jsonObject } from "../json.ts";
import { groupBy, type Identity, type Kind, type LiveList, type LiveObject, liveObject } from "../live.ts";
import type { DatadogClient } from "./client.ts";
import { onCallPolicyMembers, onCallRoutingMembers } from "./members.ts";
import type { policyAnswer, routingAnswer } from "./on-call-answers.ts";
import { onCallPolicyQuirks, onCallRoutingQuirks } from "./quirks.ts";

/**
 * What On-Call shows of a team, with the wrapping of JSON:API taken off. It lists no policies: those are read that the team's routing
 * rules name.
 */

/** Whose a policy is: its name ends in the identity, and begins with the stack. */
function identifyPolicy(body: JsonObject): Identity | null {
  const { stack, definition } =
    /^(?:\[DRILL STACK\] )?\[(?<stack>[^\]]+)\] .*\btocsin:(?<definition>\S+)$/.exec(textAt(body, "name"))?.groups ??
    {};
  return definition === undefined ? null : { definition, environment: stack ?? null };
}

const teamOf = (parent: JsonObject): string => textAt(parent, "team");

export const onCallKinds = {
  "on-call-policy": {
    vendor: "datadog",
    label: "escalation policy",
    silent: true,
    title: (body) => textAt(body, "name"),
    identify: identifyPolicy,
    naturalKey: (parent, body) => `${teamOf(parent)} ${textAt(body, "name")}`,
    quirks: onCallPolicyQuirks,
    members: onCallPolicyMembers,
  },
  "on-call-routing": {
    vendor: "datadog",
    label: "routing of pages",
    silent: true,
    title: () => "routing rules of the team",
    identify: null,
    naturalKey: teamOf,
    quirks: onCallRoutingQuirks,
    members: onCallRoutingMembers,
  },
} as const satisfies Record<string, Kind>;

/** The lists of each team that the code pages: its rules, and the policies that they name. */
export function onCallLists(client: DatadogClient, own: readonly Resource[]): LiveList[] {
  return [...groupBy(own, ({ parent }) => teamOf(parent))].flatMap(([team, covers]) => {
    const routing = once(async () => liveRouting(team, await client.routingRules(team)));
    const policies = async (): Promise<LiveObject[]> => {
      try {
        const ids = policiesIn(await routing());
        return await Promise.all(ids.map(async (id) => livePolicy(team, await client.escalationPolicy(id))));
      } catch (error) {
        // The list of rules tells of a team that is gone.
        if (error instanceof VendorAbsent) return [];
        throw error;
      }
    };
    const of = (kind: Resource["kind"]) => covers.filter((one) => one.kind === kind);
    return [
      {
        vendor: "datadog",
        kind: "on-call-routing",
        covers: of("on-call-routing"),
        read: async () => [(await routing()) ?? []].flat(),
        absent: `Datadog On-Call has no team ${team}: nobody is paged there.`,
      },
      { vendor: "datadog", kind: "on-call-policy", covers: of("on-call-policy"), read: policies },
    ] satisfies LiveList[];
  });
}

/** The policies that a team's rules name, each once. */
function policiesIn(routing: LiveObject | null): string[] {
  const rules = Array.isArray(routing?.body.rules) ? routing.body.rules : [];
  const actions = rules.flatMap((rule) => itemsOf(rule, "actions"));
  return [...new Set(actions.flatMap((action) => jsonObject.safeParse(action).data?.policy_id ?? []))].filter(
    (id) => typeof id === "string",
  );
}

function itemsOf(value: Json, member: string): Json[] {
  const found = jsonObject.safeParse(value).data?.[member];
  return Array.isArray(found) ? found : [];
}

/** A team without rules has nothing to compare: so it is after ours were deleted. */
export function liveRouting(team: string, { data, included = [] }: z.infer<typeof routingAnswer>): LiveObject | null {
  const shown = new Map(included.map(({ id, attributes = {} }) => [id, attributes]));
  const rules = data.relationships.rules.data.map(({ id }) => shown.get(id) ?? {});
  if (rules.length === 0) return null;
  return liveObject(onCallKinds["on-call-routing"], "on-call-routing", team, { rules }, { parent: { team } });
}

export function livePolicy(team: string, { data, included = [] }: z.infer<typeof policyAnswer>): LiveObject {
  const shown = new Map(included.map((one) => [one.id, one]));
  const steps = data.relationships.steps.data.map(({ id }) => ({
    ...shown.get(id)?.attributes,
    targets: (shown.get(id)?.relationships?.targets?.data ?? []).map(({ type, id: target }) => ({ type, id: target })),
  }));
  const body = { ...data.attributes, steps };
  return liveObject(onCallKinds["on-call-policy"], "on-call-policy", data.id, body, { parent: { team } });
}
