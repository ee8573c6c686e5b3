import { createHash } from "node:crypto";
import type { LocalContext } from "../context.ts";
import { deploy } from "./deploy.ts";
import { Functions } from "./functions.ts";
import type { Project, VercelStore } from "./store.ts";

/** Two services that were deployed before anybody wrote a definition, each with the crons of its own `vercel.json`. */
const services = [
  { id: "prj_cliplyweb", name: "cliply-web", crons: [{ path: "/api/cron/scan-schedules", schedule: "* * * * *" }] },
  {
    id: "prj_tips",
    name: "tips",
    crons: [
      { path: "/api/cron/cleanup-photos", schedule: "0 3 * * *" },
      { path: "/api/cron/cleanup-idempotency-keys", schedule: "30 3 * * *" },
      { path: "/api/cron/billing-reconciliation", schedule: "0 4 * * *" },
    ],
  },
];

/**
 * The team that the local stack lives in. Its crons are off until the definitions turn them on, together with the secret that
 * they carry: called without it they would only answer 401.
 */
export function seedVercel(context: LocalContext): VercelStore {
  const at = context.now().getTime();
  const store: VercelStore = {
    team: { id: "team_acme", slug: "acme", name: "Acme", createdAt: at, creatorId: "usr_founder" },
    projects: new Map(),
    deployments: new Map(),
    files: new Map(),
    webhooks: new Map(),
    functions: new Functions(context.directory),
  };
  for (const { id, name, crons } of services) {
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
  return store;
}
