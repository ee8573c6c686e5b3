import type { CronDefinition } from "./crons.ts";
import type { Functions } from "./functions.ts";
import type { Monitor } from "./monitors/model.ts";

export interface Team {
  id: string;
  slug: string;
  name: string;
  createdAt: number;
  creatorId: string;
}

/** The crons of a project, as the last production deployment declared them. Times in milliseconds since 1970. */
interface ProjectCrons {
  enabledAt: number;
  disabledAt: number | null;
  updatedAt: number;
  deploymentId: string | null;
  definitions: CronDefinition[];
}

export interface Project {
  id: string;
  name: string;
  createdAt: number;
  updatedAt: number;
  /** Settings as the client gave them; they are answered as they are. */
  settings: { [key: string]: unknown };
  crons: ProjectCrons;
  environment: EnvironmentVariable[];
  /** The deployment that a rollback has put back into service; newer ones serve nobody until one is promoted. */
  rolledBackTo?: string;
}

export interface EnvironmentVariable {
  id: string;
  key: string;
  value: string;
  type: "system" | "encrypted" | "plain" | "sensitive";
  target: string[];
  gitBranch: string | null;
  comment: string;
  customEnvironmentIds: string[];
  createdAt: number;
  updatedAt: number;
}

/** How a build ended that did not succeed, in Vercel's words. */
export interface BuildFailure {
  code: string;
  message: string;
}

export interface Deployment {
  id: string;
  project: Project;
  name: string;
  url: string;
  target: "production" | "staging" | null;
  /** Only one that is ready ever serves. */
  state: "BUILDING" | "READY" | "ERROR";
  /** Why it could not be built. */
  failure: BuildFailure | null;
  /** Whether it has a build command that is not run here, so that it is only taken to have succeeded. */
  buildSkipped: boolean;
  /** By path; the SHA-1 of each file's content in hexadecimal. */
  files: Map<string, string>;
  meta: { [key: string]: string };
  createdAt: number;
}

export interface Webhook {
  id: string;
  url: string;
  events: string[];
  projectIds: string[];
  secret: string;
  createdAt: number;
}

/** Everything that the emulated Vercel holds: one team, on the Pro plan. */
export interface VercelStore {
  team: Team;
  projects: Map<string, Project>;
  /** Newest last. */
  deployments: Map<string, Deployment>;
  /** Uploaded files by the SHA-1 of their content. */
  files: Map<string, Buffer>;
  webhooks: Map<string, Webhook>;
  /** Newest last. */
  monitors: Map<string, Monitor>;
  functions: Functions;
}

/** The production deployment that now serves a project. */
export function productionOf(store: VercelStore, project: Project): Deployment | undefined {
  const former = store.deployments.get(project.rolledBackTo ?? "");
  if (former !== undefined) return former;
  return [...store.deployments.values()].findLast(
    (one) => one.project === project && one.target === "production" && one.state === "READY",
  );
}
