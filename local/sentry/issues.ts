import type { StoredEvent } from "./event.ts";
import type { Project, SentryStore } from "./store.ts";

/** Errors that are one, with what a person or a monitor decided about them. */
export interface Issue {
  id: string;
  shortId: string;
  project: Project;
  fingerprint: string;
  title: string;
  culprit: string;
  level: string;
  status: "unresolved" | "resolved" | "ignored";
  substatus: string | null;
  firstSeen: Date;
  lastSeen: Date;
  count: number;
  users: Set<string>;
  /** The monitor that raised it. */
  detectorId: string;
}

/** What an event meant for its issue; evaluation of alerts starts from here. */
export type Occurrence = { issue: Issue; change: "first-seen" | "regression" | "seen" };

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
  if (event.kind === "transaction") return null;
  const known = [...store.issues.values()].find(
    (issue) => issue.project === project && issue.fingerprint === event.fingerprint,
  );
  if (known !== undefined) return seeAgain(known, event);
  const id = newId();
  const monitor = [...store.detectors.values()].find((one) => one.project === project && one.body.type === "error");
  const issue: Issue = {
    id,
    shortId: `${project.slug.toUpperCase()}-${Number(id).toString(36).toUpperCase()}`,
    project,
    fingerprint: event.fingerprint,
    title: event.title,
    culprit: event.transaction,
    level: event.level,
    status: "unresolved",
    substatus: "new",
    firstSeen: event.timestamp,
    lastSeen: event.timestamp,
    count: 1,
    users: new Set(event.user === null ? [] : [event.user]),
    detectorId: monitor?.id ?? "",
  };
  store.issues.set(id, issue);
  return { issue, change: "first-seen" };
}

function seeAgain(issue: Issue, event: StoredEvent): Occurrence {
  const regressed = issue.status === "resolved";
  issue.count += 1;
  if (event.timestamp > issue.lastSeen) issue.lastSeen = event.timestamp;
  if (event.user !== null) issue.users.add(event.user);
  if (regressed) {
    issue.status = "unresolved";
    issue.substatus = "regressed";
  }
  return { issue, change: regressed ? "regression" : "seen" };
}

/** An issue as Sentry answers it. */
export function viewIssue(issue: Issue, organizationSlug: string, baseUrl: string) {
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
    project: { id: issue.project.id, name: issue.project.name, slug: issue.project.slug, platform: "node" },
    type: "error",
    issueType: "error",
    issueCategory: "error",
    metadata: { title: issue.title },
    numComments: 0,
    assignedTo: null,
    isBookmarked: false,
    hasSeen: false,
    count: String(issue.count),
    userCount: issue.users.size,
    firstSeen: issue.firstSeen.toISOString(),
    lastSeen: issue.lastSeen.toISOString(),
  };
}
