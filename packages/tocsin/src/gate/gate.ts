import { z } from "zod";
import { type Level, level } from "../drill/levels.ts";
import type { Severity } from "../model/definition.ts";
import { isProduction, type StackConfig } from "../model/stack.ts";
import type { Judged } from "./digest.ts";
import { checkEvidence, type DriftState, type EvidenceFile } from "./evidence.ts";
import { readPublicKey } from "./keys.ts";
import { type GateRecord, gateRecord, nextRecord } from "./record.ts";

/** How far an alert of each severity must have been proved: who is woken must also have seen it end. */
const needed: Readonly<Record<Severity, Level>> = { page: "recovered", ticket: "delivered", info: "fired" };

const verdict = z.strictObject({
  definition: z.string(),
  severity: z.enum(["page", "ticket", "info"]).nullable(),
  /**
   * `proven`: staging has proven it as it is now. `ran-before`: the stack has run it before, proven. `imported`: it was live like
   * this before the stack had it. `unproven`: it must be proven first. `removed`: the stack will no longer have it.
   */
  state: z.enum(["proven", "ran-before", "imported", "unproven", "removed"]),
  /** New in this stack, as opposed to changed. */
  isNew: z.boolean(),
  needs: level.nullable(),
  reached: level.nullable(),
  how: z.enum(["real", "synthetic", "inverted"]).nullable(),
  reason: z.string(),
});

export type DefinitionVerdict = z.infer<typeof verdict>;

/** The published shape of `tocsin promote --check --json`. */
export const gateReport = z.strictObject({
  stack: z.string(),
  checkedAt: z.iso.datetime(),
  open: z.boolean(),
  /** Everything that keeps it closed, beside what `definitions` say. */
  reasons: z.array(z.string()),
  /** What the evidence says of itself; null without usable evidence. */
  evidence: z
    .strictObject({ stack: z.string(), createdAt: z.iso.datetime(), commit: z.string().nullable(), tool: z.string() })
    .nullable(),
  /** Definitions that run as they are. */
  unchanged: z.number().int(),
  /** All others. */
  definitions: z.array(verdict),
  /** Numbers that this stack sets differently: nobody has proven these. They keep nothing closed. */
  overrides: z.array(
    z.strictObject({ definition: z.string(), values: z.record(z.string(), z.number()), reason: z.string() }),
  ),
  /** What runs unproven since somebody broke the glass, and no evidence has caught up with. */
  breakGlass: gateRecord.shape.breakGlass,
});

export type GateReport = z.infer<typeof gateReport>;

export interface GateInput {
  stack: StackConfig;
  /** Name of the engine's stack. */
  name: string;
  project: string;
  definitions: readonly Judged[];
  /** Of each of them, by id. */
  digests: Readonly<Record<string, string>>;
  /** What the stack last ran; null before its first update through a gate. */
  last: GateRecord | null;
  /** Content of the evidence file, null for what is no JSON; undefined without a file. */
  evidence: unknown;
  now: Date;
}

export interface Judgement {
  report: GateReport;
  /** The record to keep once the update is made, behind broken glass for a reason or without. */
  next: (breakGlass: string | null) => GateRecord;
}

/** Whether updates of a stack go through the gate: it has one, or it is production. */
export const isGated = (stack: StackConfig): boolean => stack.gate !== undefined || isProduction(stack);

/** Judges an update of a gated stack. Pure. @throws KeyUnusable when the pinned key is none */
export function judgeGate(input: GateInput): Judgement {
  const { stack, digests, last, now } = input;
  const { usable, faults } = readEvidence(input);
  const changed = input.definitions.filter(({ id }) => last?.running[id] !== digests[id]);
  const verdicts = changed.map((definition): DefinitionVerdict => {
    const { id, severity } = definition;
    const about = { definition: id, severity, isNew: last?.running[id] === undefined };
    if (last?.proven[id]?.digests.includes(digests[id] ?? "")) {
      const reason = "It has run here before, as it is now.";
      return { ...about, state: "ran-before", needs: null, reached: null, how: null, reason };
    }
    if (about.isNew && definition.asImported !== undefined && definition.asImported === digests[id]) {
      const reason = "It is imported as it was live: the update adds whose it is.";
      return { ...about, state: "imported", needs: null, reached: null, how: null, reason };
    }
    return { ...about, ...provenBy(usable, definition, digests[id] ?? "") };
  });
  const removed = Object.keys(last?.running ?? {})
    .filter((id) => digests[id] === undefined)
    .map((definition): DefinitionVerdict => {
      const reason = "The stack will no longer have it.";
      const nothing = { severity: null, isNew: false, needs: null, reached: null, how: null };
      return { definition, state: "removed", ...nothing, reason };
    });
  const asked = verdicts.some(({ state }) => state !== "ran-before" && state !== "imported");
  const reasons = asked ? faults : [];
  // What runs as it is may have been proven since: that ends the break-glass override.
  const proven = new Set(
    faults.length > 0
      ? []
      : input.definitions
          .filter((definition) => provenBy(usable, definition, digests[definition.id] ?? "").state === "proven")
          .map(({ id }) => id),
  );
  // What ran as it was before the stack had it may run so again.
  for (const { state, definition } of verdicts) if (state === "imported") proven.add(definition);
  const next = (breakGlass: string | null) => nextRecord(last, { digests, proven, breakGlass, now });
  return {
    next,
    report: {
      stack: input.name,
      checkedAt: now.toISOString(),
      open: reasons.length === 0 && verdicts.every(({ state }) => state !== "unproven"),
      reasons,
      evidence: usable === null ? null : summaryOf(usable),
      unchanged: input.definitions.length - changed.length,
      definitions: [...verdicts, ...removed].sort((a, b) => (a.definition < b.definition ? -1 : 1)),
      overrides: Object.entries(stack.overrides)
        .filter(([definition]) => digests[definition] !== undefined)
        .map(([definition, { reason, ...values }]) => ({
          definition,
          values: z.record(z.string(), z.number()).parse(values),
          reason,
        })),
      breakGlass: next(null).breakGlass,
    },
  };
}

const summaryOf = ({ stack, createdAt, commit, tool }: EvidenceFile): GateReport["evidence"] => ({
  stack,
  createdAt,
  commit: commit ?? null,
  tool,
});

/** Evidence that may be believed, and everything that is wrong with it. */
function readEvidence({ stack: { gate, name }, project, evidence, now }: GateInput): {
  usable: EvidenceFile | null;
  faults: string[];
} {
  const refused = (...faults: string[]) => ({ usable: null, faults });
  if (gate === undefined) {
    return refused(
      `Pulumi.${name}.yaml has no tocsin:gate, so there is no key to check evidence with: add it, with the publicKey that \`tocsin evidence keygen\` prints.`,
    );
  }
  if (evidence === undefined) {
    return refused(`There is no evidence of stack ${gate.from}: give the file that \`tocsin drill --evidence\` wrote.`);
  }
  const publicKey = readPublicKey(gate.publicKey, "tocsin:gate.publicKey");
  const expected = { publicKey, project, stack: gate.from, maxAge: gate.maxAgeDays * 86_400, now };
  const verdict = checkEvidence(evidence, expected);
  if (!verdict.valid) return refused(`The evidence is refused. ${verdict.reason}`);
  const { before, after } = verdict.evidence.drift;
  const faults = [...driftFaults(before, gate.from, "before"), ...driftFaults(after, gate.from, "after")];
  return { usable: verdict.evidence, faults };
}

/** What was drilled must have been what the code says, and nothing else. */
function driftFaults({ complete, findings: all }: DriftState, stack: string, when: "before" | "after"): string[] {
  // What a vendor has begun to answer changes no alert.
  const findings = all.filter((one) => one.class !== "new-field");
  if (findings.length > 0) {
    const shown = findings.slice(0, 5).map((one) => `${one.class} ${one.definition ?? one.vendorId ?? one.vendor}`);
    const more = findings.length > shown.length ? ` and ${findings.length - shown.length} more` : "";
    return [`Stack ${stack} had drift right ${when} it was drilled: ${shown.join(", ")}${more}.`];
  }
  return complete ? [] : [`Whether stack ${stack} had drift right ${when} it was drilled is not known.`];
}

type Heard = Pick<DefinitionVerdict, "state" | "needs" | "reached" | "how" | "reason">;

/** Whether evidence covers a definition as far as its severity needs. */
function provenBy(evidence: EvidenceFile | null, { id, severity }: Judged, digest: string): Heard {
  const needs = severity === null ? null : needed[severity];
  const unproven = (reason: string): Heard => ({ state: "unproven", needs, reached: null, how: null, reason });
  if (evidence === null) return unproven("There is no usable evidence.");
  const { stack, digests, drill } = evidence;
  if (digests[id] === undefined) return unproven(`Stack ${stack} did not have it.`);
  if (digests[id] !== digest) return unproven(`Stack ${stack} had another version of it.`);
  // Staging had it as it is, and no drift right before and after its drill.
  if (needs === null) return { state: "proven", needs, reached: null, how: null, reason: "Staging has it as it is." };
  const receipt = drill.receipts.find(({ definition }) => definition === id);
  if (receipt === undefined) return unproven("It was not drilled.");
  const { highest, how } = receipt.evidence;
  const reached = { needs, reached: receipt.level, how, reason: receipt.reason };
  const enough = isAtLeast(highest, needs) ? needs : highest;
  return { state: isAtLeast(receipt.level, enough) ? "proven" : "unproven", ...reached };
}

const isAtLeast = (one: Level, other: Level): boolean => level.options.indexOf(one) >= level.options.indexOf(other);

/** What the Pulumi program needs to judge an update of a gated stack. */
export interface GateCheck {
  input: Omit<GateInput, "last" | "now">;
  /** Why the update is made though the gate is closed; null when it is not to be. */
  breakGlass: string | null;
}
