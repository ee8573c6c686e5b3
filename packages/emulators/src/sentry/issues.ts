import type { Priority } from "./evaluate/conditions.ts";
import type { StoredEvent } from "./event.ts";
import type { CronDetector, Detector, Issue, MetricDetector, Project, SentryStore } from "./store.ts";

/** What an event meant for its issue; evaluation of alerts starts from here. */
export type Occurrence = { issue: Issue; event: StoredEvent; change: "first-seen" | "regression" | "seen" };

/** Events that an issue shows and that frequencies are counted by. */
const keptEvents = 1_000;

/**
 * Stores an event. Errors are grouped into issues by fingerprint; a resolved issue that is seen again regresses. Events that
 * raise no issue (transactions) give null.
 */
export function storeEvent(
  store: SentryStore,
  project: Project,
  event: StoredEvent,
  newId: () => string,
): Occurrence | null {
  store.events.push(event);
  project.firstEvent ??= event.received;
  if (event.kind === "transaction") return null;
  const monitor = [...store.detectors.values()].find((one) => one.project === project && one.body.type === "error");
  const priority = event.level === "error" || event.level === "fatal" ? 75 : 50;
  return occur(store, project, event, newId, { category: "error", detector: monitor, priority });
}

/** Tells a metric monitor's issue that its metric is beyond a limit: opens it, opens it again, or changes its priority. */
export function raiseMetricIssue(
  store: SentryStore,
  detector: MetricDetector,
  event: StoredEvent,
  newId: () => string,
): Occurrence {
  const { project, priority } = detector;
  return occur(store, project, event, newId, { category: "metric", detector, priority });
}

/** Tells a cron monitor's issue of an environment that its job fails: opens it, opens it again, or counts one more failure. */
export function raiseCronIssue(
  store: SentryStore,
  detector: CronDetector,
  event: StoredEvent,
  newId: () => string,
): Occurrence {
  return occur(store, detector.project, event, newId, { category: "outage", detector, priority: 75 });
}

/** The issue of a metric monitor, if it ever raised one. */
export const metricIssueOf = (store: SentryStore, detector: Detector): Issue | undefined =>
  issueBy(store, detector, metricFingerprint(detector));

export const issueBy = (store: SentryStore, { project }: Detector, fingerprint: string): Issue | undefined =>
  store.issuesByFingerprint.get(keyOf(project, fingerprint));

export const cronFingerprint = (detector: Detector, environment: string): string =>
  `crons:${detector.id}:${environment}`;

export function metricFingerprint(detector: Detector): string {
  return `detector:${detector.id}`;
}

const keyOf = (project: Project, fingerprint: string) => `${project.id}\n${fingerprint}`;

function occur(
  store: SentryStore,
  project: Project,
  event: StoredEvent,
  newId: () => string,
  of: { category: Issue["category"]; detector: Detector | undefined; priority: Priority },
): Occurrence {
  const key = keyOf(project, event.fingerprint);
  const known = store.issuesByFingerprint.get(key);
  const issue = known ?? newIssue(project, event, newId(), of);
  store.issues.set(issue.id, issue);
  store.issuesByFingerprint.set(key, issue);
  if (of.detector !== undefined) of.detector.latestIssue = issue.id;
  const regressed = issue.status === "resolved";
  issue.count += 1;
  issue.title = event.title;
  issue.events.push(event);
  if (issue.events.length > keptEvents * 1.1) issue.events.splice(0, issue.events.length - keptEvents);
  if (event.timestamp > issue.lastSeen) issue.lastSeen = event.timestamp;
  if (event.user !== null) issue.users.add(event.user);
  issue.priority = of.priority;
  if (regressed || of.priority > issue.highestPriority) issue.highestPriority = of.priority;
  if (regressed) {
    issue.status = "unresolved";
    issue.substatus = "regressed";
  }
  return { issue, event, change: known === undefined ? "first-seen" : regressed ? "regression" : "seen" };
}

/** An issue that is nowhere stored, to show what a message about one looks like. */
export function sampleIssue(project: Project, event: StoredEvent, id: string): Issue {
  return newIssue(project, event, id, { category: "error", detector: undefined, priority: 75 });
}

function newIssue(
  project: Project,
  event: StoredEvent,
  id: string,
  of: { category: Issue["category"]; detector: Detector | undefined; priority: Priority },
): Issue {
  return {
    id,
    shortId: `${project.slug.toUpperCase()}-${Number(id).toString(36).toUpperCase()}`,
    project,
    category: of.category,
    fingerprint: event.fingerprint,
    title: event.title,
    culprit: event.transaction,
    level: event.level,
    priority: of.priority,
    highestPriority: of.priority,
    status: "unresolved",
    substatus: "new",
    assignee: null,
    firstSeen: event.timestamp,
    lastSeen: event.timestamp,
    count: 0,
    users: new Set(),
    detectorId: of.detector?.id ?? "",
    events: [],
  };
}

/** The type of an issue, by the kind of monitor that raised it. */
export const issueType = { metric: "metric_issue", outage: "monitor_check_in_failure", error: "error" } as const;

/** A priority as issues name it. */
export function priorityName(priority: Priority): "high" | "medium" | "low" {
  return priority === 75 ? "high" : priority === 50 ? "medium" : "low";
}

/** An issue as Sentry answers it. */
export function viewIssue(issue: Issue, organizationSlug: string, baseUrl: string) {
  const { project } = issue;
  return {
    id: issue.id,
    shortId: issue.shortId,
    title: issue.title,
    culprit: issue.culprit,
    permalink: `${baseUrl}/organizations/${organizationSlug}/issues/${issue.id}/`,
    level: issue.level,
    status: issue.status,
    statusDetails: {},
    substatus: issue.substatus,
    isPublic: false,
    platform: "node",
    project: { id: project.id, name: project.name, slug: project.slug, platform: "node" },
    type: issue.category === "error" ? "error" : "generic",
    issueType: issueType[issue.category],
    issueCategory: issue.category,
    priority: priorityName(issue.priority),
    priorityLockedAt: null,
    metadata: { title: issue.title },
    numComments: 0,
    assignedTo: issue.assignee,
    isBookmarked: false,
    hasSeen: false,
    count: String(issue.count),
    userCount: issue.users.size,
    firstSeen: issue.firstSeen.toISOString(),
    lastSeen: issue.lastSeen.toISOString(),
  };
}
