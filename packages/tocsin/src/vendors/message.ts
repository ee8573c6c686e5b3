import { type ConditionOf, sideText } from "../model/condition.ts";
import type { Definition } from "../model/definition.ts";
import { isComposite, isOutlier, unitOfSignal } from "../model/signals/facts.ts";
import type { StackConfig } from "../model/stack.ts";
import { readableDuration } from "../model/units.ts";
import { deploymentLinks, type Link } from "./links.ts";

/**
 * What every alert says, whichever vendor sends it. Short lines: it is read on a phone, at night. Stack and service stand in
 * the title, which every vendor shows, and are not said again.
 */
export interface MessageParts {
  /** `[PAGE]`. */
  urgency: string;
  title: string;
  /** The limit in words, e.g. `above 5 % in 5 min`. */
  limit: string;
  /** The unit behind each number, where it is short enough for that. */
  unit: string;
  why: string;
  /** The first three, numbered. */
  checks: string[];
  /** What to run first: it does those of the checks that can be read. */
  command: string;
  /** The service's deployments. */
  deployments: Link[];
  runbook: Link;
  owner: string;
  /** What to confirm once it says that it has recovered. */
  confirm: string;
}

const urgency = { page: "[PAGE]", ticket: "[TICKET]", info: "[INFO]" } as const;

/** The anchor of a definition's heading on its runbook page, as GitHub and others make it from `### subject/alert`. */
export const runbookAnchor = (id: string): string => id.replace(/[^a-z0-9-]/g, "");

/** Address of the runbook section that belongs to a definition. */
export const runbookUrl = ({ id, runbook }: Definition, stack: StackConfig): string =>
  `${stack.runbooks.replace(/\/$/, "")}/${runbook}.md#${runbookAnchor(id)}`;

/** The unit of a definition's value, as a suffix (`" %"`, `" ms"`, or nothing for counts). */
export const unitOf = ({ signal }: Definition): string => unitOfSignal(signal);

/** The condition in words; `unit` behind its number. */
export function limitText(definition: Definition, unit = unitOf(definition)): string {
  const { condition } = definition;
  switch (condition.kind) {
    case "threshold": {
      if (condition.soFarThis !== undefined) {
        return `${sideText(condition)} ${condition.critical}${unit} so far this ${condition.soFarThis}`;
      }
      const how = {
        total: "in",
        sustained: "at every point for",
        average: "on average over",
        any: "at any point within",
      }[condition.over];
      return `${sideText(condition)} ${condition.critical}${unit} ${how} ${readableDuration(condition.window)}`;
    }
    case "each-event":
      return `any event, at most once an issue in ${readableDuration(condition.throttle)}`;
    case "consecutive-failures": {
      const { failures, recoverAfter = 1 } = condition;
      const passes = recoverAfter === 1 ? "" : `, recovered after ${recoverAfter} passes`;
      return `${failures === 1 ? "1 failure" : `${failures} failures in a row`}${passes}`;
    }
    case "failing-share":
      return `more than ${condition.critical} % of the checks critical`;
    case "anomalous": {
      const { share, window } = condition;
      const how = isOutlier(definition.signal) ? "unlike the others" : "unusual";
      return `${how} for ${share === 100 ? "" : `${share} % of `}${readableDuration(window)}`;
    }
    case "burning":
      return burningText(condition);
    case "as-stated":
      return signalIsStated(definition);
    case "declared":
      return "exists exactly as declared";
  }
}

/** How much too fast a budget burns, over which windows. */
export const burningText = ({ rate, long, short }: Pick<ConditionOf<"burning">, "rate" | "long" | "short">): string =>
  `error budget burning more than ${rate} times too fast over ${readableDuration(long)} and ${readableDuration(short)}`;

/** When an alert fires whose signal says so. */
function signalIsStated({ signal }: Definition): string {
  if (!isComposite(signal)) return "as its own body says";
  const { all, any, unless } = signal;
  return [
    ...(all.length === 0 ? [] : [`${all.join(" and ")} firing`]),
    ...(any.length === 0 ? [] : [`${all.length === 0 ? "" : "with "}${any.join(" or ")} firing`]),
    ...(unless.length === 0 ? [] : [`unless ${unless.join(" or ")} is firing too`]),
  ].join(", ");
}

export function messageParts(definition: Definition, stack: StackConfig): MessageParts {
  return {
    urgency: urgency[definition.severity],
    title: definition.title,
    limit: limitText(definition, shortUnit(definition)),
    unit: shortUnit(definition),
    why: definition.why,
    checks: definition.firstChecks.slice(0, 3).map((check, i) => `${i + 1}. ${check}`),
    command: `npx tocsin check ${definition.runbook} --stack ${stack.name}`,
    deployments: deploymentLinks(definition, stack),
    runbook: { title: "Runbook", url: runbookUrl(definition, stack) },
    owner: definition.owner,
    confirm: definition.recovered,
  };
}

/** A unit that is short enough to stand behind every number; a longer one stands behind the value alone. */
function shortUnit(definition: Definition): string {
  const unit = unitOf(definition);
  return unit.length <= " requests".length ? unit : "";
}
