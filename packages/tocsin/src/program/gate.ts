/** The gate of a stack, inside the Pulumi program: so it holds whoever starts the update, and with which command line. */
import pulumi from "@pulumi/pulumi";
import { createColors } from "picocolors";
import { type GateCheck, type GateReport, judgeGate } from "../gate/gate.ts";
import { type GateRecord, pendingRecord, readRecord } from "../gate/record.ts";
import { renderGate } from "../gate/render.ts";
import { deployment, keep } from "./deployment.ts";
import { lastManifest } from "./manifest.ts";

/** The gate did not let an update through. The message tells everything that it lacks. */
export class GateClosed extends pulumi.RunError {
  readonly report: GateReport;

  constructor(report: GateReport) {
    super(`${renderGate(report, plain)}\nNothing was changed.`);
    this.name = "GateClosed";
    this.report = report;
  }
}

const plain = createColors(false);

/**
 * Judges an update before anything is declared; a preview goes on and says what the gate would say. Whether it is one, the
 * engine is asked. A break-glass override is on record before the first change. Gives the record that the
 * stack's outputs are to keep, null when there is none yet.
 * @throws GateClosed when an update is not let through
 */
export async function passGate(
  { input, breakGlass }: GateCheck,
  told: (report: GateReport) => void,
): Promise<GateRecord | null> {
  const run = await deployment();
  const last = readRecord((await lastManifest()).gate);
  const { report, next } = judgeGate({ ...input, last, now: new Date() });
  told(report);
  if (report.open) return next(null);
  if (breakGlass !== null) {
    await pulumi.log.warn(`${renderGate(report, plain)}\nBreak-glass override: ${breakGlass}`);
    const record = next(breakGlass);
    if (!run.preview) await keep(pendingRecord(last, record), run);
    return record;
  }
  if (!run.preview) throw new GateClosed(report);
  await pulumi.log.warn(`${renderGate(report, plain)}\nAn update would be refused.`);
  return last;
}
