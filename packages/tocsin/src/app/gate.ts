/** The gate of a stack, as commands and the program ask for it. */

import { type Covered, coveredBy, digestsOf } from "../gate/digest.ts";
import { type GateCheck, isGated } from "../gate/gate.ts";
import type { Project } from "../model/project.ts";
import { projectName } from "../project/project.ts";
import { UsageError } from "../shared/usage-error.ts";
import { readEvidence } from "./evidence-file.ts";

/** Environment variables: the file of the evidence, and the reason of a break-glass override. */
const evidenceVariable = "TOCSIN_EVIDENCE";
export const breakGlassVariable = "TOCSIN_BREAK_GLASS";

interface GateOptions {
  evidence?: string | undefined;
  breakGlass?: string | undefined;
}

/**
 * What an update of a stack is judged by, from the options of a command or else the environment; undefined for a stack
 * without a gate.
 * @throws UsageError for evidence that cannot be read, or glass that is broken for no reason
 */
export async function gateCheck(
  root: string,
  name: string,
  project: Pick<Project, "stack"> & Covered,
  given: GateOptions,
  env: Record<string, string | undefined>,
): Promise<GateCheck | undefined> {
  const { stack } = project;
  if (!isGated(stack)) return undefined;
  const file = given.evidence ?? (env[evidenceVariable] || undefined);
  const reason = given.breakGlass ?? (env[breakGlassVariable] || undefined);
  if (reason !== undefined && reason.trim() === "") {
    throw new UsageError('--break-glass needs the reason, as it will be shown until staging has caught up: "...".');
  }
  const evidence = file === undefined ? undefined : readEvidence(file);
  const digests = digestsOf(project);
  return {
    input: { stack, name, project: projectName(root), definitions: coveredBy(project, digests), digests, evidence },
    breakGlass: reason?.trim() ?? null,
  };
}
