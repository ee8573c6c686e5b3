import { type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";
import { drillReport } from "../drill/receipt.ts";
import { canonicalJson } from "./digest.ts";
import { publicText, readPublicKey } from "./keys.ts";

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** What is signed: the receipts of a drill, and the definitions that they are about. */
const statement = z.strictObject({
  version: z.literal(1),
  stack: z.string(),
  /** Of the working copy, where it is known. */
  commit: z.string().optional(),
  createdAt: z.iso.datetime(),
  /** Name and version of what made it. */
  tool: z.string(),
  /** Of every definition of the stack, by id, before the stack's values. */
  digests: z.record(z.string(), digest),
  drill: drillReport,
});

/** The published shape of an evidence file. */
export const evidenceFile = statement.extend({
  /** Base64, over the canonical JSON of everything else but `publicKey`. */
  signature: z.string(),
  /** Base64 of the SPKI form. It says who signed, not whether to trust it. */
  publicKey: z.string(),
});

export type Statement = z.infer<typeof statement>;
export type EvidenceFile = z.infer<typeof evidenceFile>;

/** Told apart from every other use of the same key. */
const context = "tocsin evidence 1\n";
const signed = (content: Statement) => Buffer.from(`${context}${canonicalJson(content)}`);

export function signEvidence(content: Statement, key: KeyObject): EvidenceFile {
  const signature = sign(null, signed(content), key).toString("base64");
  return { ...content, signature, publicKey: publicText(key) };
}

/** Why evidence is not accepted. */
type Refusal =
  | "malformed"
  | "foreign-key"
  | "bad-signature"
  | "wrong-stack"
  | "expired"
  | "from-the-future"
  | "contradictory";

export type Verdict = { valid: true; evidence: EvidenceFile } | { valid: false; refusal: Refusal; reason: string };

export interface Expectations {
  /** The key that is trusted; without one only the file's own is checked, which proves no origin. */
  publicKey?: KeyObject;
  stack?: string;
  /** Seconds. */
  maxAge?: number;
  now: Date;
}

/** Seconds by which the signer's clock may be ahead. */
const clockSkew = 300;

/** Judges the content of an evidence file, null for what was no JSON. Pure: nothing is thrown for what a file holds. */
export function checkEvidence(content: unknown, expected: Expectations): Verdict {
  const refuse = (refusal: Refusal, reason: string): Verdict => ({ valid: false, refusal, reason });
  if (content === null) return refuse("malformed", "It is not JSON: it may be cut off.");
  const parsed = evidenceFile.safeParse(content);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refuse(
      "malformed",
      `It is not an evidence file: ${issue?.path.join(".") || "the whole"}: ${issue?.message}.`,
    );
  }
  const { signature, publicKey, ...statementOnly } = parsed.data;
  if (expected.publicKey !== undefined && publicText(expected.publicKey) !== publicKey) {
    return refuse("foreign-key", "It was signed with another key than the one that is trusted.");
  }
  let key: KeyObject;
  try {
    key = expected.publicKey ?? readPublicKey(publicKey, "publicKey");
  } catch {
    return refuse("malformed", "Its publicKey is no Ed25519 key.");
  }
  if (!verify(null, signed(statementOnly), key, Buffer.from(signature, "base64"))) {
    return refuse("bad-signature", "Its content is not what was signed: it was changed, or it is incomplete.");
  }
  const { stack, drill, createdAt, digests } = statementOnly;
  if (drill.stack !== stack)
    return refuse("contradictory", `It names stack ${stack} but holds a drill of ${drill.stack}.`);
  const strange = drill.receipts.find(({ definition }) => digests[definition] === undefined);
  if (strange) return refuse("contradictory", `It has a receipt of ${strange.definition} but no digest of it.`);
  if (expected.stack !== undefined && stack !== expected.stack) {
    return refuse("wrong-stack", `It is about stack ${stack}, not ${expected.stack}.`);
  }
  const age = (expected.now.getTime() - Date.parse(createdAt)) / 1000;
  if (age < -clockSkew)
    return refuse("from-the-future", `It says that it was made at ${createdAt}, which is yet to come.`);
  if (expected.maxAge !== undefined && age > expected.maxAge) {
    const days = (seconds: number) => `${(seconds / 86_400).toFixed(1)} days`;
    return refuse("expired", `It is ${days(age)} old; it may be ${days(expected.maxAge)}.`);
  }
  return { valid: true, evidence: parsed.data };
}
