/** Apart from gate.ts: `tocsin/pulumi` takes that one, and an existing program must not bring the engine's set-up. */
import { z } from "zod";
import { type GateRecord, readRecord } from "../gate/record.ts";

const outputs = z.object({ tocsin: z.record(z.string(), z.unknown()).optional() }).nullable();

/**
 * What the gate of a stack has kept, out of the stack's state; null before the first update through it.
 * @throws EngineError, SetUpError or RecordUnreadable when it cannot be told
 */
export async function lastRecord(root: string, stack: string, action: string): Promise<GateRecord | null> {
  const [{ ensureEngine }, { readOutputs }] = await Promise.all([
    import("../engine/install/engine.mjs"),
    import("../engine/outputs.ts"),
  ]);
  const { command } = await ensureEngine({ log: () => {} });
  const read = outputs.parse(await readOutputs({ root, stack, backend: { offline: false }, command, action }));
  return readRecord(read?.tocsin?.gate);
}
