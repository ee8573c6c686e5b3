import { monitorIds } from "../query/composite.ts";
import type { DatadogStore } from "../store.ts";
import type { Monitor } from "./model.ts";

/**
 * Why a monitor cannot be deleted, in the API's words: composite monitors and SLOs that name it. Empty when nothing does.
 */
export function referencesTo(store: DatadogStore, monitor: Monitor): string[] {
  const name = `monitor [${monitor.id},${monitor.name}]`;
  const composites = [...store.monitors.values()].filter(
    ({ parsed }) => parsed.kind === "composite" && monitorIds(parsed.node).includes(monitor.id),
  );
  const slos = [...store.slos.values()].filter(
    ({ body }) => Array.isArray(body.monitor_ids) && body.monitor_ids.includes(monitor.id),
  );
  const reasons: string[] = [];
  if (composites.length > 0) {
    const list = composites.map((each) => `${each.id},${each.name}`).join("; ");
    reasons.push(`${name} is referenced in composite monitors: [${list}]`);
  }
  if (slos.length > 0) {
    reasons.push(
      `${name} is referenced in slos: [${slos.map(({ id, body }) => `${id},${String(body.name)}`).join("; ")}]`,
    );
  }
  return reasons;
}
