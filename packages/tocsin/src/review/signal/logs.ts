import type { Definition } from "../../model/definition.ts";
import type { LogFilter, LogSource, SignalOf } from "../../model/signal.ts";
import type { LogSignal } from "../../model/signals/facts.ts";
import { type Draft, draft } from "../change.ts";
import { list, moved, quoted, same, valueText } from "../words.ts";
import { direction, movedSentence, type Part, sourceChange } from "./part.ts";
import type { WordsOf } from "./words-of.ts";

const sourceText = (source: LogSource): string =>
  source.kind === "vercel" ? `the logs of ${source.service}` : `Supabase's ${source.log}`;

/** A filter in words: `lines with "x" on /y with status 500 to 599`. */
function filterText(filter: LogFilter): string {
  const { phrases, path, status, above, functionsOnly } = filter;
  const parts = [
    ...(phrases === undefined ? [] : [`with ${quoted(phrases)}`]),
    ...(path === undefined ? [] : [`on ${path}`]),
    ...(status === undefined ? [] : [`with status ${range(status)}`]),
    ...(above === undefined ? [] : [`with ${above.attribute} above ${above.value}`]),
    ...(functionsOnly ? ["of functions"] : []),
  ];
  return parts.length === 0 ? "all lines" : `lines ${parts.join(" ")}`;
}

const range = ([from, to]: readonly [number, number]): string => (from === to ? `${from}` : `${from} to ${to}`);

/** What changes in which lines match. `verb`: what is done with them, `counts as failed`. */
function filterChanges(was: LogFilter, is: LogFilter, path: string, verb: string, part: Part): Draft[] {
  const drafts: Draft[] = [];
  const Verb = `${verb[0]?.toUpperCase()}${verb.slice(1)}`;
  const tell = (field: keyof LogFilter, wider: boolean | null, text: string) =>
    drafts.push({ ...direction(wider, part), text: `${text}.`, paths: [`${path}.${field}`] });
  /** A condition that comes, goes or changes; `words` follow "what". */
  const one = <T>(
    field: keyof LogFilter,
    old: T | undefined,
    now: T | undefined,
    words: (value: T) => string,
    wider: (old: T, now: T) => boolean | null,
  ) => {
    if (same(old, now)) return;
    if (now === undefined) tell(field, true, `No longer ${verb} only what ${old === undefined ? "" : words(old)}`);
    else if (old === undefined) tell(field, false, `${Verb} only what ${words(now)}`);
    else tell(field, wider(old, now), `${Verb} what ${words(now)}, so far what ${words(old)}`);
  };

  if (was.phrases !== undefined && is.phrases !== undefined) {
    if (!same(was.phrases, is.phrases)) {
      const words = (phrases: readonly string[]) => `what has ${quoted(phrases)}`;
      drafts.push({ ...movedSentence(verb, moved(was.phrases, is.phrases), words, part), paths: [`${path}.phrases`] });
    }
  } else
    one(
      "phrases",
      was.phrases,
      is.phrases,
      (phrases) => `has ${quoted(phrases)}`,
      () => null,
    );
  one(
    "path",
    was.path,
    is.path,
    (on) => `is on ${on}`,
    () => null,
  );
  const contains = (a: readonly [number, number], b: readonly [number, number]) => a[0] <= b[0] && a[1] >= b[1];
  one(
    "status",
    was.status,
    is.status,
    (status) => `has status ${range(status)}`,
    (old, now) => (contains(now, old) ? true : contains(old, now) ? false : null),
  );
  one(
    "above",
    was.above,
    is.above,
    ({ attribute, value }) => `has ${attribute} above ${value}`,
    (old, now) => (old.attribute === now.attribute ? now.value < old.value : null),
  );
  if (was.functionsOnly !== is.functionsOnly) {
    const text = is.functionsOnly ? `${Verb} only lines of functions` : `Also ${verb} lines of the edge and of builds`;
    tell("functionsOnly", !is.functionsOnly, text);
  }
  return drafts;
}

function source(was: LogSignal, is: LogSignal): Draft[] {
  return sourceChange(sourceText(was.source), sourceText(is.source), "signal.source");
}

function counted(was: "lines" | "requests", is: "lines" | "requests"): Draft[] {
  if (was === is) return [];
  const looser = is === "requests";
  const text = `Counts ${is} instead of ${was}: ${looser ? "one request writes several lines, so it counts fewer" : "several lines of one request count several times"}.`;
  return [draft(looser ? "loosened" : "tightened", text, "signal.count")];
}

function logCountChanges(was: SignalOf<"log-count">, is: SignalOf<"log-count">, definition: Definition): Draft[] {
  const part: Part = { grows: true, definition };
  return [
    ...source(was, is),
    ...filterChanges(was.filter, is.filter, "signal.filter", "counts", part),
    ...counted(was.count, is.count),
  ];
}

function logRatioChanges(was: SignalOf<"log-ratio">, is: SignalOf<"log-ratio">, definition: Definition): Draft[] {
  const drafts = [
    ...source(was, is),
    ...filterChanges(was.part, is.part, "signal.part", "counts as failed", { grows: true, definition }),
    ...counted(was.count, is.count),
  ];
  const [only, other] = [was.whole[0], is.whole[0]];
  const whole: Part = { grows: false, definition };
  if (was.whole.length === 1 && is.whole.length === 1 && only && other) {
    drafts.push(...filterChanges(only, other, "signal.whole.0", "counts as the whole", whole));
  } else if (!same(was.whole, is.whole)) {
    const words = (filters: readonly LogFilter[]) => list(filters.map(filterText));
    const sentence = movedSentence("counts as the whole", moved(was.whole, is.whole), words, whole);
    drafts.push({ ...sentence, paths: ["signal.whole"] });
  }
  if (was.minimum !== is.minimum) {
    const looser = is.minimum > was.minimum;
    drafts.push(
      draft(
        looser ? "loosened" : "tightened",
        `Is silent with fewer than ${is.minimum} ${is.count} in its window instead of ${was.minimum}.`,
        "signal.minimum",
      ),
    );
  }
  return drafts;
}

function logMeasureChanges(was: SignalOf<"log-measure">, is: SignalOf<"log-measure">, definition: Definition): Draft[] {
  const drafts = [
    ...source(was, is),
    ...filterChanges(was.filter, is.filter, "signal.filter", "measures", { grows: true, definition }),
  ];
  const other = (field: "attribute" | "statistic" | "unit", words: string) => {
    if (was[field] === is[field]) return;
    const effect = field === "unit" ? "other" : "less";
    const text = `${words} ${is[field]} instead of ${was[field]}.`;
    drafts.push(draft(field === "unit" ? "settings" : "redirected", text, `signal.${field}`, { effect }));
  };
  other("attribute", "Measures the attribute");
  other("statistic", "Takes the");
  other("unit", "Is measured in");
  for (const field of ["rule", "sample"] as const) {
    if (was.parse[field] === is.parse[field]) continue;
    drafts.push(
      draft(
        field === "rule" ? "redirected" : "settings",
        field === "rule"
          ? `Reads its number out of the line by another rule: ${valueText(is.parse.rule)} instead of ${valueText(was.parse.rule)}.`
          : `The sample line of its rule is ${valueText(is.parse.sample)} instead of ${valueText(was.parse.sample)}.`,
        `signal.parse.${field}`,
      ),
    );
  }
  return drafts;
}

/** Words for log lines. */
export const logWords: WordsOf<"log-count" | "log-ratio" | "log-measure"> = {
  "log-count": {
    text: ({ filter, source }) => `${filterText(filter)} in ${sourceText(source)}`,
    changes: logCountChanges,
  },
  "log-ratio": {
    text: ({ part, whole, source }) =>
      `the share of ${filterText(part)} among ${list(whole.map(filterText))} in ${sourceText(source)}`,
    changes: logRatioChanges,
  },
  "log-measure": {
    text: ({ statistic, attribute, filter, source }) =>
      `the ${statistic} of ${attribute} in ${filterText(filter)} in ${sourceText(source)}`,
    changes: logMeasureChanges,
  },
};
