import type { Definition } from "../model/definition.ts";
import type { StackConfig } from "../model/stack.ts";
import { readableDuration } from "../model/units.ts";

/** What every alert says, whichever vendor sends it. Short lines: it is read on a phone, at night. */
export interface MessageParts {
  /** `[PAGE] High 5xx rate (shop, prod)`. */
  headline: string;
  /** The limit in words, e.g. `above 5 % for 5 min`. */
  limit: string;
  why: string;
  /** The first three, numbered. */
  checks: string[];
  runbook: string;
  owner: string;
  recovered: string;
}

const urgency = { page: "PAGE", ticket: "TICKET", info: "INFO" } as const;

/** The anchor of a definition's heading on its runbook page, as GitHub and others make it from `### subject/alert`. */
export const runbookAnchor = (id: string): string => id.replace(/[^a-z0-9-]/g, "");

/** Address of the runbook section that belongs to a definition. */
export const runbookUrl = ({ id, runbook }: Definition, stack: StackConfig): string =>
  `${stack.runbooks.replace(/\/$/, "")}/${runbook}.md#${runbookAnchor(id)}`;

/** The unit of a definition's value, as a suffix (`" %"`, `" ms"`, or nothing for counts). */
export function unitOf(definition: Definition): string {
  const { signal } = definition;
  switch (signal.kind) {
    case "metric":
    case "log-measure":
      return ` ${signal.unit}`;
    case "log-ratio":
      return " %";
    case "sentry-spans":
      return " ms";
    case "sentry-errors":
      return signal.comparedWith === undefined
        ? " errors"
        : ` % of the errors ${readableDuration(signal.comparedWith)} before`;
    case "log-count":
      return signal.count === "requests" ? " requests" : " lines";
    default:
      return "";
  }
}

/** The condition in words. */
export function limitText(definition: Definition): string {
  const { condition } = definition;
  switch (condition.kind) {
    case "threshold": {
      const how = { total: "in", sustained: "at every point for", average: "on average over" }[condition.over];
      return `${condition.comparison} ${condition.critical}${unitOf(definition)} ${how} ${readableDuration(condition.window)}`;
    }
    case "each-event":
      return `any event, at most once an issue in ${readableDuration(condition.throttle)}`;
    case "consecutive-failures":
      return `${condition.failures} failures in a row`;
    case "declared":
      return "exists exactly as declared";
  }
}

export function messageParts(definition: Definition, stack: StackConfig): MessageParts {
  return {
    headline: `[${urgency[definition.severity]}] ${definition.title} (${definition.service}, ${stack.name})`,
    limit: limitText(definition),
    why: definition.why,
    checks: definition.firstChecks.slice(0, 3).map((check, i) => `${i + 1}. ${check}`),
    runbook: runbookUrl(definition, stack),
    owner: definition.owner,
    recovered: definition.recovered,
  };
}
