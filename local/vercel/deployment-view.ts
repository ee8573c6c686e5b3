import type { Deployment, VercelStore } from "./store.ts";

/** A deployment as projects carry it. */
export function viewDeploymentBrief(store: VercelStore, deployment: Deployment) {
  return {
    id: deployment.id,
    alias: aliasesOf(deployment),
    aliasAssigned: deployment.createdAt,
    aliasError: null,
    builds: [],
    createdAt: deployment.createdAt,
    createdIn: "iad1",
    creator: { uid: store.team.creatorId, email: "founder@example.com", username: "founder" },
    deploymentHostname: deployment.url.replace(/\.vercel\.app$/, ""),
    forced: false,
    name: deployment.name,
    meta: deployment.meta,
    plan: "pro",
    private: true,
    readyState: "READY",
    readySubstate: deployment.target === "production" ? "PROMOTED" : undefined,
    target: deployment.target,
    teamId: store.team.id,
    type: "LAMBDAS",
    url: deployment.url,
    userId: store.team.creatorId,
    withCache: false,
  };
}

/** A deployment as it is created and read one by one. */
export function viewDeployment(store: VercelStore, deployment: Deployment) {
  const at = deployment.createdAt;
  return {
    id: deployment.id,
    name: deployment.name,
    url: deployment.url,
    projectId: deployment.project.id,
    ownerId: store.team.id,
    target: deployment.target,
    readyState: "READY",
    status: "READY",
    readySubstate: deployment.target === "production" ? "PROMOTED" : "STAGED",
    aliasAssigned: true,
    aliasAssignedAt: at,
    alias: aliasesOf(deployment),
    aliasError: null,
    automaticAliases: [],
    bootedAt: at,
    buildingAt: at,
    buildSkipped: false,
    build: { env: [] },
    createdAt: at,
    ready: at,
    createdIn: "sfo1",
    creator: { uid: store.team.creatorId, username: "founder" },
    env: [],
    inspectorUrl: `https://vercel.com/${store.team.slug}/${deployment.project.name}/${deployment.id.replace("dpl_", "")}`,
    isInConcurrentBuildsQueue: false,
    isInSystemBuildsQueue: false,
    meta: deployment.meta,
    plan: "pro",
    projectSettings: {},
    public: false,
    regions: ["iad1"],
    routes: null,
    source: "cli",
    team: { id: store.team.id, name: store.team.name, slug: store.team.slug },
    type: "LAMBDAS",
    version: 2,
  };
}

/** A deployment as a list carries it: here the id is called `uid`. */
export function viewDeploymentRow(store: VercelStore, deployment: Deployment) {
  return {
    uid: deployment.id,
    name: deployment.name,
    projectId: deployment.project.id,
    url: deployment.url,
    created: deployment.createdAt,
    createdAt: deployment.createdAt,
    buildingAt: deployment.createdAt,
    ready: deployment.createdAt,
    source: "cli",
    state: "READY",
    readyState: "READY",
    readySubstate: deployment.target === "production" ? "PROMOTED" : "STAGED",
    type: "LAMBDAS",
    creator: { uid: store.team.creatorId, email: "founder@example.com", username: "founder" },
    inspectorUrl: null,
    meta: deployment.meta,
    target: deployment.target,
    aliasAssigned: deployment.createdAt,
    aliasError: null,
    isRollbackCandidate: false,
  };
}

function aliasesOf(deployment: Deployment): string[] {
  return deployment.target === "production" ? [`${deployment.project.name}.vercel.app`] : [];
}
