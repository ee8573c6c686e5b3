/** exceptions.yaml: what lint and verify say of a project, and the project lives with. Each entry has a reason and an end. */
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { withoutByteOrderMark } from "./byte-order-mark.ts";
import { ConfigurationError, type Problem } from "./problem.ts";

/** Days from today on which an exception may end at the latest: somebody looks at each once a year. */
const longestExceptionDays = 366;

const dayMs = 86_400_000;

/** The file, at the project's root. */
export const exceptionsFile = "exceptions.yaml";

const entry = z.strictObject({
  /** A rule of lint (`alert/duplicate`) or a class of drift (`muted`). */
  id: z.string().min(1),
  /**
   * What it is about: a definition's id, the vendor's id of a resource, a route, a channel; with a path behind it, one place of
   * that (`shop/errors options.locked`). Absent: everything.
   */
  at: z
    .union([z.string().min(1), z.number()])
    .transform(String)
    .optional(),
  /** Absent: every stack. */
  stack: z.string().min(1).optional(),
  reason: z.string().trim().min(10, "say why in a sentence"),
  /** The last day, in UTC. */
  until: z.iso.date("a day, e.g. 2026-12-31"),
});

/** One entry, its place in the list, counted from 1, and the line that it begins on. */
export type Exception = z.output<typeof entry> & { number: number; line: number };

/**
 * Reads the text of exceptions.yaml: a list of entries; an empty file has none.
 * @param known ids of rules and classes that may be excepted
 * @throws ConfigurationError with every entry that cannot be used
 */
export function parseExceptions(text: string, known: ReadonlySet<string>, today: Date): Exception[] {
  const counter = new LineCounter();
  const document = parseDocument(withoutByteOrderMark(text), { lineCounter: counter });
  const lines = entryLines(document.contents, counter);
  const problem = (message: string, line: number | null): Problem => ({
    rule: "exceptions/invalid",
    severity: "error",
    file: exceptionsFile,
    line,
    definition: null,
    message,
    remedy: "Each entry has id, reason and until; at and stack are optional.",
  });
  const refuse = (problems: Problem[]) => new ConfigurationError(`${exceptionsFile} cannot be used:`, problems);
  const [wrong] = document.errors;
  if (wrong !== undefined) {
    const line = counter.linePos(wrong.pos[0]).line;
    throw refuse([problem(`it is not valid YAML: ${wrong.message.split("\n")[0]}`, line)]);
  }
  const last = new Date(today.getTime() + longestExceptionDays * dayMs).toISOString().slice(0, 10);
  const shape = entry.extend({
    id: entry.shape.id.refine((id) => known.has(id), "there is no such rule, or class of drift, that can be excepted"),
    until: entry.shape.until.refine((until) => until <= last, {
      error: ({ input }) =>
        `${input} is more than ${longestExceptionDays} days from now, and an exception lasts ${longestExceptionDays} days at most: ${last} is the last day that it may have`,
    }),
  });
  const parsed = z.array(shape).safeParse(document.toJS() ?? []);
  if (parsed.success) return parsed.data.map((one, at) => ({ ...one, number: at + 1, line: lines[at] ?? 1 }));
  throw refuse(
    parsed.error.issues.map(({ path: [at, ...place], message }) =>
      at === undefined
        ? problem(`it is no list of entries: ${message}`, null)
        : problem(
            [`entry ${Number(at) + 1}`, place.join(".")].filter(Boolean).join(", ").concat(`: ${message}`),
            lines[Number(at)] ?? null,
          ),
    ),
  );
}

const sequence = z.object({ items: z.array(z.object({ range: z.tuple([z.number()]).rest(z.number()) })) });

function entryLines(contents: unknown, counter: LineCounter): number[] {
  const parsed = sequence.safeParse(contents);
  return parsed.success ? parsed.data.items.map(({ range: [start] }) => counter.linePos(start).line) : [];
}

/** What an entry is held against: the finding's id, and what it may be called by. */
interface About {
  id: string;
  names: readonly (string | null)[];
  path: string | null;
  /** None: of every stack. */
  stacks: readonly string[];
}

interface Excepted<F> {
  /** Findings that no entry lets pass. */
  left: F[];
  excepted: (F & { reason: string; until: string })[];
  /** Entries whose day has passed: they let nothing pass. */
  expired: Exception[];
  /** Entries that match nothing. */
  unused: Exception[];
}

/** Takes out the findings that entries let pass, to the end of their last day. Pure. */
export function applyExceptions<F extends object>(
  findings: readonly F[],
  entries: readonly Exception[],
  { about, today }: { about: (finding: F) => About; today: Date },
): Excepted<F> {
  const day = today.toISOString().slice(0, 10);
  const valid = entries.filter(({ until }) => until >= day);
  const used = new Set<Exception>();
  const [left, excepted]: [F[], Excepted<F>["excepted"]] = [[], []];
  for (const finding of findings) {
    const found = valid.find((one) => covers(one, about(finding)));
    if (found === undefined) left.push(finding);
    else {
      used.add(found);
      excepted.push({ ...finding, reason: found.reason, until: found.until });
    }
  }
  return {
    left,
    excepted,
    expired: entries.filter(({ until }) => until < day),
    unused: valid.filter((one) => !used.has(one)),
  };
}

function covers({ id, at, stack }: Exception, about: About): boolean {
  const named = (name: string | null) => name !== null && (at === name || at === `${name} ${about.path}`);
  const isHere = stack === undefined || about.stacks.length === 0 || about.stacks.includes(stack);
  return id === about.id && isHere && (at === undefined || about.names.some(named));
}

/** An entry in words: `muted shop/errors prod`. */
export const exceptionText = ({ id, at, stack }: Exception): string =>
  [id, at, stack].filter((part) => part !== undefined).join(" ");
