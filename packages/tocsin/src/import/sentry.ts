import { textAt } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import type { LiveObject } from "../vendors/live.ts";
import { type Draft, Inexpressible, titleOf } from "./draft.ts";
import { readMonitorBody } from "./sentry-monitor.ts";

/** Sentry's monitors, each with the alert that notifies of it, read back into definitions. */

/**
 * `all` are the organization's monitors: which project a number means is told by the project's own error monitor, which the
 * stack file names. `workflows` are its alerts.
 * @throws Inexpressible
 */
export function readDetector(
  live: LiveObject,
  all: readonly LiveObject[],
  workflows: readonly LiveObject[],
  stack: StackConfig,
): Draft {
  const { body, vendorId } = live;
  const project = projectOf(live, all, stack);
  if (project === null) throw new Inexpressible("its project is none of the stack's");
  const watched = readMonitorBody(body, project, stack);
  const own = alertsOn(vendorId, workflows);
  if (own.length > 1) {
    const ids = own.map((alert) => alert.vendorId).join(", ");
    throw new Inexpressible(`${own.length} alerts notify about it (${ids}), and a definition has one`);
  }
  return {
    title: titleOf(textAt(body, "name").replace(/ tocsin:\S+$/, ""), stack.name, ""),
    service: "service" in watched.signal && watched.signal.service !== undefined ? watched.signal.service : project,
    severity: "ticket",
    ...watched,
    objects: [live, ...own],
  };
}

/** The name in the stack file of a monitor's project, null where it has none. */
export function projectOf({ body }: LiveObject, all: readonly LiveObject[], { sentry }: StackConfig): string | null {
  const number = String(body.projectId);
  const found = Object.entries(sentry.projects).find(([, { errorMonitor }]) =>
    all.some((one) => one.vendorId === errorMonitor && String(one.body.projectId) === number),
  );
  return found?.[0] ?? null;
}

/** The alerts that notify about a monitor. */
const alertsOn = (monitor: string, workflows: readonly LiveObject[]): LiveObject[] =>
  workflows.filter(({ body }) => Array.isArray(body.detectorIds) && body.detectorIds.includes(monitor));

/** Those that notify about this monitor and about no other: with it they are one alert. */
export const onlyOn = (monitor: string, workflows: readonly LiveObject[]): LiveObject[] =>
  alertsOn(monitor, workflows).filter(({ body }) => Array.isArray(body.detectorIds) && body.detectorIds.length === 1);
