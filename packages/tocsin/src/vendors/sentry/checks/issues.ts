import { valueAt } from "../../../model/resource.ts";
import { type Check, pairsOf, type StackFacts, type Verdict } from "../../check.ts";
import { drillMark } from "../../fire-types.ts";
import { subject } from "../../live.ts";
import type { SentryClient, SentryIssue } from "../client.ts";
import { drillTitle } from "../fire-events.ts";
import { sentryKinds } from "../live.ts";

/** A monitor raises one issue again and again: archived, it stays silent however often the limit is passed. */
export function archivedCheck(client: SentryClient, organization: string): Check {
  return {
    vendor: "sentry",
    kind: "issue",
    covers: "Whether issues of Sentry monitors are archived was",
    look: async () => {
      const archived = await client.issues(organization, "is:archived", "archived issues");
      return (known) => judgeArchived(archived, known);
    },
  };
}

/** Archiving single errors of an error monitor is everyday work and no finding: other errors still fire. */
function judgeArchived(archived: readonly SentryIssue[], known: StackFacts): Verdict {
  if (archived.length === 0) return {};
  const byId = new Map(archived.map((issue) => [issue.id, issue]));
  const findings = pairsOf(known, ["detector"]).flatMap(({ resource, object, definition }) => {
    const id = valueAt(object.body, "latestGroup.id");
    const issue = typeof id === "string" ? byId.get(id) : undefined;
    if (issue === undefined) return [];
    const { vendorId } = object;
    const actual = issue.substatus ?? issue.status;
    const message = `The issue ${issue.shortId ?? issue.id} of the ${subject(sentryKinds.detector, resource)} is archived: it notifies nobody.`;
    const shape = { vendor: "sentry", kind: "detector", vendorId, definition, path: "latestGroup.status" };
    return [{ ...shape, class: "muted" as const, expected: "unresolved", actual, message }];
  });
  return { findings };
}

/** Issues that a drill made and did not resolve. */
export function drillIssuesCheck(client: SentryClient, organization: string): Check {
  return {
    vendor: "sentry",
    kind: "issue",
    covers: "Whether a drill left open issues was",
    look: async () => {
      const left = await client.issues(organization, `is:unresolved has:${drillMark}`, "open issues of drills");
      return (known) => judgeDrillIssues(left, known);
    },
  };
}

/** The title of a drill's error names the definition. */
function judgeDrillIssues(left: readonly SentryIssue[], { definitions }: StackFacts): Verdict {
  const findings = left.map(({ id, shortId, title, status }) => {
    const found = definitions.find((one) => title?.includes(drillTitle(one.id)));
    const message = `The issue ${shortId ?? id} ("${title ?? ""}") was made by a drill and is still open.`;
    const shape = { vendor: "sentry", kind: "issue", vendorId: id, definition: found?.id ?? null, path: "status" };
    return { ...shape, class: "leftover" as const, expected: "resolved", actual: status, message };
  });
  return { findings };
}
