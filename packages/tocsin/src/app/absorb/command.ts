import { createRequire } from "node:module";
import path from "node:path";
import type { Parser } from "../../absorb/edit.ts";
import type { Absorption } from "../../absorb/outcome.ts";
import type { Project } from "../../model/project.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { absorb, type Found, writeFiles } from "./absorb.ts";
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

/**
 * The parser of the project's own TypeScript: whoever writes definitions has it, and whoever does not needs none.
 * @throws UsageError when there is none, or one without the interface that TypeScript had up to version 6
 */
function parserOf(root: string): Parser {
  let found: unknown;
  try {
    found = createRequire(path.join(root, "package.json"))("typescript");
  } catch (cause) {
    throw new UsageError("--absorb edits definitions with TypeScript's parser: install `typescript` in the project.", {
      cause,
    });
  }
  if (isParser(found)) return found;
  throw new UsageError("--absorb needs the parser of TypeScript 5 or 6, and the project has another version of it.");
}

const isParser = (value: unknown): value is Parser =>
  typeof value === "object" && value !== null && "createSourceFile" in value && "isCallExpression" in value;
