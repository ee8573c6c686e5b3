import { thresholdOf } from "../evaluate/conditions.ts";
import { type Detector, isMetric, type SentryStore, type Workflow } from "../store.ts";
import type { Happening } from "./changes.ts";

/** What the messages about a happening say, whatever they are sent by. */
export interface Wording {
  /** `Critical: NAME`, or the title of an error. */
  headline: string;
  status: "Critical" | "Warning" | "Resolved" | null;
  /** For a metric what it measures: `57 events in the last 5 minutes`; for check-ins what was wrong with them. */
  measured: string | null;
  description: string | null;
  /** The alert that sends it. */
  alert: string;
  link: string;
}

export function wordingOf(store: SentryStore, workflow: Workflow, happening: Happening, baseUrl: string): Wording {
  const { issue, event, change } = happening;
  const detector = store.detectors.get(issue.detectorId);
  const metric = issue.category === "metric";
  const status = change === "resolved" ? "Resolved" : metric ? (issue.priority === 75 ? "Critical" : "Warning") : null;
  return {
    headline: status === null ? issue.title : `${status}: ${issue.title}`,
    status,
    measured: issue.category === "error" ? null : event.message,
    description: metric ? (detector?.body.description ?? null) : null,
    alert: workflow.body.name,
    link: `${baseUrl}/organizations/${store.organization.slug}/issues/${issue.id}/`,
  };
}

const units: Readonly<Record<string, string>> = { "count()": "events", "failure_rate()": "failure rate" };

/** What a metric monitor found, in words: value, aggregate and window, and the threshold if a priority is given. */
export function measuredText(detector: Detector, value: number): string {
  if (!isMetric(detector)) return "";
  const { source, conditionGroup } = detector.body;
  const minutes = source.timeWindow / 60;
  const amount = Number.isInteger(value) ? String(value) : value.toFixed(2);
  const window = minutes === 1 ? "minute" : `${minutes} minutes`;
  const limit = thresholdOf(conditionGroup, detector.priority);
  const beyond = limit === null ? "" : ` (threshold ${limit.type} ${limit.comparison})`;
  return `${amount} ${units[source.aggregate] ?? source.aggregate} in the last ${window}${beyond}`;
}
