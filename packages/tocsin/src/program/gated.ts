import { isProduction } from "../model/stack.ts";
import type { Run } from "./current-run.ts";
import { passGate } from "./gate.ts";
import { fill, requireInputs } from "./inputs.ts";
import type { Manifest } from "./manifest.ts";
import { requirePlugin } from "./plugin-listed.ts";
import { type ProgramOptions, program } from "./program.ts";

/** The gate first, then the program; what the stack's outputs keep. */
export async function gatedProgram(
  { root, stack, resources, digests, gate, secret, told }: Run,
  options: Pick<ProgramOptions, "providers" | "inputs" | "parent"> = {},
): Promise<Manifest> {
  requireInputs(stack, options.inputs ?? new Map());
  requirePlugin(root, resources);
  const record = gate === undefined ? null : await passGate(gate, told ?? (() => {}));
  const declared = await program(resources, { production: isProduction(stack), secret, ...options });
  return {
    version: 1,
    stack: stack.name,
    ...declared,
    settings: options.inputs === undefined ? stack : fill(stack, options.inputs),
    digests,
    ...(record === null ? {} : { gate: record }),
  };
}
