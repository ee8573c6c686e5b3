/** The shapes of what commands print for `--json`: what `schema/<command>.json` of the package says. */
import { z } from "zod";
import { absorption } from "../absorb/outcome.ts";
import { testReport } from "../app/alert-tests/run.ts";
import { backtestReport } from "../app/history/report.ts";
import { faultsShape } from "../app/local/faults.ts";
import { delivered } from "../app/local/inbox.ts";
import { localStatusShape } from "../app/local/stack.ts";
import { previewShape } from "../app/preview-stack.ts";
import { auditReport } from "../audit/report.ts";
import { conformanceRecord } from "../conformance/record.ts";
import { doctorReport } from "../doctor/report.ts";
import { drillReport } from "../drill/receipt.ts";
import { gateReport } from "../gate/gate.ts";
import { lintReport } from "../lint/report.ts";
import { qualityReport } from "../quality/report.ts";
import { reportData } from "../report/data.ts";
import { review } from "../review/report.ts";
import { compiledState } from "../review/state.ts";
import { routineReport } from "../routines/report.ts";
import { report as verifyReport } from "../verify/report.ts";
import { coverageShape } from "./commands/coverage.ts";
import { cronsShape, declaredShape } from "./commands/crons.ts";
import { cleanupShape } from "./commands/drill.ts";
import { evidenceVerdict } from "./commands/evidence.ts";
import { listShape } from "./commands/list.ts";
import { mutesShape } from "./commands/mute.ts";
import { probeShape } from "./commands/probe.ts";
import { runbooksShape } from "./commands/runbooks.ts";

const first = { version: z.literal(1) };

/** By command; where options make a command print something else, that has a name of its own. */
export const published = {
  audit: auditReport,
  backtest: backtestReport.extend(first),
  check: routineReport.extend(first),
  compile: compiledState.extend(first),
  conformance: conformanceRecord,
  coverage: coverageShape.extend(first),
  crons: declaredShape.extend(first),
  "crons-check": cronsShape.extend(first),
  daily: routineReport.extend(first),
  doctor: doctorReport.extend(first),
  drill: drillReport.extend(first),
  "drill-cleanup": cleanupShape.extend(first),
  "evidence-verify": evidenceVerdict.extend(first),
  lint: lintReport.extend(first),
  list: listShape.extend(first),
  "local-fault-list": faultsShape.extend(first),
  // A list since it is read line by line, one notification each: it has no room for a version.
  "local-inbox": z.array(delivered),
  "local-status": localStatusShape.extend(first),
  mute: mutesShape.extend(first),
  preview: previewShape.extend(first),
  probe: probeShape.extend(first),
  promote: gateReport.extend(first),
  quarterly: qualityReport.extend(first),
  report: reportData.extend(first),
  review: review.extend(first),
  runbooks: runbooksShape.extend(first),
  test: testReport.extend(first),
  // `absorb` with `--absorb`.
  verify: verifyReport.extend({ ...first, absorb: absorption.optional() }),
  weekly: routineReport.extend(first),
} satisfies Readonly<Record<string, z.ZodType>>;

export type Published = keyof typeof published;

/** What is typed, where it is not the file's name. */
const typed: Readonly<Partial<Record<Published, string>>> = {
  "crons-check": "crons --check",
  "drill-cleanup": "drill --cleanup",
  "evidence-verify": "evidence verify",
  "local-fault-list": "local fault list",
  "local-inbox": "local inbox",
  "local-status": "local status",
  mute: "mute --list",
  probe: "probe --once",
  promote: "promote --check",
};

/** The text of `schema/<command>.json`. */
export function schemaText(command: Published): string {
  const schema = z.toJSONSchema(published[command], {
    io: "input",
    override: ({ jsonSchema }) => {
      // A later version may add members, and is still of this form.
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      // What `format` says, as an expression of 300 characters.
      if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
      // Not every reader of schemas takes classes of Unicode; those would refuse every name.
      if (jsonSchema.pattern?.includes("\\p{")) delete jsonSchema.pattern;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return `${JSON.stringify({ title: `tocsin ${typed[command] ?? command} --json`, ...schema }, null, 2)}\n`;
}
