import type { LocalContext } from "../context.ts";
import { checkVariable, conflictOf, variableInput } from "./environment-variable.ts";
import { ApiError, parse } from "./errors.ts";
import type { EnvironmentVariable, Project } from "./store.ts";

/**
 * Adds a variable to a project; with `upsert`, one that is there already is changed.
 * @throws ApiError when the variable is refused or already there
 */
export function addVariable(
  context: LocalContext,
  project: Project,
  body: unknown,
  upsert: boolean,
): EnvironmentVariable {
  const input = checkVariable(parse(body, variableInput));
  const present = conflictOf(project, input, undefined);
  if (present !== undefined && !upsert) throw conflict(present, input.target);
  const at = context.now().getTime();
  if (present !== undefined) return Object.assign(present, input, { updatedAt: at });
  const variable = { id: `env_${context.newId().toString(36)}`, ...input, createdAt: at, updatedAt: at };
  project.environment.push(variable);
  return variable;
}

/** The answer where another variable has the key at one of the targets. */
export function conflict(present: EnvironmentVariable, target: string[]): ApiError {
  const message = `A variable with the name \`${present.key}\` already exists for the target ${target.join(",")} on branch ${present.gitBranch ?? "undefined"}`;
  return new ApiError(400, "ENV_CONFLICT", message, {
    envVarId: present.id,
    envVarKey: present.key,
    key: present.key,
    target,
    gitBranch: present.gitBranch,
  });
}
