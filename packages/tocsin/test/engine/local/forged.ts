/** Evidence as it must not be: what somebody could bring to a gate instead of what staging has heard. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type EvidenceFile, evidenceFile, signEvidence } from "../../../src/gate/evidence.ts";
import { generateKeys, readPrivateKey } from "../../../src/gate/keys.ts";
import type { GatedWorld } from "./gated-world.ts";

/** The evidence in a file of the project. */
export async function evidenceIn(world: GatedWorld, name: string): Promise<EvidenceFile> {
  return evidenceFile.parse(JSON.parse(await readFile(path.join(world.project, name), "utf8")));
}

/** A receipt says more than was signed. */
export function raised(signed: EvidenceFile): EvidenceFile {
  const receipts = signed.drill.receipts.map((receipt) => ({ ...receipt, level: "recovered" as const }));
  return { ...signed, drill: { ...signed.drill, receipts } };
}

/** As whoever has a key would sign it: the local stack's, if no other is given. */
async function signedAgain(
  world: GatedWorld,
  evidence: EvidenceFile,
  over: Partial<EvidenceFile>,
  privateKey?: string,
): Promise<EvidenceFile> {
  const { signature: _s, publicKey: _p, ...statement } = evidence;
  const key = privateKey ?? (await readFile(path.join(world.directory, "evidence.key"), "utf8"));
  return signEvidence({ ...statement, ...over }, readPrivateKey(key, "test"));
}

type Forgery = [why: string, make: (world: GatedWorld, evidence: EvidenceFile) => Promise<EvidenceFile>, said: RegExp];

/** Each with what a gate must say of it. */
export const forgeries: readonly Forgery[] = [
  ["was tampered with", async (_, evidence) => raised(evidence), /not what was signed/],
  [
    "has expired",
    (world, evidence) => signedAgain(world, evidence, { createdAt: "2026-01-01T00:00:00.000Z" }),
    /It is of 2026-01-01 00:00 UTC, and may be 7 d old/,
  ],
  [
    "is of another stack",
    (world, evidence) =>
      signedAgain(world, evidence, { stack: "staging", drill: { ...evidence.drill, stack: "staging" } }),
    /about stack staging, not local/,
  ],
  [
    "is of another project",
    (world, evidence) => signedAgain(world, evidence, { project: "bakery" }),
    /about project bakery, not tocsin/,
  ],
  [
    "is signed with another key",
    (world, evidence) => signedAgain(world, evidence, {}, generateKeys().privateKey),
    /another key/,
  ],
];
