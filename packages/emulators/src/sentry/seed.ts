import { randomBytes } from "node:crypto";
import type { Accounts } from "../accounts.ts";
import type { Detector, Project, SentryStore } from "./store.ts";

const key = () => randomBytes(16).toString("hex");

/** The organization of the accounts, with a Slack integration and no project yet. */
export function seedSentry({ sentry, slack }: Accounts, now: Date): SentryStore {
  const { organization: slug, slackIntegration } = sentry;
  return {
    organization: { id: "1", slug, name: slug, dateCreated: now },
    projects: [],
    members: [],
    teams: [{ id: "3", slug: "backend", name: "backend" }],
    integrations: [
      {
        id: slackIntegration,
        provider: "slack",
        name: slack.account,
        domainName: `${slack.account}.slack.com`,
        externalId: "T1",
        status: "active",
      },
    ],
    detectors: new Map(),
    workflows: new Map(),
    events: [],
    spans: [],
    issues: new Map(),
    issuesByFingerprint: new Map(),
  };
}

/**
 * Makes the members, integrations and projects that the organization lacks, each project with the monitor that Sentry gives it.
 *
 * @returns the projects that were made
 */
export function addAccounts(store: SentryStore, { sentry }: Accounts, now: Date): Project[] {
  for (const { userId, mail, name } of sentry.members) {
    if (store.members.some((member) => member.userId === userId)) continue;
    store.members.push({ id: `${userId}0`, userId, email: mail, name });
  }
  for (const { id, provider } of sentry.integrations) {
    if (store.integrations.some((one) => one.id === id)) continue;
    const name = store.organization.slug;
    store.integrations.push({
      id,
      provider,
      name,
      domainName: `${provider}.example`,
      externalId: id,
      status: "active",
    });
  }
  const made: Project[] = [];
  for (const { slug, errorMonitor, issueStreamMonitor } of sentry.projects) {
    if (store.projects.some((project) => project.slug === slug)) continue;
    const project: Project = {
      id: String(store.projects.length + 1),
      slug,
      name: slug,
      dateCreated: now,
      firstEvent: null,
      key: { public: key(), secret: key(), name: "Default", isActive: true, rateLimit: null, taken: [] },
    };
    store.projects.push(project);
    store.detectors.set(errorMonitor, ownMonitor("error", "Error Monitor", errorMonitor, project, now));
    if (issueStreamMonitor !== undefined) {
      const stream = ownMonitor("issue_stream", "Issue Stream", issueStreamMonitor, project, now);
      store.detectors.set(issueStreamMonitor, stream);
    }
    made.push(project);
  }
  return made;
}

function ownMonitor(type: "error" | "issue_stream", name: string, id: string, project: Project, now: Date): Detector {
  return {
    id,
    project,
    body: { type, name, enabled: true, description: null, owner: null },
    sourceId: "",
    conditionGroupId: "",
    conditionIds: [],
    createdBy: "7",
    dateCreated: now,
    dateUpdated: now,
    latestIssue: null,
    priority: 0,
  };
}
