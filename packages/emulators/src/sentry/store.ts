import type { Accounts } from "../accounts.ts";
import type { DetectorBody } from "./detector-body.ts";
import type { Priority } from "./evaluate/conditions.ts";
import type { StoredEvent } from "./event.ts";
import type { StoredSpan } from "./spans.ts";
import type { ActionBody, WorkflowBody } from "./workflow-body.ts";

/** A project with the one DSN key that it is created with. */
export interface Project {
  id: string;
  slug: string;
  name: string;
  dateCreated: Date;
  firstEvent: Date | null;
  key: Key;
}

/** What opens a project's intake. */
export interface Key {
  public: string;
  secret: string;
  name: string;
  isActive: boolean;
  /** At most `count` events within `window` seconds. */
  rateLimit: { window: number; count: number } | null;
  /** When events within the window came, in milliseconds since the epoch. */
  taken: number[];
}

/** A monitor as stored; ids of its parts are given once, at creation, and kept over updates where the part stays. */
export interface Detector {
  id: string;
  project: Project;
  body: DetectorBody;
  sourceId: string;
  conditionGroupId: string;
  conditionIds: string[];
  createdBy: string | null;
  dateCreated: Date;
  dateUpdated: Date;
  /** Issue that this monitor raised last; set by evaluation. */
  latestIssue: string | null;
  /** What a metric monitor's conditions said last: 0 as long as all is well. */
  priority: Priority;
}

/** A monitor of a metric. */
export type MetricDetector = Detector & { body: Extract<DetectorBody, { type: "metric_issue" }> };

export function isMetric(detector: Detector): detector is MetricDetector {
  return detector.body.type === "metric_issue";
}

/** A monitor of a job's check-ins. */
export type CronDetector = Detector & { body: Extract<DetectorBody, { type: "monitor_check_in_failure" }> };

export function isCron(detector: Detector): detector is CronDetector {
  return detector.body.type === "monitor_check_in_failure";
}

/** An alert as stored, with the ids of its parts in the order in which the body lists them. */
export interface Workflow {
  id: string;
  body: WorkflowBody;
  triggers: { id: string; conditionIds: string[] };
  actionFilters: { id: string; conditionIds: string[]; actionIds: string[] }[];
  createdBy: string | null;
  dateCreated: Date;
  dateUpdated: Date;
  /** Set by evaluation; null until the alert has notified somebody. */
  lastTriggered: Date | null;
  /** When it notified and about what; the newest last. */
  history: { at: Date; issueId: string; eventId: string }[];
  /** When each action last notified about an issue, by both ids. */
  notified: Map<string, Date>;
}

/** Errors that are one, or a metric beyond its limit, with what a person or a monitor decided about it. */
export interface Issue {
  id: string;
  shortId: string;
  project: Project;
  category: "error" | "metric" | "outage";
  fingerprint: string;
  title: string;
  culprit: string;
  level: string;
  priority: Priority;
  /** The highest since it was last opened. */
  highestPriority: Priority;
  status: "unresolved" | "resolved" | "ignored";
  substatus: string | null;
  assignee: { type: "user" | "team"; id: string; name: string } | null;
  firstSeen: Date;
  lastSeen: Date;
  count: number;
  users: Set<string>;
  /** The monitor that raised it. */
  detectorId: string;
  /** Its newest events, oldest first. */
  events: StoredEvent[];
}

interface Member {
  id: string;
  userId: string;
  email: string;
  name: string;
}

interface Team {
  id: string;
  slug: string;
  name: string;
}

/** An installed integration; Slack is the one that alerts speak to here. */
export interface Integration {
  id: string;
  provider: "slack" | Accounts["sentry"]["integrations"][number]["provider"];
  name: string;
  domainName: string;
  externalId: string;
  status: "active" | "disabled";
}

interface Organization {
  id: string;
  slug: string;
  name: string;
  dateCreated: Date;
}

/** Everything that the emulated Sentry holds. One organization, as one token sees one. */
export interface SentryStore {
  organization: Organization;
  projects: Project[];
  members: Member[];
  teams: Team[];
  integrations: Integration[];
  detectors: Map<string, Detector>;
  workflows: Map<string, Workflow>;
  /** Oldest first. */
  events: StoredEvent[];
  /** Oldest first; transactions give theirs too. */
  spans: StoredSpan[];
  /** By issue id. */
  issues: Map<string, Issue>;
  /** The same by project and fingerprint. */
  issuesByFingerprint: Map<string, Issue>;
}

/** Ids of the alerts that a monitor is connected to: the connection is stored once, with the alert. */
export function workflowsOf(store: SentryStore, detectorId: string): string[] {
  return [...store.workflows.values()]
    .filter((workflow) => workflow.body.detectorIds.includes(detectorId))
    .map((workflow) => workflow.id);
}

/** Every action of an alert, whatever filter it stands behind. */
export function actionsOf(workflow: Workflow): ActionBody[] {
  return workflow.body.actionFilters.flatMap((filter) => filter.actions);
}
