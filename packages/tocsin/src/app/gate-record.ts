import { type GateRecord, readRecord } from "../gate/record.ts";
import { lastManifest } from "./last-manifest.ts";

/**
 * What the gate of a stack has kept, out of the stack's state; null before the first update through it.
 * @throws EngineError, SetUpError or RecordUnreadable when it cannot be told
 */
export async function lastRecord(root: string, stack: string, action: string): Promise<GateRecord | null> {
  return readRecord((await lastManifest(root, stack, action))?.gate);
}
