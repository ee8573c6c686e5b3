/** The program of a stack as the engine runs it: the gate first, then every resource. */
import type { StackOptions } from "../engine/engine.ts";
import type { GateCheck, GateReport } from "../gate/gate.ts";

export interface StackProgram extends Required<Pick<StackOptions, "program" | "refusal">> {
  /** What the gate said in the last run; null without a gate, and while the program has not run. */
  said: () => GateReport | null;
}

/**
 * @param root folder of Pulumi.yaml
 * @param gate what the stack's updates are judged by; undefined for a stack without a gate
 * @param production whether the stack is production: what it cannot do without is protected
 */
export function stackProgram(root: string, gate: GateCheck | undefined, production: boolean): StackProgram {
  let report: GateReport | null = null;
  let refusal: string | null = null;
  return {
    program: async ({ resources, secret }) => {
      // Loaded here: the engine's packages take half a second, and most commands do without.
      const [{ gatedProgram }, { GateClosed }] = await Promise.all([
        import("../program/gated.ts"),
        import("../program/gate.ts"),
      ]);
      const told = (said: GateReport) => {
        report = said;
      };
      try {
        return { ...(await gatedProgram(resources, { root, production, secret, gate, told })) };
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
