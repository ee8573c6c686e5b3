import type { Absorption } from "../../absorb/outcome.ts";
import type { Project } from "../../model/project.ts";
import { absorb, type Found, writeFiles } from "./absorb.ts";
import { parserOf } from "./parser.ts";
import { openPullRequest, pullRequestTarget } from "./pull-request.ts";

type Absorbing = (
  project: Pick<Project, "stack" | "definitions" | "resources" | "routes" | "sqlProbes">,
  found: Found,
) => Promise<Absorption>;

/**
 * What absorbs the findings of a look. Everything that it needs is asked for now, before the vendors are.
 * @throws UsageError
 */
export function absorber(root: string, env: Record<string, string | undefined>, asPullRequest: boolean): Absorbing {
  const target = asPullRequest ? pullRequestTarget(env) : null;
  const parser = parserOf(root);
  return async (project, found) => {
    const { outcome, files } = await absorb(root, project, found, parser);
    if (files.length === 0) return outcome;
    if (target === null) {
      writeFiles(root, files);
      return outcome;
    }
    const pullRequest = await openPullRequest(root, target, { stack: project.stack.name, files, outcome });
    return { ...outcome, pullRequest };
  };
}
