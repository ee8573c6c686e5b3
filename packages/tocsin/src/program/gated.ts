import type { GateCheck, GateReport } from "../gate/gate.ts";
import type { GateRecord } from "../gate/record.ts";
import type { Resource } from "../model/resource.ts";
import { passGate } from "./gate.ts";
import { requirePlugin } from "./plugin-listed.ts";
import { type ProgramOptions, type ProgramOutputs, program } from "./program.ts";

export interface GatedOptions extends ProgramOptions {
  /** Folder of Pulumi.yaml. */
  root: string;
  /** Undefined for a stack without a gate. */
  gate: GateCheck | undefined;
  /** Called with what the gate says. */
  told?: (report: GateReport) => void;
}

interface GatedOutputs extends ProgramOutputs {
  /** What ran and was heard, and what runs unheard. */
  gate?: GateRecord;
}

/** The gate first, then the program; with everything that the stack's outputs keep. */
export async function gatedProgram(resources: readonly Resource[], options: GatedOptions): Promise<GatedOutputs> {
  requirePlugin(options.root, resources);
  const record = options.gate === undefined ? null : await passGate(options.gate, options.told ?? (() => {}));
  return { ...(await program(resources, options)), ...(record === null ? {} : { gate: record }) };
}
