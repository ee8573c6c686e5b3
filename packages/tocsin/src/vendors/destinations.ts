import type { Route } from "../model/definition.ts";
import { type Destination, isForTests, wakes } from "../model/destination.ts";
import type { Json } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { MissingSetting, settingOf } from "./context.ts";

type Kind = Destination["kind"];
type Destinations = { [K in Kind]: Extract<Destination, { kind: K }> };
type OfKind<K extends Kind = Kind> = { [P in K]: Destinations[P] & { kind: P } }[K];
/** How each vendor reaches a destination: one row a kind, for Datadog a handle and for Sentry an action. */
type Rows<R> = { readonly [K in Kind]: (destination: OfKind<K>) => R };

const datadogHandles: Rows<string> = {
  pagerduty: ({ service }) => `pagerduty-${service}`,
  opsgenie: ({ service }) => `opsgenie-${service}`,
  "incident-io": ({ webhook }) => `webhook-${webhook}`,
  "datadog-on-call": ({ team }) => `oncall-${team}`,
  "microsoft-teams": ({ connector }) => `teams-${connector}`,
  discord: ({ webhook }) => `webhook-${webhook}`,
  webhook: ({ webhook }) => `webhook-${webhook}`,
};

/** Sentry's urgency of a page at a pager. */
const urgent = { pagerduty: "critical", opsgenie: "P1" } as const;

const action = (
  type: string,
  integrationId: string | null,
  identifier: string,
  display: string | null,
  data: Json,
): Json => ({
  type,
  integrationId,
  config: {
    targetType: type === "sentry_app" ? "sentry_app" : type === "webhook" ? null : "specific",
    targetIdentifier: identifier,
    targetDisplay: display,
  },
  data,
});

/** Null: Sentry has no way there, or the stack file does not say which. */
const sentryActions: Rows<Json | null> = {
  pagerduty: ({ sentry }) =>
    sentry === undefined
      ? null
      : action("pagerduty", sentry.integration, sentry.service, sentry.name, { priority: urgent.pagerduty }),
  opsgenie: ({ sentry }) =>
    sentry === undefined
      ? null
      : action("opsgenie", sentry.integration, sentry.team, sentry.name, { priority: urgent.opsgenie }),
  "incident-io": ({ sentry }) => (sentry === undefined ? null : action("sentry_app", null, sentry.app, null, {})),
  "datadog-on-call": () => null,
  "microsoft-teams": ({ sentry }) =>
    sentry === undefined ? null : action("msteams", sentry.integration, sentry.channel, sentry.name, {}),
  discord: ({ sentry }) =>
    sentry === undefined
      ? null
      : action("discord", sentry.integration, sentry.channel, "", { tags: "environment,service" }),
  webhook: ({ sentry }) => (sentry === undefined ? null : action("webhook", null, sentry.service, null, {})),
};

function row<K extends Kind, R>(rows: { readonly [P in K]: (to: OfKind<P>) => R }, destination: OfKind<K>): R {
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

/** The same as actions of a Sentry alert. @throws MissingSetting for one that Sentry cannot reach: it would be silent */
export const destinationActions = ({ notify = [] }: Route, stack: StackConfig): Json[] =>
  notify.map((name) => {
    const made = row<Kind, Json | null>(sentryActions, destinationOf(stack, name));
    if (made !== null) return made;
    throw new MissingSetting(`a way from Sentry to tocsin:destinations.${name} (its part "sentry")`, stack.name);
  });
