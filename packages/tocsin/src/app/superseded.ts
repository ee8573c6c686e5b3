/** What the engine cannot see: it remembers an object that is still there, but that no longer is in force. */
import type { Engine, StackOptions } from "../engine/engine.ts";
import type { Project } from "../model/project.ts";
import { verify } from "../verify/verify.ts";
import { connectTo } from "./connect.ts";

/**
 * Logical names of what has to be made anew at Vercel: a deployment of ours behind which somebody put another one, and a
 * variable of its project that somebody wrote to, whose value nobody can read back. Empty where nothing is deployed from here.
 * @throws UsageError, VendorError, or an error with exit code 3 when Vercel could not be read
 */
export async function superseded(engine: Engine, { root, stack }: StackOptions, project: Project): Promise<string[]> {
  const { resources, definitions, stack: config } = project;
  const deployments = resources.filter(({ kind }) => kind === "deployment");
  if (deployments.length === 0) return [];
  const projects = new Set(deployments.map(({ parent }) => parent.projectId));
  const own = resources.filter(
    ({ vendor, kind, parent, body }) =>
      vendor === "vercel" && projects.has(kind === "project" ? body.name : parent.projectId),
  );
  const { vercel } = await connectTo(root, stack, ["vercel"], process.env);
  const { findings } = await verify({
    resources: own,
    stack: config.name,
    project: { config, definitions, sqlProbes: project.sqlProbes },
    connections: vercel === undefined ? {} : { vercel },
    now: () => new Date(),
  });
  const unread = findings.find(({ class: named }) => named === "unreadable" || named === "retired-api");
  if (unread !== undefined) throw Object.assign(new Error(unread.message), { exitCode: 3 });
  const stale = findings.filter(({ class: named }) => named === "stale-deployment");
  if (stale.length === 0) return [];
  const known = new Map([...(await engine.known())].map(([name, id]) => [id, name]));
  const again = stale.flatMap(({ kind, vendorId, definition }) =>
    kind === "environment-variable"
      ? (known.get(vendorId ?? "") ?? [])
      : deployments.flatMap((one) => (one.definition === definition ? [one.name] : [])),
  );
  return [...new Set(again)];
}
