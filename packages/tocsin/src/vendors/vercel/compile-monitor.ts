import type { Definition } from "../../model/definition.ts";
import type { Problem } from "../../model/problem.ts";
import type { Resource } from "../../model/resource.ts";
import { vendorOf } from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import {
  type CompileContext,
  identityLine,
  MissingSetting,
  managedBy,
  resourceName,
  routeOf,
  settingOf,
  titleOf,
} from "../context.ts";
import type { VercelNotification } from "./monitor-body.ts";
import { vercelMonitorForm } from "./monitor-form.ts";

const severities = { page: "high", ticket: "medium", info: "low" } as const;

/** How Vercel's own monitors watch a definition in a stack; null: not at all. */
export const watchedByVercel = ({ vercel }: StackConfig, id: string): "beside" | "instead" | null =>
  vercel.monitors?.definitions[id] ?? null;

/** A definition that the stack gives to Vercel as a monitor there; nothing where Vercel cannot watch it (`vercelMonitorFaults`). */
export function compileVercelMonitor(context: CompileContext, definition: Definition): Resource[] {
  const { stack } = context;
  const form = vercelMonitorForm(definition);
  if (typeof form === "string") return [];
  const { evaluation, trigger, service } = form;
  const project = settingOf(stack.vercel.projects, service, "vercel.projects", stack);
  return [
    {
      vendor: "vercel",
      kind: "alert-rule",
      name: resourceName(definition, "alert-rule"),
      definition: definition.id,
      parent: { team: stack.vercel.team },
      body: {
        type: "custom",
        // Its notifications show the name and little else: the name says which code it comes from.
        name: `${titleOf(definition, stack)} ${identityLine(definition)}`,
        ruleScope: { type: "project", projectId: project.id },
        severity: severities[definition.severity],
        tags: [`env:${stack.name}`, managedBy, `tocsin-id:${definition.id}`],
        evaluation,
        trigger,
        notificationSettings: { enableTeamOwnerNotifications: false },
        notifications: notificationsOf(context, definition).map((one) => ({ ...one })),
      },
      refs: [],
    },
  ];
}

/** @throws MissingSetting for a place of the route that the stack file does not connect with Vercel: it would be silent */
function notificationsOf(context: CompileContext, definition: Definition): VercelNotification[] {
  const { stack } = context;
  const { monitors } = stack.vercel;
  if (monitors === undefined) return [];
  const { slack, notify = [] } = routeOf(context, definition);
  return [
    ...slack.map((name): VercelNotification => {
      if (monitors.slackInstallation === undefined)
        throw new MissingSetting("tocsin:vercel.monitors.slackInstallation", stack.name);
      const channelId = settingOf(monitors.channels, name, "vercel.monitors.channels", stack);
      return { type: "slack", configId: monitors.slackInstallation, channelId };
    }),
    ...notify.map(
      (name): VercelNotification => ({
        type: "webhook",
        webhookId: settingOf(monitors.webhooks, name, "vercel.monitors.webhooks", stack),
      }),
    ),
  ];
}

/** What a stack file asks of Vercel's monitors and cannot have, all at once. */
export function vercelMonitorFaults({ stack, all, routes }: CompileContext, resources: readonly Resource[]): Problem[] {
  return Object.keys(stack.vercel.monitors?.definitions ?? {}).flatMap((id) => {
    const definition = all.get(id);
    const why = definition === undefined ? "no definition has this id" : faultOf(definition, routes, stack, resources);
    if (why === null) return [];
    return [
      {
        rule: "stack/vercel-monitor",
        severity: "error",
        file: `Pulumi.${stack.name}.yaml`,
        line: null,
        definition: id,
        message: `tocsin:vercel.monitors.definitions: ${why}`,
        remedy: "Take it out there: it is then watched as without Vercel's monitors.",
      } satisfies Problem,
    ];
  });
}

function faultOf(
  definition: Definition,
  routes: CompileContext["routes"],
  stack: StackConfig,
  resources: readonly Resource[],
): string | null {
  const form = vercelMonitorForm(definition);
  if (typeof form === "string") return form;
  const { slack, notify = [], pager } = routeOf({ routes }, definition);
  if (slack.length + notify.length === 0) return `its route "${definition.route}" has no place that Vercel can notify`;
  if (watchedByVercel(stack, definition.id) === "beside") return null;
  // Sentry mentions no handle of Datadog's either.
  if (pager.length > 0 && !stack.allowDrills && vendorOf(definition.signal) !== "sentry")
    return `its route "${definition.route}" pages by a handle of Datadog's, which only Datadog's monitor can mention`;
  const monitor = resourceName(definition, "monitor");
  const user = resources.find(({ refs }) => refs.some(({ resource }) => resource === monitor));
  return user === undefined
    ? null
    : `${user.definition ?? user.name} refers to its Datadog monitor, which "instead" takes away`;
}
