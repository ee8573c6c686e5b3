import { z } from "zod";
import type { Definition } from "../../model/definition.ts";
import { isForTests } from "../../model/destination.ts";
import { isObject, type Json, type JsonObject, type Resource } from "../../model/resource.ts";
import type { StackConfig } from "../../model/stack.ts";
import { diff } from "../../vendors/diff.ts";
import { destinationActions } from "../../vendors/sentry/compile-alerts.ts";
import { workflowQuirks } from "../../vendors/sentry/quirks.ts";
import type { VerbatimAlert } from "../../vendors/verbatim-alert.ts";
import { type Draft, Inexpressible } from "../draft.ts";
import { isOnIssues, readIssueAlert } from "../sentry-issues.ts";
import { bodyOf, readSentryMonitor } from "../sentry-reading.ts";

/** Sentry's monitors and alerts that are imported verbatim, read as alerts that a drill can make fire. */

type Defined = (draft: Omit<Draft, "title">) => Definition;
const plain = { service: "imported", severity: "ticket", objects: [] } satisfies Partial<Draft>;

/**
 * A monitor, with the alerts that notify of it.
 * @param shared ids of alerts that notify of it and of other monitors too
 * @throws Inexpressible
 */
export function readMonitorWithAlerts(
  { body, parent, definition: id }: Resource,
  { alerts, shared }: { alerts: readonly Resource[]; shared: readonly string[] },
  stack: StackConfig,
  defined: Defined,
): VerbatimAlert {
  const project = Object.entries(stack.sentry.projects).find(([, { slug }]) => slug === parent.project)?.[0];
  if (project === undefined) throw new Inexpressible("its project is none of the stack's");
  if (alerts.length === 0 && shared.length > 0)
    throw new Inexpressible(`it shares its alert with other monitors (${shared.join(", ")}): ${ownAlert}`);
  if (alerts.length === 0)
    throw new Inexpressible("no alert that is imported notifies of it: connect one to it at Sentry and import that");
  const reading = readSentryMonitor(body, project, stack, (watched) => defined({ ...plain, ...watched }));
  return { ...reading, ...notifying(String(id), alerts, stack, actionsOfMonitor) };
}

const ownAlert =
  "which of them a notification is about is not known. Give each an alert of its own at Sentry, or write it as a definition";

/** An alert on the errors of projects. @throws Inexpressible */
export function readAlertOnIssues(alert: Resource, stack: StackConfig, defined: Defined): VerbatimAlert {
  const { vendor, kind, parent, body } = alert;
  const live = { vendor, kind, parent, body, vendorId: "", identity: null, properties: {} };
  const { detectorIds } = body;
  if (Array.isArray(detectorIds) && detectorIds.length > 1 && !isOnIssues(live, stack))
    throw new Inexpressible(`it notifies of ${detectorIds.length} monitors (${detectorIds.join(", ")}): ${ownAlert}`);
  const { signal, condition } = readIssueAlert(live, stack);
  const definition = defined({ ...plain, signal, condition });
  const written = bodyOf(definition, "workflow", stack);
  if (written === null || diff(filtersOf(written), filtersOf(body), workflowQuirks).length > 0)
    throw new Inexpressible("its filters say more than the signal that they are read as");
  return { definition, unread: null, ...notifying(String(alert.definition), [alert], stack, actionsOfErrors) };
}

/** What an alert looks at, without whom it notifies of it. An alert of every environment sees the stack's own. */
const filtersOf = ({ triggers, actionFilters }: JsonObject): JsonObject => ({
  triggers: triggers ?? { logicType: "any-short", conditions: [] },
  actionFilters: (Array.isArray(actionFilters) ? actionFilters : []).map((group) =>
    isObject(group) ? { ...group, logicType: logicOf(group), actions: [] } : group,
  ),
});

/** Of one condition or none, every logic but "none" says the same. */
const logicOf = ({ logicType, conditions }: JsonObject): Json =>
  logicType !== "none" && Array.isArray(conditions) && conditions.length < 2 ? "all" : (logicType ?? null);

const action = z.object({
  type: z.string(),
  integrationId: z.string().nullish(),
  config: z.object({
    targetType: z.string().nullish(),
    targetIdentifier: z.string().nullish(),
    targetDisplay: z.string().nullish(),
  }),
});
type Action = z.output<typeof action>;
const condition = z.object({ type: z.string() });
const workflow = z.object({
  enabled: z.boolean(),
  triggers: z.object({ conditions: z.array(condition) }).nullish(),
  actionFilters: z.array(z.object({ logicType: z.string(), conditions: z.array(condition), actions: z.array(action) })),
});
type Workflow = z.output<typeof workflow>;

/** Whom alerts notify for certain, and by what it is known. @throws Inexpressible where a drill would wake somebody, or reach nobody */
function notifying(
  id: string,
  alerts: readonly Resource[],
  stack: StackConfig,
  actionsIn: (alert: Workflow, when: When) => Action[],
): Pick<VerbatimAlert, "places" | "notes" | "isAbout"> {
  const read = alerts.map(({ body }) => workflow.parse(body));
  if (read.some(({ enabled }) => !enabled))
    throw new Inexpressible("an alert of it is switched off, and notifies nobody");
  const all = read.flatMap(({ actionFilters }) => actionFilters.flatMap(({ actions }) => actions));
  const pager = all.find((one) => placeOf(one, stack) === null && !isHarmless(one, stack));
  if (pager !== undefined)
    throw new Inexpressible(
      `its alert notifies by ${pager.type}, which may wake somebody: bind it under tocsin:destinations as one for tests to drill it`,
    );
  const places = (when: When) => [
    ...new Set(read.flatMap((one) => actionsIn(one, when)).flatMap((one) => placeOf(one, stack) ?? [])),
  ];
  const [alert, recovery] = [places("alert"), places("recovery")];
  if (alert.length === 0)
    throw new Inexpressible("its alert notifies nobody for certain whose messages can be read back");
  const mark = new RegExp(`tocsin:${id.replace(/[.*+?^${"$"}{}()|[\]\\]/g, "\\$&")}(?![\\w/-])`);
  const others = [...new Set(all.filter((one) => placeOf(one, stack) === null).map(({ type }) => type))];
  return {
    places: { alert, recovery },
    notes: [
      ...others.map((type) => `What it sends by ${type} cannot be read back: whether it arrives is not proven.`),
      ...(recovery.length === 0 ? ["Its alert notifies nobody when it has recovered: its state alone was read."] : []),
    ],
    isAbout: (text) => mark.test(text),
  };
}

type When = "alert" | "recovery";
/** The one filter of a monitor's alert of which it is known when it holds: that a priority has sunk, which it has with the recovery. */
const sinks = "issue_priority_deescalating";
const resolves = "issue_resolved_trigger";

const isTriggered = ({ triggers }: Workflow, when: When): boolean => {
  const types = (triggers?.conditions ?? []).map(({ type }) => type);
  if (when === "recovery") return types.includes(resolves);
  return types.length === 0 || types.some((type) => type !== resolves);
};

/** What an alert does for certain when its monitor's issue opens, or is resolved. */
function actionsOfMonitor(alert: Workflow, when: When): Action[] {
  if (!isTriggered(alert, when)) return [];
  return alert.actionFilters.flatMap(({ logicType, conditions, actions }) => {
    if (conditions.length === 0) return actions;
    const isKnown = conditions.every(({ type }) => type === sinks);
    return isKnown && (logicType === "none") === (when === "alert") ? actions : [];
  });
}

/** Of an alert on errors: its filters are what it watches, so where each notifies the same it does so for certain. */
function actionsOfErrors({ actionFilters }: Workflow, when: When): Action[] {
  const [first] = actionFilters;
  const isOne = actionFilters.every(({ actions }) => JSON.stringify(actions) === JSON.stringify(first?.actions));
  // An issue that is resolved is told by no alert on errors of which a drill can be sure.
  return when === "alert" && isOne ? (first?.actions ?? []) : [];
}

/** A channel or an address whose messages can be read back; null for everything else. */
function placeOf({ type, config }: Action, { people }: StackConfig): string | null {
  const { targetType, targetIdentifier, targetDisplay } = config;
  if (type === "slack" && targetDisplay) return `#${targetDisplay.replace(/^#/, "")}`;
  if (type !== "email" || targetType !== "user") return null;
  return Object.values(people).find(({ sentryUser }) => sentryUser === targetIdentifier)?.mail ?? null;
}

/** Mail wakes nobody; of the rest only what the stack binds as a destination for tests. */
function isHarmless(one: Action, stack: StackConfig): boolean {
  if (one.type === "email") return true;
  const tests = Object.entries(stack.destinations).flatMap(([name, destination]) =>
    isForTests(destination) ? [name] : [],
  );
  return tests.some((name) => sameTarget(one, name, stack));
}

function sameTarget({ type, config, integrationId }: Action, name: string, stack: StackConfig): boolean {
  const { sentry } = { sentry: undefined, ...stack.destinations[name] };
  if (sentry === undefined) return false;
  const [made]: Json[] = destinationActions({ name: "", slack: [], mail: [], pager: [], notify: [name] }, stack);
  const parsed = action.safeParse(made);
  if (!parsed.success) return false;
  const { data } = parsed;
  return (
    data.type === type &&
    (data.integrationId ?? null) === (integrationId ?? null) &&
    data.config.targetIdentifier === config.targetIdentifier
  );
}
