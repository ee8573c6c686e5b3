import type { Level } from "../../src/drill/levels.ts";
import type { Receipt } from "../../src/drill/receipt.ts";
import { digestsOf } from "../../src/gate/digest.ts";
import { type EvidenceFile, signEvidence } from "../../src/gate/evidence.ts";
import { type GateInput, judgeGate } from "../../src/gate/gate.ts";
import { generateKeys, readPrivateKey } from "../../src/gate/keys.ts";
import type { Definition, Route } from "../../src/model/definition.ts";
import { drilled } from "../drill/world.ts";
import { covered, everybody, stack } from "../support/definitions.ts";

const own = generateKeys();
const key = readPrivateKey(own.privateKey, "test");
export const now = new Date("2026-11-21T12:00:00Z");
const at = "2026-11-21T11:00:00.000Z";
const { receipt: whole } = await drilled({});

/** A receipt of a definition at a level; `highest` when its kind goes no further. */
export const receipt = (definition: string, level: Level = "recovered", highest: Level = "recovered"): Receipt => ({
  ...whole,
  definition,
  level,
  reason: level === "recovered" ? "it fired, arrived and recovered" : "there is nothing to fire",
  evidence: { ...whole.evidence, highest },
});

const clean = { checkedAt: at, complete: true, findings: [] };

/** What staging signed about these definitions, all proven; a test says only what differs. */
export function evidence(
  definitions: readonly Definition[],
  over: Partial<Omit<EvidenceFile, "signature" | "publicKey">> & { receipts?: Receipt[] } = {},
): EvidenceFile {
  const { receipts = definitions.map(({ id }) => receipt(id)), ...rest } = over;
  const drill = { stack: "staging", run: "d1", startedAt: at, endedAt: at, complete: true, problems: [], receipts };
  const about = { version: 2 as const, project: "tocsin", stack: "staging", createdAt: at, tool: "tocsin 0.1.0" };
  const drift = { before: clean, after: clean };
  return signEvidence({ ...about, digests: digestsOf(covered(definitions, [everybody])), drift, drill, ...rest }, key);
}

export const prod = {
  ...stack,
  name: "prod",
  allowDrills: false,
  gate: { publicKey: own.publicKey, from: "staging", maxAgeDays: 7 },
};

export const judge = (
  definitions: readonly Definition[],
  { routes = [everybody], ...over }: Partial<GateInput> & { routes?: Route[] } = {},
) =>
  judgeGate({
    stack: prod,
    name: "prod",
    project: "tocsin",
    definitions,
    digests: digestsOf(covered(definitions, routes)),
    last: null,
    evidence: undefined,
    now,
    ...over,
  });
