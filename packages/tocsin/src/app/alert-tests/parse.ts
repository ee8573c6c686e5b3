import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import type { Case, Expected } from "../../evaluate/case.ts";
import { whyNotEvaluated } from "../../evaluate/evaluate.ts";
import { everything } from "../../evaluate/groups.ts";
import { parseValues } from "../../evaluate/notation.ts";
import { readsOf, wholeWindow } from "../../evaluate/reads.ts";
import { parseTime } from "../../evaluate/time.ts";
import { withoutByteOrderMark } from "../../model/byte-order-mark.ts";
import type { Definition } from "../../model/definition.ts";
import type { Problem } from "../../model/problem.ts";
import { messageOf } from "../../shared/failure.mjs";

/** A test with the place where it was written. */
export interface Written extends Case {
  file: string;
  line: number;
}

const time = z.string().transform((text, context) => {
  const ms = parseTime(text);
  if (ms !== null) return ms;
  context.addIssue({ code: "custom", message: `"${text}" is no time: write 9m, 1h10m or 3m35s` });
  return z.NEVER;
});

const interval = time.refine((ms) => ms > 0, "two values cannot stand at one time");

const values = z.string().superRefine((text, context) => {
  try {
    parseValues(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: messageOf(error) });
  }
});

const number = z.string().transform((text, context) => {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  context.addIssue({ code: "custom", message: `"${text}" is no number` });
  return z.NEVER;
});

const expected = z.string().transform((text, context): Expected => {
  const [, at = "", state, group = everything] = /^(\S+) (ok|warn|alert|no-data)(?: (\S+))?$/.exec(text) ?? [];
  const ms = parseTime(at);
  if (ms !== null && (state === "ok" || state === "warn" || state === "alert" || state === "no-data"))
    return { at: ms, state, group };
  context.addIssue({
    code: "custom",
    message: `"${text}" is no transition: write a time, ok, warn, alert or no-data, and a group where there are several`,
  });
  return z.NEVER;
});

const notExpected = "say what is expected: a list of transitions, or none, for a case in which nothing may fire";

/** What has to happen: transitions in order; null for `none`. */
const expectation = z
  .preprocess((raw) => (raw === "none" ? [] : raw), z.array(expected, { error: notExpected }))
  .transform((transitions) => (transitions.length === 0 ? null : transitions));

const one = z.strictObject({
  alert: z.string(),
  name: z.string().min(1),
  interval: interval.default(60_000),
  series: z.record(
    z.string(),
    // One series without tags is written as its values alone.
    z.preprocess(
      (raw) => (typeof raw === "string" ? [{ values: raw }] : raw),
      z.array(z.strictObject({ tags: z.record(z.string(), z.string()).default({}), values })).min(1),
    ),
  ),
  limits: z.record(z.string(), number).default({}),
  until: time.nullable().default(null),
  expect: expectation,
});

/** Reads the tests of one file. What is wrong comes back with its line; the other tests are still there. */
export function parseTests(
  file: string,
  source: string,
  definitions: ReadonlyMap<string, Definition>,
): { tests: Written[]; problems: Problem[] } {
  const counter = new LineCounter();
  // All scalars are text: YAML would read the series 0x30 as the number 48.
  const document = parseDocument(withoutByteOrderMark(source), { lineCounter: counter, schema: "failsafe" });
  const problems: Problem[] = [];
  const say = (rule: string, line: number | null, definition: string | null, message: string, remedy: string) =>
    problems.push({ rule: `test/${rule}`, severity: "error", file, line, definition, message, remedy });
  const lineAt = (path: readonly PropertyKey[]): number | null => {
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (node !== null && typeof node === "object" && "range" in node && Array.isArray(node.range))
        return counter.linePos(Number(node.range[0])).line;
    }
    return null;
  };
  // The first: those behind it follow from it.
  const [wrong] = document.errors;
  if (wrong !== undefined) {
    say("syntax", wrong.linePos?.[0].line ?? null, null, wrong.message.split("\n")[0] ?? "", "Fix the YAML.");
    return { tests: [], problems };
  }
  const list = z.array(z.unknown()).safeParse(document.toJS());
  if (!list.success) {
    say("shape", 1, null, "a test file holds a list of tests", "Begin each test with `- alert: ID`.");
    return { tests: [], problems };
  }
  const tests = list.data.flatMap((raw, i): Written[] => {
    const parsed = one.safeParse(raw);
    if (!parsed.success) {
      for (const issue of parsed.error.issues)
        say(
          "shape",
          lineAt([i, ...issue.path]),
          null,
          issue.message,
          "Correct the test; docs/how-to/testing-alerts.md has the form.",
        );
      return [];
    }
    const { alert, expect, ...rest } = parsed.data;
    const definition = definitions.get(alert);
    if (definition === undefined) {
      say(
        "unknown-alert",
        lineAt([i, "alert"]),
        alert,
        "no definition has this id",
        "Correct the id or remove the test.",
      );
      return [];
    }
    const reason = whyNotEvaluated(definition);
    if (reason !== null) {
      const remedy = "Remove the test; a drill shows what the vendor does.";
      say("not-evaluated", lineAt([i, "alert"]), alert, `no test can judge it: ${reason}`, remedy);
      return [];
    }
    const reads = [...readsOf(definition).map(({ name }) => name), wholeWindow];
    const strange = Object.keys(rest.series).filter((name) => !reads.includes(name));
    for (const name of strange)
      say(
        "unknown-series",
        lineAt([i, "series", name]),
        alert,
        `it reads no series "${name}"`,
        `Use ${reads.join(", ")}.`,
      );
    return strange.length > 0 ? [] : [{ ...rest, definition, expect, file, line: lineAt([i]) ?? 1 }];
  });
  return { tests, problems };
}
