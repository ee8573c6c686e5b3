import { createHash } from "node:crypto";
import type { LocalContext } from "../context.ts";
import { deploy } from "./deploy.ts";
import { Functions } from "./functions.ts";
import type { Project, VercelStore } from "./store.ts";

/** The team of the accounts, with its projects. */
export function seedVercel(context: LocalContext): VercelStore {
  const { team, slug } = context.accounts.vercel;
  const store: VercelStore = {
    team: { id: team, slug, name: slug, createdAt: context.now().getTime(), creatorId: "usr_founder" },
    projects: new Map(),
    deployments: new Map(),
    files: new Map(),
    webhooks: new Map(),
    monitors: new Map(),
    functions: new Functions(context.directory),
  };
  addProjects(context, store);
  return store;
}

/**
 * Makes and deploys the projects of the accounts that the team lacks. Their crons are off until the definitions turn them on,
 * together with the secret that they carry: called without it they would only answer 401.
 */
export function addProjects(context: LocalContext, store: VercelStore): void {
  const at = context.now().getTime();
  for (const { id, name, crons } of context.accounts.vercel.projects) {
    if (store.projects.has(id)) continue;
    const project: Project = {
      id,
      name,
      createdAt: at,
      updatedAt: at,
      settings: { framework: "nextjs" },
      crons: { enabledAt: at, disabledAt: at, updatedAt: at, deploymentId: null, definitions: [] },
      environment: [],
    };
    store.projects.set(id, project);
    const content = Buffer.from(JSON.stringify({ crons }));
    const sha = createHash("sha1").update(content).digest("hex");
    store.files.set(sha, content);
    deploy(context, store, { project, files: new Map([["vercel.json", sha]]), target: "production", meta: {} });
  }
}
