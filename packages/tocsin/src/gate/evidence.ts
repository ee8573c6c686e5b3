import { type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";
import { drillReport } from "../drill/receipt.ts";
import { digest } from "../model/digest.ts";
import { spanOf } from "../shared/amounts.ts";
import { canonicalJson } from "../shared/digest.ts";
import { moment } from "../shared/times.ts";
import { type Report, report } from "../verify/report.ts";
import { publicText, readPublicKey } from "./keys.ts";

const finding = report.shape.findings.element.pick({
  class: true,
  vendor: true,
  vendorId: true,
  definition: true,
  path: true,
  message: true,
});

/** What verify said of the stack: without values, which nobody needs here. */
const driftState = report.pick({ checkedAt: true, complete: true }).extend({ findings: z.array(finding) });

export type DriftState = z.infer<typeof driftState>;

/** What is signed: the receipts of a drill, the definitions that they are about, and whether these were live as written. */
const statement = z.strictObject({
  version: z.literal(2),
  /** Name of the project, as in Pulumi.yaml. */
  project: z.string(),
  stack: z.string(),
  /** Of the working copy, where it is known. */
  commit: z.string().optional(),
  createdAt: z.iso.datetime(),
  /** Name and version of what made it. */
  tool: z.string(),
  /** Of every definition of the stack, by id, before the stack's values. */
  digests: z.record(z.string(), digest),
  /** Right before the drill and right after it. */
  drift: z.strictObject({ before: driftState, after: driftState }),
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
const context = "tocsin evidence 2\n";
const signed = (content: Statement) => Buffer.from(`${context}${canonicalJson(content)}`);

export function signEvidence(content: Statement, key: KeyObject): EvidenceFile {
  const signature = sign(null, signed(content), key).toString("base64");
  return { ...content, signature, publicKey: publicText(key) };
}

/** What of a report is signed. */
export const driftStateOf = ({ checkedAt, complete, findings }: Report): DriftState => ({
  checkedAt,
  complete,
  findings: findings.map(({ class: named, vendor, vendorId, definition, path, message }) => ({
    class: named,
    vendor,
    vendorId,
    definition,
    path,
    message,
  })),
});

/** Why evidence is not accepted. */
type Refusal =
  | "malformed"
  | "outdated"
  | "foreign-key"
  | "bad-signature"
  | "wrong-project"
  | "wrong-stack"
  | "expired"
  | "from-the-future"
  | "contradictory";

interface RefusedEvidence {
  refusal: Refusal;
  /** One sentence. */
  reason: string;
}

/** `reason` tells everything that is wrong, `refusal` is the first of it. */
export type Verdict = { valid: true; evidence: EvidenceFile } | { valid: false; refusal: Refusal; reason: string };

export interface Expectations {
  /** The key that is trusted; without one only the file's own is checked, which proves no origin. */
  publicKey?: KeyObject;
  project?: string;
  stack?: string;
  /** Seconds. */
  maxAge?: number;
  now: Date;
}

/** Seconds by which the signer's clock may be ahead. */
const clockSkew = 300;

/** Judges the content of an evidence file, null for what was no JSON. Pure: nothing is thrown for what a file holds. */
export function checkEvidence(content: unknown, expected: Expectations): Verdict {
  const read = parse(content);
  const faults = "fault" in read ? [read.fault] : [...originFaults(read, expected), ...contentFaults(read, expected)];
  const [first] = faults;
  if (first !== undefined) {
    return { valid: false, refusal: first.refusal, reason: faults.map(({ reason }) => reason).join(" ") };
  }
  if ("fault" in read) throw new Error("unreachable: a fault was read and not reported");
  return { valid: true, evidence: read };
}

const versioned = z.looseObject({ version: z.literal(1), signature: z.string() });

function parse(content: unknown): EvidenceFile | { fault: RefusedEvidence } {
  const malformed = (reason: string) => ({ fault: { refusal: "malformed" as const, reason } });
  if (content === null) return malformed("It is not JSON: it may be cut off.");
  if (versioned.safeParse(content).success) {
    return {
      fault: {
        refusal: "outdated",
        reason: "It was made by an older Tocsin, which did not look for drift: drill again.",
      },
    };
  }
  const parsed = evidenceFile.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return malformed(`It is not an evidence file: ${issue?.path.join(".") || "the whole"}: ${issue?.message}.`);
}

/** Who signed, and whether it is still what was signed. */
function originFaults(file: EvidenceFile, { publicKey: trusted }: Expectations): RefusedEvidence[] {
  const { signature, publicKey, ...statementOnly } = file;
  if (trusted !== undefined && publicText(trusted) !== publicKey) {
    return [{ refusal: "foreign-key", reason: "It was signed with another key than the one that is trusted." }];
  }
  let key: KeyObject;
  try {
    key = trusted ?? readPublicKey(publicKey, "publicKey");
  } catch {
    return [{ refusal: "malformed", reason: "Its publicKey is no Ed25519 key." }];
  }
  if (verify(null, signed(statementOnly), key, Buffer.from(signature, "base64"))) return [];
  const reason = "Its content is not what was signed: it was changed, or it is incomplete.";
  return [{ refusal: "bad-signature", reason }];
}

/** What it says about itself, beside what is expected. */
function contentFaults(
  { project, stack, drill, digests, createdAt }: EvidenceFile,
  expected: Expectations,
): RefusedEvidence[] {
  const faults: RefusedEvidence[] = [];
  const tell = (refusal: Refusal, reason: string) => faults.push({ refusal, reason });
  if (drill.stack !== stack) tell("contradictory", `It names stack ${stack} but holds a drill of ${drill.stack}.`);
  const strange = drill.receipts.find(({ definition }) => digests[definition] === undefined);
  if (strange) tell("contradictory", `It has a receipt of ${strange.definition} but no digest of it.`);
  if (expected.project !== undefined && project !== expected.project) {
    tell("wrong-project", `It is about project ${project}, not ${expected.project}.`);
  }
  if (expected.stack !== undefined && stack !== expected.stack) {
    tell("wrong-stack", `It is about stack ${stack}, not ${expected.stack}.`);
  }
  const age = (expected.now.getTime() - Date.parse(createdAt)) / 1000;
  if (age < -clockSkew) tell("from-the-future", `It says that it was made at ${createdAt}, which is yet to come.`);
  if (expected.maxAge !== undefined && age > expected.maxAge) {
    tell("expired", `It is of ${moment(createdAt)}, and may be ${spanOf(expected.maxAge * 1000)} old.`);
  }
  return faults;
}
