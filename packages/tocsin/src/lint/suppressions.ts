import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { ConfigurationError, type Problem } from "../model/problem.ts";
import type { Finding } from "./lint.ts";
import { rules } from "./registry.ts";

/** The file, at the project's root; it reads like accepted.yaml, which does the same for drift. */
export const suppressionsFile = "lint.yaml";

const ids = new Set<string>(rules.map(({ id }) => id));

const entry = z
  .strictObject({
    rule: z.string().refine((id) => ids.has(id), "there is no such rule: docs/rules/README.md lists all"),
    /** A definition's id, or what a finding without one is about (a route, a channel, an address); or both. */
    definition: z.string().min(1).optional(),
    subject: z.string().min(1).optional(),
    /** Absent: every stack. */
    stack: z.string().min(1).optional(),
    reason: z.string().trim().min(10, "say why in a sentence"),
    /** The last day, in UTC. */
    until: z.iso.date("a day, e.g. 2026-12-31"),
  })
  .refine(({ definition, subject }) => definition !== undefined || subject !== undefined, {
    message: "name a definition or a subject",
  });

/** One suppression and its place: counted from 0, and the line that it begins on. */
export type Suppression = z.output<typeof entry> & { at: number; line: number };

/**
 * Reads the text of lint.yaml: a list of entries; an empty file has none.
 * @throws ConfigurationError with every entry that cannot be used
 */
export function parseSuppressions(text: string): Suppression[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const lines = entryLines(document.contents, counter);
  const problem = (message: string, line: number | null): Problem => ({
    rule: "lint/invalid",
    severity: "error",
    file: suppressionsFile,
    line,
    definition: null,
    message,
    remedy: "Each entry has rule, definition or subject, reason and until; stack is optional.",
  });
  const refuse = (problems: Problem[]) => new ConfigurationError(`${suppressionsFile} cannot be used:`, problems);
  const [wrong] = document.errors;
  if (wrong !== undefined) {
    const line = counter.linePos(wrong.pos[0]).line;
    throw refuse([problem(`it is not valid YAML: ${wrong.message.split("\n")[0]}`, line)]);
  }
  const parsed = z.array(entry).safeParse(document.toJS() ?? []);
  if (parsed.success) return parsed.data.map((one, at) => ({ ...one, at, line: lines[at] ?? 1 }));
  throw refuse(
    parsed.error.issues.map(({ path, message }) =>
      path.length === 0
        ? problem(`it is no list of entries: ${message}`, null)
        : problem(`entry ${path.join(".")}: ${message}`, lines[Number(path[0])] ?? null),
    ),
  );
}

const sequence = z.object({ items: z.array(z.object({ range: z.tuple([z.number()]).rest(z.number()) })) });

function entryLines(contents: unknown, counter: LineCounter): number[] {
  const parsed = sequence.safeParse(contents);
  return parsed.success ? parsed.data.items.map(({ range: [start] }) => counter.linePos(start).line) : [];
}

export interface Suppressed extends Finding {
  reason: string;
  until: string;
}

interface Circumstances {
  today: Date;
  /** Whether a rule was run, for a stack or at all: else nobody can say that an entry is unused. */
  ran: (rule: string, stack: string | undefined) => boolean;
}

/**
 * Takes out the findings that entries suppress. An entry whose day has passed suppresses nothing and is a finding; so is one
 * that matches nothing. Pure.
 */
export function applySuppressions(
  findings: readonly Finding[],
  entries: readonly Suppression[],
  { today, ran }: Circumstances,
): { findings: Finding[]; suppressed: Suppressed[] } {
  const day = today.toISOString().slice(0, 10);
  const valid = entries.filter(({ until }) => until >= day);
  const used = new Set<Suppression>();
  const left: Finding[] = [];
  const suppressed: Suppressed[] = [];
  for (const finding of findings) {
    const found = valid.find((one) => suppresses(one, finding));
    if (found === undefined) left.push(finding);
    else {
      used.add(found);
      suppressed.push({ ...finding, reason: found.reason, until: found.until });
    }
  }
  for (const one of entries) {
    if (one.until < day) {
      const message = `entry ${one.at + 1} was good until ${one.until}: ${textOf(one)} is suppressed no more`;
      const remedy = "Repair what was suppressed, or give the entry a later day and a reason that still holds.";
      left.push(entryFinding("lint/suppression-expired", one, message, remedy));
    } else if (!used.has(one) && ran(one.rule, one.stack)) {
      const message = `entry ${one.at + 1} matches nothing: there is no ${textOf(one)} (any more)`;
      left.push(entryFinding("lint/suppression-unused", one, message, "Take the entry out, or correct its names."));
    }
  }
  return { findings: left, suppressed };
}

function suppresses(one: Suppression, { rule, definition, subject, stacks }: Finding): boolean {
  const same = (wanted: string | undefined, value: string | null) => wanted === undefined || wanted === value;
  const here = one.stack === undefined || stacks.length === 0 || stacks.includes(one.stack);
  return one.rule === rule && here && same(one.definition, definition) && same(one.subject, subject);
}

const textOf = ({ rule, definition, subject, stack }: Suppression): string =>
  [rule, definition, subject, stack].filter((part) => part !== undefined).join(" ");

function entryFinding(rule: string, one: Suppression, message: string, remedy: string): Finding {
  return {
    rule,
    severity: "error",
    definition: one.definition ?? null,
    subject: one.subject ?? null,
    at: null,
    path: null,
    in: { file: suppressionsFile, key: String(one.line) },
    stacks: [],
    message,
    remedy,
  };
}
