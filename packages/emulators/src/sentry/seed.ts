import { randomBytes } from "node:crypto";
import type { Detector, Project, SentryStore } from "./store.ts";

const key = () => randomBytes(16).toString("hex");

/** The organization that the local stack lives in: two projects, each with the monitor that Sentry gives every project. */
export function seedSentry(now: Date): SentryStore {
  const project = (id: string, slug: string): Project => ({
    id,
    slug,
    name: slug,
    dateCreated: now,
    firstEvent: null,
    key: { public: key(), secret: key(), name: "Default", isActive: true, rateLimit: null, taken: [] },
  });
  const projects = [project("1", "web"), project("2", "worker")];
  const detectors = projects.map((owner, index) => errorMonitor(String(50 + index), owner, now));
  return {
    organization: { id: "1", slug: "acme", name: "Acme", dateCreated: now },
    projects,
    members: [{ id: "70", userId: "7", email: "founder@example.com", name: "Founder" }],
    teams: [{ id: "3", slug: "backend", name: "backend" }],
    integrations: [
      { id: "55", provider: "slack", name: "acme", domainName: "acme.slack.com", externalId: "T1", status: "active" },
    ],
    detectors: new Map(detectors.map((one) => [one.id, one])),
    workflows: new Map(),
    events: [],
    spans: [],
    issues: new Map(),
    issuesByFingerprint: new Map(),
  };
}

function errorMonitor(id: string, project: Project, now: Date): Detector {
  return {
    id,
    project,
    body: { type: "error", name: "Error Monitor", enabled: true, description: null, owner: null },
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
