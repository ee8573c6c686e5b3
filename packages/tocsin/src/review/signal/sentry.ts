import type { Definition } from "../../model/definition.ts";
import type { SignalOf } from "../../model/signal.ts";
import type { IssueSignal } from "../../model/signals/facts.ts";
import { covers } from "../../shared/pattern.ts";
import { type Draft, draft } from "../change.ts";
import { list, moved, quoted, same } from "../words.ts";
import { fieldChanges } from "./fields.ts";
import { direction, movedSentence, type Part, sourceChange } from "./part.ts";
import { tagged, type WordsOf } from "./words-of.ts";

type Tags = Record<string, readonly string[]>;

/** `service "api" or "web" and op "x"`; nothing for no tags. */
const tagsText = (tags: Tags): string => list(Object.entries(tags).map(([key, values]) => `${key} ${quoted(values)}`));

/** All tags must match, the values of one are alternatives: a value more matches more, a tag more matches less. */
function tagChanges(was: Tags, is: Tags, part: Part): Draft[] {
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
  return keys.flatMap((key): Draft[] => {
    const [old, now] = [was[key], is[key]];
    if (same(old, now)) return [];
    const tell = (wider: boolean | null, text: string): Draft[] => [
      { ...direction(wider, part), text: `${text}.`, paths: [`signal.tags.${key}`] },
    ];
    if (old === undefined) return tell(false, `Watches only what has ${key} ${quoted(now ?? [])}`);
    if (now === undefined) return tell(true, `Watches any ${key}, no longer only ${quoted(old)}`);
    const values = (of: readonly string[]) => `${key} ${quoted(of, "and")}`;
    return [{ ...movedSentence("watches", moved(old, now), values, part), paths: [`signal.tags.${key}`] }];
  });
}

function sentryErrorsChanges(
  was: SignalOf<"sentry-errors">,
  is: SignalOf<"sentry-errors">,
  definition: Definition,
): Draft[] {
  return [
    ...sourceChange(
      `errors of Sentry project ${was.project}`,
      `errors of Sentry project ${is.project}`,
      "signal.project",
    ),
    ...tagChanges(was.tags, is.tags, { grows: true, definition }),
    ...fieldChanges(was, is, definition, ["project", "tags"]),
  ];
}

/** Tags of an issue alert, each with its alternatives. */
const issueTags = (tags: IssueSignal["tags"]): Tags =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, [value].flat()]));

function sentryIssuesChanges(was: IssueSignal, is: IssueSignal, definition: Definition): Draft[] {
  const part: Part = { grows: true, definition };
  const drafts = [
    ...tagChanges(issueTags(was.tags), issueTags(is.tags), part),
    ...fieldChanges(was, is, definition, ["projects", "tags"]),
  ];
  if (same(was.projects, is.projects)) return drafts;
  const names = (of: readonly string[]) => `Sentry project ${list(of)}`;
  const sentence = movedSentence("watches", moved(was.projects, is.projects), names, part);
  return [...drafts, { ...sentence, paths: ["signal.projects"] }];
}

/** What is told of spans in words of its own. */
const spansTold = ["project", "transaction", "statistic"];

function sentrySpansChanges(
  was: SignalOf<"sentry-spans">,
  is: SignalOf<"sentry-spans">,
  definition: Definition,
): Draft[] {
  const drafts = sourceChange(
    `spans of Sentry project ${was.project}`,
    `spans of Sentry project ${is.project}`,
    "signal.project",
  );
  if (was.transaction !== is.transaction) {
    const wider = covers(is.transaction, was.transaction)
      ? true
      : covers(was.transaction, is.transaction)
        ? false
        : null;
    const text = `Measures "${is.transaction}" instead of "${was.transaction}".`;
    // A percentile over more transactions may be lower as well as higher.
    const { kind } = direction(wider, { grows: true, definition });
    drafts.push(draft(kind, text, "signal.transaction", { effect: "less" }));
  }
  if (was.comparedWith !== is.comparedWith) drafts.push(...fieldChanges(was, is, definition, spansTold));
  const percentiles = [was, is].every(({ statistic }) => /^p\d+$/.test(statistic));
  if (was.statistic !== is.statistic && !percentiles) {
    const text = `Measures ${is.statistic} instead of ${was.statistic}.`;
    drafts.push(draft("redirected", text, "signal.statistic"));
  } else if (was.statistic !== is.statistic) {
    const tighter = Number(is.statistic.slice(1)) > Number(was.statistic.slice(1));
    drafts.push(
      draft(
        tighter ? "tightened" : "loosened",
        `Measures the ${is.statistic} instead of the ${was.statistic}: ${tighter ? "fewer slow requests are enough" : "it takes more slow requests"}.`,
        "signal.statistic",
      ),
    );
  }
  return drafts;
}

/** Words for what Sentry watches. */
export const sentryWords: WordsOf<
  | "sentry-errors"
  | "sentry-anomaly"
  | "sentry-issues"
  | "sentry-spans"
  | "sentry-sessions"
  | "sentry-uptime"
  | "check-ins"
  | "sentry-monitor"
> = {
  "sentry-errors": {
    text: ({ project, tags, count, unhandled }) =>
      `${count === "users" ? "users with " : ""}${unhandled ? "crashes" : "errors"} of Sentry project ${project}${tagged(tagsText(tags))}`,
    changes: sentryErrorsChanges,
  },
  "sentry-anomaly": {
    text: ({ project, tags, direction }) =>
      `whether errors of Sentry project ${project}${tagged(tagsText(tags))} are unusual (${direction})`,
  },
  "sentry-issues": {
    text: ({ projects, tags, triggers, filter, anyOf, allIssues }) => {
      const event = allIssues === true ? "event of any issue" : "error";
      const what = triggers === undefined ? `every ${event}` : `every ${triggers.join(" or ")} issue`;
      const more = filter === undefined && anyOf === undefined ? "" : ", filtered";
      return `${what} of Sentry project ${list(projects)}${tagged(tagsText(issueTags(tags)))}${more}`;
    },
    changes: sentryIssuesChanges,
  },
  "sentry-spans": {
    text: ({ statistic, transaction, project }) => `the ${statistic} of "${transaction}" of Sentry project ${project}`,
    changes: sentrySpansChanges,
  },
  "sentry-sessions": {
    text: ({ crashFree, project }) => `the share of ${crashFree} without a crash in Sentry project ${project}`,
  },
  "sentry-uptime": {
    text: ({ path, service }) => `${path} of ${service}, asked by Sentry`,
  },
  "check-ins": {
    text: ({ slug, project }) => `check-ins of ${slug} in Sentry project ${project}`,
  },
  "sentry-monitor": {
    text: ({ project }) => `what a monitor in Sentry's own words says, of project ${project}`,
  },
};
