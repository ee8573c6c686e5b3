import type { Project } from "../../src/model/project.ts";
import type { StackConfig } from "../../src/model/stack.ts";
import { loadDefinitions } from "../../src/project/definitions.ts";
import { probeFiles } from "../../src/project/probe-files.ts";
import { loadProject } from "../../src/project/project.ts";
import { compile } from "../../src/vendors/compile.ts";

const root = new URL("../../../..", import.meta.url).pathname;

/** What a stack file says of the account's names for what Vercel's integration brings. */
export type AccountNames = Pick<StackConfig["datadog"], "vercelLogs" | "vercelMetrics">;

/** The local stack as it would be with other names in its file. */
export async function projectWith(names: Partial<AccountNames>): Promise<Project> {
  const [project, loaded] = await Promise.all([loadProject(root, "local"), loadDefinitions(root)]);
  const probe = await probeFiles(project.definitions);
  const stack = { ...project.stack, datadog: { ...project.stack.datadog, ...names } };
  return { ...project, stack, resources: compile(project.definitions, loaded.routes, stack, probe, loaded) };
}
