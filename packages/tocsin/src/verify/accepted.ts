import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { ConfigurationError, type Problem } from "../model/problem.ts";
import { type AcceptedFinding, type Finding, findingClass } from "./report.ts";

/** The file, at the project's root. */
export const acceptedFile = "accepted.yaml";

/** What could not be looked at cannot be accepted: nobody knows what it is. Nor can the list's own faults. */
const acceptable = findingClass.exclude(["unreadable", "accepted-expired", "accepted-unused"]);

const entry = z
  .strictObject({
    class: acceptable,
    /** A definition's id, or the vendor's id of an object; or both. */
    definition: z.string().min(1).optional(),
    vendorId: z
      .union([z.string().min(1), z.number()])
      .transform(String)
      .optional(),
    /** Absent: every place of that object. */
    path: z.string().min(1).optional(),
    /** Absent: every stack. */
    stack: z.string().min(1).optional(),
    reason: z.string().trim().min(10, "say why in a sentence"),
    /** The last day, in UTC. */
    until: z.iso.date("a day, e.g. 2026-12-31"),
  })
  .refine(({ definition, vendorId }) => definition !== undefined || vendorId !== undefined, {
    message: "name a definition or a vendorId",
  });

/** One accepted finding and its place in the file, counted from 0. */
export type AcceptedEntry = z.output<typeof entry> & { at: number };

/**
 * Reads the text of accepted.yaml: a list of entries; an empty file has none.
 * @throws ConfigurationError with every entry that cannot be used
 */
export function parseAccepted(text: string): AcceptedEntry[] {
  const problem = (message: string): Problem => ({
    rule: "accepted/invalid",
    severity: "error",
    file: acceptedFile,
    line: null,
    definition: null,
    message,
    remedy: "Each entry has class, definition or vendorId, reason and until; path and stack are optional.",
  });
  const refuse = (problems: Problem[]) => new ConfigurationError(`${acceptedFile} cannot be used:`, problems);
  let content: unknown;
  try {
    content = parseYaml(text) ?? [];
  } catch (error) {
    throw refuse([problem(`it is not valid YAML: ${error instanceof Error ? error.message : String(error)}`)]);
  }
  const parsed = z.array(entry).safeParse(content);
  if (parsed.success) return parsed.data.map((one, at) => ({ ...one, at }));
  throw refuse(
    parsed.error.issues.map(({ path, message }) =>
      problem(path.length === 0 ? `it is no list of entries: ${message}` : `entry ${path.join(".")}: ${message}`),
    ),
  );
}

interface Circumstances {
  stack: string;
  today: Date;
  /** Whether everything could be looked at: else nobody can say that an entry is unused. */
  complete: boolean;
}

/**
 * Takes out the findings that entries accept. An entry whose day has passed accepts nothing and is a finding; so is one that
 * matches nothing. Pure.
 */
export function applyAccepted(
  findings: readonly Finding[],
  entries: readonly AcceptedEntry[],
  { stack, today, complete }: Circumstances,
): { findings: Finding[]; accepted: AcceptedFinding[] } {
  const day = today.toISOString().slice(0, 10);
  const own = entries.filter((one) => one.stack === undefined || one.stack === stack);
  const valid = own.filter(({ until }) => until >= day);
  const used = new Set<AcceptedEntry>();
  const left: Finding[] = [];
  const accepted: AcceptedFinding[] = [];
  for (const finding of findings) {
    const found = valid.find((one) => accepts(one, finding));
    if (found === undefined) left.push(finding);
    else {
      used.add(found);
      accepted.push({ ...finding, reason: found.reason, until: found.until });
    }
  }
  for (const one of own) {
    if (one.until < day) {
      const message = `Entry ${one.at + 1} of ${acceptedFile} was good until ${one.until}: ${textOf(one)} is accepted no more.`;
      left.push(entryFinding("accepted-expired", one, `${one.until} or later`, day, message));
    } else if (complete && !used.has(one)) {
      const message = `Entry ${one.at + 1} of ${acceptedFile} matches nothing: there is no ${textOf(one)} (any more).`;
      left.push(entryFinding("accepted-unused", one, textOf(one), null, message));
    }
  }
  return { findings: left, accepted };
}

function accepts(one: AcceptedEntry, finding: Finding): boolean {
  const same = (wanted: string | undefined, value: string | null) => wanted === undefined || wanted === value;
  return (
    one.class === finding.class &&
    same(one.definition, finding.definition) &&
    same(one.vendorId, finding.vendorId) &&
    same(one.path, finding.path)
  );
}

const textOf = ({ class: named, definition, vendorId, path }: AcceptedEntry): string =>
  [named, definition, vendorId, path].filter((part) => part !== undefined).join(" ");

function entryFinding(
  named: "accepted-expired" | "accepted-unused",
  { at, definition, vendorId }: AcceptedEntry,
  expected: string,
  actual: string | null,
  message: string,
): Finding {
  const place = { vendor: "tocsin", kind: "accepted-finding", path: `${acceptedFile}[${at}]` };
  return {
    class: named,
    ...place,
    vendorId: vendorId ?? null,
    definition: definition ?? null,
    expected,
    actual,
    message,
  };
}
