/** What a run says when it could not do everything: one clear message, without traces and without secrets. */

import { stripVTControlCharacters } from "node:util";
import { redact } from "../model/redact.ts";
import { messageOf } from "../shared/failure.mjs";
import type { Failure, Recorder, Step } from "./events.ts";
import { stateTrouble } from "./state-file.ts";

/** Exit codes of the command line: 2 wrong use or configuration, 3 could not be completed. */
export type ExitCode = 2 | 3;

/** A run that was refused or not completed. The message is meant for the user as it stands. */
export class EngineError extends Error {
  readonly exitCode: ExitCode;
  /** What was done before it stopped. */
  readonly done: readonly Step[];
  readonly failures: readonly Failure[];

  constructor(message: string, details: { exitCode: ExitCode; done?: readonly Step[]; failures?: readonly Failure[] }) {
    // Without a cause: the engine's whole output hangs on it, unread.
    super(message);
    this.name = "EngineError";
    this.exitCode = details.exitCode;
    this.done = details.done ?? [];
    this.failures = details.failures ?? [];
  }
}

const secretVariable = /(KEY|TOKEN|SECRET|PASSPHRASE)$|^TOCSIN_SECRET_/;

/** The values in an environment that must not be shown; addresses and team names are none. */
export function secretValues(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).flatMap(([name, value]) => (secretVariable.test(name) ? [value] : []));
}

/**
 * The vendor's own words out of an engine diagnostic: no colour marks, no stack trace, no resource URN (the name is told
 * beside it), no list decoration around a single error.
 */
export function tidy(message: string): string {
  return stripVTControlCharacters(message.replace(/<\{%[^%]*%\}>/g, ""))
    .split("\n")
    .filter((line) => !/^\s+at .*[(:]/.test(line))
    .map((line) => line.trim())
    .filter((line) => line !== "" && line !== "1 error occurred:")
    .map((line) => line.replace(/^\* /, ""))
    .join(" ")
    .replace(/^error: /, "")
    .replace(/^(creating|updating|deleting|refreshing|Refreshing) urn:\S+?: (1 error occurred: )?(\* )?/, "")
    .trim();
}

/** What to say of a run, by what the user asked for. */
export interface Wording {
  /** `Update`, `Preview`, `Destroy` ... */
  noun: string;
  stack: string;
  /** Command that completes what was left, such as `tocsin up --stack staging`. */
  again: string;
  /** How many resources the run was about. */
  total: number;
}

/** What the engine says, in the words of its own command line, of an environment that lacks something; and what that means here. */
const knownTroubles: readonly (readonly [RegExp, string])[] = [
  [
    /PULUMI_ACCESS_TOKEN must be set/,
    "No place for the state is chosen: set PULUMI_BACKEND_URL (s3://, gs://, azblob://, file://) or log in with `pulumi login`.",
  ],
  [
    /passphrase must be set/,
    "The passphrase of the state is not set: set PULUMI_CONFIG_PASSPHRASE to the one the stack was made with.",
  ],
];

/** Refusals of vendors that running again does not fix, and what does. */
const refusals: readonly (readonly [RegExp, string])[] = [
  [
    /\bENV_CONFLICT\b/,
    "That variable was created outside of code: delete it at Vercel first, then this run makes it with the value of the code.",
  ],
];

const lockedPattern = /currently locked by|Another update is currently in progress/;
const killedPattern = /killed with SIG(KILL|TERM|SEGV|ABRT)/;

/** What the engine prints when it begins. */
const beganPattern = /^(Updating|Destroying|Refreshing) \(/m;

/** Whether the engine did not end by itself, so that its lock is still there. */
export function wasKilled(cause: unknown): boolean {
  return cause instanceof Error && killedPattern.test(cause.message);
}

/**
 * A state that the engine refuses to take. Its advice to force it is left out: a state that names what is not in it fails every
 * later run.
 */
export function refusedState(cause: unknown, { stack, again }: Pick<Wording, "stack" | "again">): Error {
  const text = messageOf(cause);
  const lines = text.split("\n").filter((line) => !/--force|^\s*(error: )?\d+ errors? occurred:/.test(line));
  const reason = tidy(lines.join("\n")).replace(/^state file contains errors: /, "");
  return (
    stateTrouble(text) ??
    new EngineError(
      `The state of stack ${stack} stays as it was: the engine does not take what exists at the vendors into it (${reason}).\nRun \`${again}\` again.`,
      { exitCode: 3 },
    )
  );
}

/** Makes the one message of a run that failed. */
export function explain(cause: unknown, recorder: Recorder, wording: Wording, secrets: Iterable<string>): EngineError {
  const raw = messageOf(cause);
  const clean = (text: string) => redact(stateTrouble(text)?.message ?? tidy(text), secrets);
  if (lockedPattern.test(raw)) return locked(raw, wording);
  const [, unset] = knownTroubles.find(([pattern]) => recorder.failures.length === 0 && pattern.test(raw)) ?? [];
  if (unset !== undefined) {
    return new EngineError(`Stack ${wording.stack} cannot be opened. ${unset}`, { exitCode: 2 });
  }
  const failures = recorder.failures.map((failure) => ({ ...failure, message: clean(failure.message) }));
  const done = recorder.steps.filter((step) => step.op !== "same" && step.op !== "refresh");
  const lines = [`${wording.noun} of stack ${wording.stack} was not completed.`];
  if (killedPattern.test(raw)) lines.push("  The engine was killed from outside.");
  const gone = failures.filter(isGone).flatMap(({ name }) => name ?? []);
  for (const { names, message } of merged(failures)) {
    lines.push(`  ${named(names)}${message}`);
    lines.push(...refusals.flatMap(([pattern, remedy]) => (pattern.test(message) ? [`    ${remedy}`] : [])));
  }
  if (failures.length === 0 && !killedPattern.test(raw)) lines.push(`  ${clean(lastErrorLine(raw))}`);
  if (wording.noun !== "Preview" && recorder.heard === "nothing" && beganPattern.test(raw)) {
    lines.push(
      `The engine's report of it did not arrive, so what was changed is not known. Run \`${wording.again}\` again to complete it.`,
    );
  } else if (wording.noun !== "Preview") {
    lines.push(done.length === 0 ? "Nothing was changed." : `Done before that: ${counts(done)}.`);
    const unknown = recorder.unfinished;
    if (unknown.length > 0) lines.push(`Under way when it stopped: ${unknown.join(", ")}.`);
    const open = wording.total - recorder.steps.filter((step) => step.op !== "refresh").length;
    if (open > 0) lines.push(`Not done: ${open} of ${wording.total} resources.`);
    if (gone.length > 0) {
      const [is, what] = gone.length === 1 ? ["was", "it"] : ["were", "them"];
      lines.push(
        `${gone.join(", ")} ${is} deleted at the vendor since the last update. Run \`${wording.again} --refresh\`, which creates ${what} again.`,
      );
    } else lines.push(`Run \`${wording.again}\` again to complete it.`);
  }
  return new EngineError(lines.join("\n"), { exitCode: 3, done, failures });
}

/** Whether a change failed because the vendor has no such resource any more: only a refresh lets the engine see that. */
function isGone({ op, message }: Failure): boolean {
  return (op === "update" || op === "replace") && /\b404\b|\bnot_found\b|\bresource_missing\b/i.test(message);
}

/** One entry a reason: a vendor that fails says the same of every object, each with a call of its own. */
function merged(failures: readonly Failure[]): { names: string[]; message: string }[] {
  const reasons = new Map<string, { names: string[]; message: string }>();
  for (const { name, message } of failures) {
    const reason = message.replace(/\b(?:GET|POST|PUT|PATCH|DELETE) \S+/g, "");
    const known = reasons.get(reason) ?? { names: [], message };
    reasons.set(reason, known);
    if (name !== null && !known.names.includes(name)) known.names.push(name);
  }
  return [...reasons.values()];
}

/** `a: `, `a, b: `, or `a, b, c and 5 more: `. */
function named(names: readonly string[], most = 4): string {
  if (names.length === 0) return "";
  const shown = names.length > most ? names.slice(0, most - 1) : names;
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  return `${shown.join(", ")}${more}: `;
}

/** What a step has done. */
const doneWords = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  import: "imported",
} as const;

/** `3 created, 1 updated`, in the order in which one reads it. */
export function counts(
  steps: readonly Step[],
  words: Readonly<Record<keyof typeof doneWords, string>> = doneWords,
): string {
  return Object.entries(words)
    .map(([op, word]) => ({ count: steps.filter((step) => step.op === op).length, word }))
    .filter(({ count }) => count > 0)
    .map(({ count, word }) => `${count} ${word}`)
    .join(", ");
}

/** The engine's lock names user, host and process: enough to find whom to ask. */
function locked(raw: string, wording: Wording): EngineError {
  const holder = /created by (\S+ \(pid \d+\)) at (\S+)/.exec(raw);
  const who = holder ? `${holder[1]} since ${holder[2]}` : "another run";
  return new EngineError(
    `Stack ${wording.stack} is held by ${who}.\nWait for it to end. If it was killed, ` +
      `\`pulumi cancel --stack ${wording.stack}\` releases the stack.`,
    { exitCode: 2 },
  );
}

/** Out of a failed command's text, the engine's own error; the rest is the command line and progress. */
function lastErrorLine(raw: string): string {
  const errors = raw.split("\n").filter((line) => /^\s*error: /.test(line));
  return errors.at(-1) ?? "The engine ended without saying why.";
}
