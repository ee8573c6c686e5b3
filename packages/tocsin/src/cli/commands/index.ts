import type { Command } from "commander";
import type { ImportSurroundings } from "../../app/import-resource.ts";
import type { ConformanceSurroundings } from "./conformance.ts";
import type { InitSurroundings } from "./init.ts";
import type { LintSurroundings } from "./lint.ts";
import type { MuteSurroundings } from "./mute.ts";
import type { ReviewSurroundings } from "./review.ts";
import type { VerifySurroundings } from "./verify.ts";

/** What commands need from their surroundings; each states its part. */
export type Surroundings = ConformanceSurroundings &
  ImportSurroundings &
  InitSurroundings &
  LintSurroundings &
  MuteSurroundings &
  ReviewSurroundings &
  VerifySurroundings;

type Add = (program: Command, surroundings: Surroundings) => void;

/** Commands of one module, which is read when one of them is typed: all of them together take longer to read than most take to run. */
interface Listed {
  /** By name and arguments, what `--help` says about it; the same as the command's own description. */
  commands: Readonly<Record<string, string>>;
  add: () => Promise<Add>;
}

/** The commands as `--help` shows them. */
export const groups: Readonly<Record<string, readonly Listed[]>> = {
  "Start:": [
    {
      commands: { start: "run all on emulated vendors: provision, verify, drill" },
      add: async () => (await import("./start.ts")).startCommand,
    },
    {
      commands: { init: "set up a stack: read what the vendors have, write files" },
      add: async () => (await import("./init.ts")).initCommand,
    },
    {
      commands: { doctor: "check credentials, permissions, plans, integrations" },
      add: async () => (await import("./doctor.ts")).doctorCommand,
    },
    {
      commands: { local: "the local stack: emulated vendors on this machine" },
      add: async () => (await import("./local.ts")).localCommand,
    },
    {
      commands: { "completion <shell>": "print the completion script of a shell: bash, zsh, fish" },
      add: async () => (await import("./completion.ts")).completionCommand,
    },
  ],
  "Write:": [
    {
      commands: { lint: "check definitions and stack files; offline by default" },
      add: async () => (await import("./lint.ts")).lintCommand,
    },
    {
      commands: { "test [ids...]": "run the alert tests in test/alerts; offline" },
      add: async () => (await import("./test.ts")).testCommand,
    },
    {
      commands: { compile: "print the resources that the definitions compile into" },
      add: async () => (await import("./compile.ts")).compileCommand,
    },
    {
      commands: { "list [ids...]": "list the definitions: id, severity, title" },
      add: async () => (await import("./list.ts")).listCommand,
    },
    {
      commands: { review: "explain what a change does to the alerts" },
      add: async () => (await import("./review.ts")).reviewCommand,
    },
    {
      commands: { "backtest [ids...]": "run definitions over history: when they would have fired" },
      add: async () => (await import("./backtest.ts")).backtestCommand,
    },
    {
      commands: { crons: "print, write or check the crons of vercel.json" },
      add: async () => (await import("./crons.ts")).cronsCommand,
    },
    {
      commands: { runbooks: "check or write the generated parts of the runbooks" },
      add: async () => (await import("./runbooks.ts")).runbooksCommand,
    },
    {
      commands: { coverage: "check that what the team's documents ask for is there" },
      add: async () => (await import("./coverage.ts")).coverageCommand,
    },
    {
      commands: { probe: "run the probe once, or print its SQL and its token" },
      add: async () => (await import("./probe.ts")).probeCommand,
    },
  ],
  "Run:": [
    {
      commands: { preview: "show what an update would change" },
      add: async () => (await import("./up.ts")).previewCommand,
    },
    {
      commands: { up: "provision a stack: create, update, delete resources" },
      add: async () => (await import("./up.ts")).upCommand,
    },
    {
      commands: { destroy: "delete everything that a stack has provisioned" },
      add: async () => (await import("./up.ts")).destroyCommand,
    },
    {
      commands: { verify: "compare what is live at the vendors with the code" },
      add: async () => (await import("./verify.ts")).verifyCommand,
    },
    {
      commands: { "drill [ids...]": "fire alerts and read their notifications back" },
      add: async () => (await import("./drill.ts")).drillCommand,
    },
    {
      commands: {
        "mute [id]": "mute an alert until a time, with a reason; or list mutes",
        "unmute <id>": "end a mute of `tocsin mute`",
      },
      add: async () => (await import("./mute.ts")).muteCommands,
    },
    {
      commands: { "import <vendor> <id>": "import a live resource as a definition" },
      add: async () => (await import("./import.ts")).importCommand,
    },
    {
      commands: { audit: "find what is wrong with what is live; read-only" },
      add: async () => (await import("./audit.ts")).auditCommand,
    },
    {
      commands: { conformance: "compare the emulators with an account's vendors" },
      add: async () => (await import("./conformance.ts")).conformanceCommand,
    },
  ],
  "On call:": [
    {
      commands: { "check [runbook]": "show what fires now, or run a runbook's first checks" },
      add: async () => (await import("./check.ts")).checkCommand,
    },
    {
      commands: {
        daily: "check the last day: errors, 5xx, database, health, jobs",
        weekly: "check the last week: deliveries, crons, trends, tables",
      },
      add: async () => (await import("./routine.ts")).routineCommands,
    },
    {
      commands: { quarterly: "review a quarter: alerts that never fire, or too often" },
      add: async () => (await import("./quarterly.ts")).quarterlyCommand,
    },
    {
      commands: { report: "write one page for whoever is on call" },
      add: async () => (await import("./report.ts")).reportCommand,
    },
  ],
  "Promote:": [
    {
      commands: { promote: "check whether a stack's gate lets an update through" },
      add: async () => (await import("./promote.ts")).promoteCommand,
    },
    {
      commands: { evidence: "check signed receipts of drills, or make a key" },
      add: async () => (await import("./evidence.ts")).evidenceCommand,
    },
  ],
};
