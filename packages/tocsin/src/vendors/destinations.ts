import type { Route } from "../model/definition.ts";
import { type Destination, isForTests, wakes } from "../model/destination.ts";
import type { StackConfig } from "../model/stack.ts";
import { MissingSetting, settingOf } from "./context.ts";

export type Kind = Destination["kind"];
type Destinations = { [K in Kind]: Extract<Destination, { kind: K }> };
type OfKind<K extends Kind = Kind> = { [P in K]: Destinations[P] & { kind: P } }[K];
/** How a vendor reaches a destination: one row a kind, for Datadog a handle and for Sentry an action. */
export type Rows<R> = { readonly [K in Kind]: (destination: OfKind<K>) => R };

const datadogHandles: Rows<string> = {
  pagerduty: ({ service }) => `pagerduty-${service}`,
  opsgenie: ({ service }) => `opsgenie-${service}`,
  "incident-io": ({ webhook }) => `webhook-${webhook}`,
  "datadog-on-call": ({ team }) => `oncall-${team}`,
  "microsoft-teams": ({ connector }) => `teams-${connector}`,
  discord: ({ webhook }) => `webhook-${webhook}`,
  webhook: ({ webhook }) => `webhook-${webhook}`,
};

export function row<K extends Kind, R>(rows: { readonly [P in K]: (to: OfKind<P>) => R }, destination: OfKind<K>): R {
  return rows[destination.kind](destination);
}

/** A destination that a route names. @throws MissingSetting where the stack binds none, or a pager that a drill would wake */
export function destinationOf(stack: StackConfig, name: string): Destination {
  const found = settingOf(stack.destinations, name, "destinations", stack);
  if (!stack.allowDrills || isForTests(found)) return found;
  throw new MissingSetting(
    `test: true at tocsin:destinations.${name} (drills of this stack would wake whoever it pages)`,
    stack.name,
  );
}

/** What a route names beside mail and Slack, as Datadog's messages mention it; `wakes`: only those that wake somebody, or the others. */
export const destinationHandles = ({ notify = [] }: Route, stack: StackConfig, waking: boolean): string[] =>
  notify
    .map((name) => destinationOf(stack, name))
    .filter((destination) => wakes(destination) === waking)
    .map(handleOf);

/** The handle by which Datadog's messages mention a destination: `@pagerduty-primary`. */
export const handleOf = (destination: Destination): string => `@${row<Kind, string>(datadogHandles, destination)}`;
