/** The team's program as the engine runs it in this process: what Pulumi.yaml names, with what a command was given. */
import type { StackOptions } from "../engine/engine.ts";
import { type Covered, digestsOf } from "../gate/digest.ts";
import type { GateCheck, GateReport } from "../gate/gate.ts";
import type { Project } from "../model/project.ts";
import { loadProgram } from "../project/program-file.ts";

export interface StackProgram extends Required<Pick<StackOptions, "program" | "refusal">> {
  /** What the gate said in the last run; null without a gate, and while the program has not run. */
  said: () => GateReport | null;
}

/**
 * @param root folder of Pulumi.yaml
 * @param gate what the stack's updates are judged by; undefined for a stack without a gate
 */
export function stackProgram(
  root: string,
  project: Pick<Project, "stack"> & Covered,
  gate: GateCheck | undefined,
  given: { evidence?: string | undefined; breakGlass?: string | undefined; compiled?: string | undefined } = {},
): StackProgram {
  const { stack } = project;
  const digests = digestsOf(project);
  let report: GateReport | null = null;
  let refusal: string | null = null;
  return {
    program: async ({ resources, secret }) => {
      // Loaded here: the engine's packages take half a second, and most commands do without.
      const [{ currentRun }, { GateClosed }, own] = await Promise.all([
        import("../program/current-run.ts"),
        import("../program/gate.ts"),
        // By its name, as a team's program has it.
        import("tocsin/pulumi"),
      ]);
      const told = (said: GateReport) => {
        report = said;
      };
      try {
        const run = await loadProgram(root, own);
        const { evidence, breakGlass, compiled } = given;
        return await currentRun.run(
          {
            run: { root, stack, resources, digests, gate, secret, told },
            command: { root, evidence, breakGlass, secret, told, isForeign: compiled !== undefined },
          },
          run,
        );
      } catch (error) {
        if (error instanceof GateClosed) refusal = error.message;
        throw error;
      }
    },
    refusal: () => {
      const last = refusal;
      refusal = null;
      return last;
    },
    said: () => report,
  };
}
