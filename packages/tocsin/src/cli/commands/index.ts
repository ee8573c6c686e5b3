import type { Command } from "commander";
import type { ImportSurroundings } from "../../app/import-resource.ts";
import { auditCommand } from "./audit.ts";
import { backtestCommand } from "./backtest.ts";
import { checkCommand } from "./check.ts";
import { compileCommand } from "./compile.ts";
import { completionCommand } from "./completion.ts";
import { type ConformanceSurroundings, conformanceCommand } from "./conformance.ts";
import { coverageCommand } from "./coverage.ts";
import { cronsCommand } from "./crons.ts";
import { doctorCommand } from "./doctor.ts";
import { drillCommand } from "./drill.ts";
import { evidenceCommand } from "./evidence.ts";
import { importCommand } from "./import.ts";
import { type InitSurroundings, initCommand } from "./init.ts";
import { type LintSurroundings, lintCommand } from "./lint.ts";
import { listCommand } from "./list.ts";
import { localCommand } from "./local.ts";
import { type MuteSurroundings, muteCommands } from "./mute.ts";
import { probeCommand } from "./probe.ts";
import { promoteCommand } from "./promote.ts";
import { quarterlyCommand } from "./quarterly.ts";
import { reportCommand } from "./report.ts";
import { type ReviewSurroundings, reviewCommand } from "./review.ts";
import { routineCommands } from "./routine.ts";
import { runbooksCommand } from "./runbooks.ts";
import { startCommand } from "./start.ts";
import { testCommand } from "./test.ts";
import { destroyCommand, previewCommand, upCommand } from "./up.ts";
import { type VerifySurroundings, verifyCommand } from "./verify.ts";

/** What commands need from their surroundings; each states its part. */
export type Surroundings = ConformanceSurroundings &
  ImportSurroundings &
  InitSurroundings &
  LintSurroundings &
  MuteSurroundings &
  ReviewSurroundings &
  VerifySurroundings;

type Add = (program: Command, surroundings: Surroundings) => void;

/** The commands as `--help` shows them. */
export const groups: Readonly<Record<string, readonly Add[]>> = {
  "Start:": [startCommand, initCommand, doctorCommand, localCommand, completionCommand],
  "Write:": [
    lintCommand,
    testCommand,
    compileCommand,
    listCommand,
    reviewCommand,
    backtestCommand,
    cronsCommand,
    runbooksCommand,
    coverageCommand,
    probeCommand,
  ],
  "Run:": [
    previewCommand,
    upCommand,
    destroyCommand,
    verifyCommand,
    drillCommand,
    muteCommands,
    importCommand,
    auditCommand,
    conformanceCommand,
  ],
  "On call:": [checkCommand, routineCommands, quarterlyCommand, reportCommand],
  "Promote:": [promoteCommand, evidenceCommand],
};
