import type { Deployment, VercelStore } from "./store.ts";

/** A deployment as projects carry it. */
export function viewDeploymentBrief(store: VercelStore, deployment: Deployment) {
  return {
    id: deployment.id,
    alias: aliasesOf(deployment),
    aliasAssigned: isReady(deployment) ? deployment.createdAt : null,
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
    readyState: deployment.state,
    readySubstate: isReady(deployment) && deployment.target === "production" ? "PROMOTED" : undefined,
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
    readyState: deployment.state,
    status: deployment.state,
    ...outcomeOf(deployment),
    aliasAssigned: isReady(deployment),
    aliasAssignedAt: isReady(deployment) ? at : null,
    alias: aliasesOf(deployment),
    aliasError: null,
    automaticAliases: [],
    bootedAt: at,
    buildingAt: at,
    buildSkipped: false,
    build: { env: [] },
    createdAt: at,
    createdIn: "sfo1",
    creator: { uid: store.team.creatorId, username: "founder" },
    env: [],
    inspectorUrl: inspectorUrl(store, deployment),
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
    source: "cli",
    state: deployment.state,
    readyState: deployment.state,
    ...outcomeOf(deployment),
    type: "LAMBDAS",
    creator: { uid: store.team.creatorId, email: "founder@example.com", username: "founder" },
    inspectorUrl: inspectorUrl(store, deployment),
    meta: deployment.meta,
    target: deployment.target,
    aliasAssigned: isReady(deployment) ? deployment.createdAt : null,
    aliasError: null,
    isRollbackCandidate: false,
  };
}

const isReady = ({ state }: Deployment): boolean => state === "READY";

/** When it became ready, or why it did not; nothing of both while it is being built. */
function outcomeOf({ state, failure, target, createdAt }: Deployment) {
  if (state === "READY") return { ready: createdAt, readySubstate: target === "production" ? "PROMOTED" : "STAGED" };
  if (failure === null) return {};
  return { errorCode: failure.code, errorMessage: failure.message, errorStep: "buildStep" };
}

function inspectorUrl({ team }: VercelStore, { project, id }: Deployment): string {
  return `https://vercel.com/${team.slug}/${project.name}/${id.replace("dpl_", "")}`;
}

function aliasesOf(deployment: Deployment): string[] {
  return isReady(deployment) && deployment.target === "production" ? [`${deployment.project.name}.vercel.app`] : [];
}
