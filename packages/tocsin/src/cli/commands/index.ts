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

type Complete = (command: Command, surroundings: Surroundings) => void;

/** The commands as `--help` shows them: by name and arguments, what each does. */
export const groups = {
  "Start:": {
    start: "run all on emulated vendors: provision, verify, drill",
    init: "set up a stack: read what the vendors have, write files",
    doctor: "check credentials, permissions, plans, integrations",
    local: "the local stack: emulated vendors on this machine",
    "completion <shell>": "print the completion script of a shell: bash, zsh, fish",
  },
  "Write:": {
    lint: "check definitions and stack files; offline by default",
    "test [ids...]": "run the alert tests in test/alerts; offline",
    compile: "print the resources that the definitions compile into",
    "list [ids...]": "list the definitions: id, severity, title",
    review: "explain what a change does to the alerts",
    "backtest [ids...]": "run definitions over history: when they would have fired",
    crons: "print, write or check the crons of vercel.json",
    runbooks: "check or write the generated parts of the runbooks",
    coverage: "check that what the team's documents ask for is there",
    probe: "run the probe once, or print its SQL and its token",
  },
  "Run:": {
    preview: "show what an update would change",
    up: "provision a stack: create, update, delete resources",
    destroy: "delete everything that a stack has provisioned",
    verify: "compare what is live at the vendors with the code",
    "drill [ids...]": "fire alerts and read their notifications back",
    "mute [id]": "mute an alert until a time, with a reason; or list mutes",
    "unmute <id>": "end a mute of `tocsin mute`",
    "import <vendor> <id>": "import a live resource as a definition",
    audit: "find what is wrong with what is live; read-only",
    conformance: "compare the emulators with an account's vendors",
  },
  "On call:": {
    "check [runbook]": "show what fires now, or run a runbook's first checks",
    daily: "check the last day: errors, 5xx, database, health, jobs",
    weekly: "check the last week: deliveries, crons, trends, tables",
    quarterly: "review a quarter: alerts that never fire, or too often",
    report: "write one page for whoever is on call",
  },
  "Promote:": {
    promote: "check whether a stack's gate lets an update through",
    evidence: "check signed receipts of drills, or make a key",
  },
} as const;

type Words = { [G in keyof typeof groups]: keyof (typeof groups)[G] }[keyof typeof groups];
export type CommandName = Words extends infer W ? (W extends `${infer Name} ${string}` ? Name : W) : never;

/**
 * What gives a command its arguments, options and action, read when the command is typed: all of them together take longer to read
 * than most take to run.
 */
export const completes: Readonly<Record<CommandName, () => Promise<Complete>>> = {
  start: async () => (await import("./start.ts")).startCommand,
  init: async () => (await import("./init.ts")).initCommand,
  doctor: async () => (await import("./doctor.ts")).doctorCommand,
  local: async () => (await import("./local.ts")).localCommand,
  completion: async () => (await import("./completion.ts")).completionCommand,
  lint: async () => (await import("./lint.ts")).lintCommand,
  test: async () => (await import("./test.ts")).testCommand,
  compile: async () => (await import("./compile.ts")).compileCommand,
  list: async () => (await import("./list.ts")).listCommand,
  review: async () => (await import("./review.ts")).reviewCommand,
  backtest: async () => (await import("./backtest.ts")).backtestCommand,
  crons: async () => (await import("./crons.ts")).cronsCommand,
  runbooks: async () => (await import("./runbooks.ts")).runbooksCommand,
  coverage: async () => (await import("./coverage.ts")).coverageCommand,
  probe: async () => (await import("./probe.ts")).probeCommand,
  preview: async () => (await import("./up.ts")).previewCommand,
  up: async () => (await import("./up.ts")).upCommand,
  destroy: async () => (await import("./up.ts")).destroyCommand,
  verify: async () => (await import("./verify.ts")).verifyCommand,
  drill: async () => (await import("./drill.ts")).drillCommand,
  mute: async () => (await import("./mute.ts")).muteCommand,
  unmute: async () => (await import("./mute.ts")).unmuteCommand,
  import: async () => (await import("./import.ts")).importCommand,
  audit: async () => (await import("./audit.ts")).auditCommand,
  conformance: async () => (await import("./conformance.ts")).conformanceCommand,
  check: async () => (await import("./check.ts")).checkCommand,
  daily: async () => (await import("./routine.ts")).dailyCommand,
  weekly: async () => (await import("./routine.ts")).weeklyCommand,
  quarterly: async () => (await import("./quarterly.ts")).quarterlyCommand,
  report: async () => (await import("./report.ts")).reportCommand,
  promote: async () => (await import("./promote.ts")).promoteCommand,
  evidence: async () => (await import("./evidence.ts")).evidenceCommand,
};
