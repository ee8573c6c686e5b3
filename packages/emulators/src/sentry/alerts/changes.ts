import type { StoredEvent } from "../event.ts";
import type { Issue } from "../store.ts";
import type { WorkflowBody } from "../workflow-body.ts";

/** Something that happened to an issue and that alerts look at. */
export interface Happening {
  issue: Issue;
  /** The event that it happened by; for a resolution the last one. */
  event: StoredEvent;
  change: "first-seen" | "regression" | "seen" | "resolved";
  at: Date;
}

/** Which trigger each change is. Escalation of archived issues (`reappeared_event`) does not happen here. */
const triggerOf: Readonly<Record<Happening["change"], string | null>> = {
  "first-seen": "first_seen_event",
  regression: "regression_event",
  seen: null,
  resolved: "issue_resolved_trigger",
};

/** Whether a change sets an alert off. Without any trigger every event does, but not a resolution: that is no event. */
export function isTriggered({ logicType, conditions }: WorkflowBody["triggers"], { change }: Happening): boolean {
  if (conditions.length === 0) return change !== "resolved";
  const held = conditions.map(({ type, conditionResult }) => (type === triggerOf[change]) === conditionResult);
  return combine(logicType, held);
}

/** @param held what each condition says; none of them is true for every logic */
export function combine(logicType: string, held: readonly boolean[]): boolean {
  if (held.length === 0) return true;
  if (logicType === "all") return held.every(Boolean);
  if (logicType === "none") return !held.some(Boolean);
  return held.some(Boolean);
}
