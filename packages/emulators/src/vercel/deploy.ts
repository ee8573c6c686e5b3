import type { LocalContext } from "../context.ts";
import { buildCommand, buildOf } from "./build.ts";
import { cronsOf } from "./crons.ts";
import { type Deployment, type Project, productionOf, type VercelStore } from "./store.ts";

/** What a request makes a deployment of. */
export type Made = Pick<Deployment, "project" | "files" | "target" | "meta">;

/**
 * Makes a deployment. One with a build command is being built until the next turn of the event loop.
 *
 * @param command the build command that the request itself asks for
 * @throws ApiError 400 when `vercel.json` is refused
 */
export function deploy(context: LocalContext, store: VercelStore, made: Made, command?: string | null): Deployment {
  const { project } = made;
  // Refused before anything is stored.
  cronsIn(store, made);
  const line = buildCommand(store, made, rootOf(project), command);
  const number = context.newId().toString(36);
  const deployment: Deployment = {
    ...made,
    id: `dpl_${number}`,
    name: project.name,
    url: `${project.name}-${number}.vercel.app`,
    state: "BUILDING",
    failure: null,
    buildSkipped: false,
    createdAt: context.now().getTime(),
  };
  store.deployments.set(deployment.id, deployment);
  if (line === null) {
    becomeReady(context, store, deployment);
    return deployment;
  }
  setImmediate(() => {
    // One that was deleted meanwhile serves nobody.
    if (!store.deployments.has(deployment.id)) return;
    const { known, failure } = buildOf(line, variablesFor(deployment));
    deployment.buildSkipped = !known;
    deployment.failure = failure;
    if (failure === null) becomeReady(context, store, deployment);
    else deployment.state = "ERROR";
  });
  return deployment;
}

/** A build has the variables of its target as they are now, also that of an earlier deployment that is made again. */
function variablesFor({ project, target }: Deployment) {
  const environment = target === "production" ? target : "preview";
  return (name: string): string | undefined =>
    project.environment.find((one) => one.key === name && one.target.includes(environment))?.value;
}

function becomeReady(context: LocalContext, store: VercelStore, deployment: Deployment): void {
  deployment.state = "READY";
  if (productionOf(store, deployment.project) === deployment) serve(context, store, deployment);
}

/** Puts another production deployment into service: a former one until further notice, the newest until there is a newer one. */
export function serveInstead(context: LocalContext, store: VercelStore, deployment: Deployment): void {
  const { project, id } = deployment;
  delete project.rolledBackTo;
  if (productionOf(store, project) !== deployment) project.rolledBackTo = id;
  serve(context, store, deployment);
}

/** Lets a deployment serve production: its crons become the project's, its functions run. */
function serve(context: LocalContext, store: VercelStore, deployment: Deployment): void {
  const { project, id: deploymentId } = deployment;
  const definitions = cronsIn(store, deployment);
  project.crons = { ...project.crons, updatedAt: context.now().getTime(), deploymentId, definitions };
  store.functions.deploy(store.files, deployment);
}

/** After a deployment is gone, what is left to serve production. */
export function serveAgain(context: LocalContext, store: VercelStore, project: Project): void {
  const left = productionOf(store, project);
  if (left === undefined) void store.functions.remove(project.id);
  else serve(context, store, left);
}

/** @throws ApiError 400 when `vercel.json` is refused */
function cronsIn(store: VercelStore, { project, files }: Pick<Deployment, "project" | "files">) {
  const config = files.get(`${rootOf(project)}vercel.json`);
  const text = config === undefined ? "{}" : (store.files.get(config)?.toString("utf8") ?? "{}");
  return cronsOf(text, `${project.name}.vercel.app`);
}

/** The folder of the project in its files, with a slash at its end unless it is the top. */
function rootOf({ settings: { rootDirectory: root } }: Project): string {
  return typeof root === "string" && root !== "" ? `${root.replace(/\/$/, "")}/` : "";
}
