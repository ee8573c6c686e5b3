import type { Json } from "../model/resource.ts";
import { readableDuration } from "../model/units.ts";
import { type Draft, draft } from "./change.ts";
import { valueText } from "./words.ts";

/** A field of a vendor's object that says something about alerting. Rows of one kind of object; `*` is one step of a path. */
interface Fact {
  kinds: readonly string[];
  path: string;
  /** Fields of the definition that it comes from: when one of them changed, that has been told already. */
  from: readonly string[];
  /** Null: nothing worth a sentence of its own. */
  say: (before: Json | undefined, after: Json | undefined) => Draft | null;
}

/** A switch that stands for "this alert works". */
const onOff =
  (what: string, on: Json): Fact["say"] =>
  (before, after) => {
    if (after !== on && (before === on || before === undefined)) {
      return draft("muted", `${what} is switched off in the code.`, [], {
        danger: "it is silent until somebody changes the code again",
      });
    }
    return after === on ? draft("unmuted", `${what} is switched on again.`, []) : null;
  };

/** A number where more means later. */
const slower =
  (text: (value: string) => string, unit: (n: number) => string): Fact["say"] =>
  (before, after) => {
    const number = (value: Json | undefined) => (typeof value === "number" ? value : 0);
    const later = number(after) > number(before);
    return draft(later ? "later" : "sooner", `${text(unit(number(after)))} instead of ${unit(number(before))}.`, []);
  };

/** Minutes between two messages while it fires; 0 or nothing: only one. */
const repeats: Fact["say"] = (before, after) => {
  const minutes = (value: Json | undefined) => (typeof value === "number" && value > 0 ? value : null);
  const every = (n: number) => `every ${readableDuration(n * 60)}`;
  const [was, is] = [minutes(before), minutes(after)];
  if (is === null) return was === null ? null : draft("quieter", `Is no longer repeated; so far, ${every(was)}.`, []);
  if (was === null) return draft("louder", `Is repeated ${every(is)}; so far, it was not.`, []);
  const quieter = is > was;
  return draft(quieter ? "quieter" : "louder", `Is repeated ${every(is)} instead of ${every(was)}.`, []);
};

const otherEnvironment: Fact["say"] = (before, after) =>
  draft("redirected", `Watches Sentry's environment ${valueText(after)} instead of ${valueText(before)}.`, [], {
    effect: "never",
    danger: "what happens in the other environment is no longer seen",
  });

const otherAddress: Fact["say"] = (before, after) =>
  draft("redirected", `Stripe sends its events to ${valueText(after)} instead of ${valueText(before)}.`, [], {
    effect: "never",
    danger: "the old address no longer hears of payments",
  });

const facts: readonly Fact[] = [
  {
    kinds: ["monitor"],
    path: "options.silenced",
    from: [],
    say: (_before, after) =>
      after !== undefined && after !== null && JSON.stringify(after) !== "{}"
        ? draft("muted", `Datadog is set to silence it (${valueText(after)}).`, [], {
            danger: "it is silent until somebody changes the code again",
          })
        : draft("unmuted", "It is no longer silenced in the code.", []),
  },
  { kinds: ["monitor"], path: "draft_status", from: [], say: onOff("Its Datadog monitor", "published") },
  { kinds: ["synthetics-test"], path: "status", from: [], say: onOff("Its Datadog check", "live") },
  { kinds: ["detector"], path: "enabled", from: [], say: onOff("Its Sentry monitor", true) },
  { kinds: ["workflow"], path: "enabled", from: [], say: onOff("Its Sentry alert", true) },
  { kinds: ["project-crons"], path: "enabled", from: [], say: onOff("Every cron of the project", true) },
  { kinds: ["logs-pipeline"], path: "is_enabled", from: [], say: onOff("The log pipeline that it reads", true) },
  { kinds: ["monitor"], path: "options.renotify_interval", from: ["severity"], say: repeats },
  { kinds: ["synthetics-test"], path: "options.monitor_options.renotify_interval", from: ["severity"], say: repeats },
  {
    kinds: ["monitor", "synthetics-test"],
    path: "options.evaluation_delay",
    from: ["signal"],
    say: slower((value) => `Evaluates ${value} late`, readableDuration),
  },
  {
    kinds: ["synthetics-test"],
    path: "options.retry.count",
    from: [],
    say: slower(
      (value) => `Tries ${value} again before a run counts as failed`,
      (n) => `${n} times`,
    ),
  },
  {
    kinds: ["synthetics-test"],
    path: "options.min_failure_duration",
    from: ["signal", "condition"],
    say: slower((value) => `Must fail for ${value} before it fires`, readableDuration),
  },
  {
    kinds: ["synthetics-test"],
    path: "options.tick_every",
    from: ["signal"],
    say: slower((value) => `Checks every ${value}`, readableDuration),
  },
  {
    kinds: ["monitor"],
    path: "options.on_missing_data",
    from: ["condition", "signal"],
    say: (before, after) => {
      const text = `When its data stop, Datadog does ${valueText(after)} instead of ${valueText(before)}.`;
      return String(before).includes("notify") ? draft("quieter", text, []) : draft("settings", text, []);
    },
  },
  {
    kinds: ["global-variable"],
    path: "value.secure",
    from: [],
    say: (_before, after) =>
      after === true
        ? draft("security", "Datadog keeps the variable secret.", [], { effect: "more" })
        : draft("security", "Datadog no longer keeps the variable secret.", [], {
            danger: "anybody in the organization can read it",
          }),
  },
  {
    kinds: ["environment-variable"],
    path: "type",
    from: [],
    say: (before, after) =>
      after === "sensitive"
        ? draft("security", "The variable can no longer be read back.", [], { effect: "other" })
        : draft("security", `The variable is ${valueText(after)} instead of ${valueText(before)}.`, [], {
            danger: "its value can be read back",
          }),
  },
  { kinds: ["workflow", "detector"], path: "environment", from: [], say: otherEnvironment },
  { kinds: ["detector"], path: "dataSources.*.environment", from: [], say: otherEnvironment },
  {
    kinds: ["webhook-endpoint", "event-destination"],
    path: "enabled_events",
    from: ["signal"],
    say: (before, after) =>
      draft("redirected", `Stripe sends ${valueText(after)} instead of ${valueText(before)}.`, []),
  },
  { kinds: ["webhook-endpoint"], path: "url", from: ["signal"], say: otherAddress },
  { kinds: ["event-destination"], path: "webhook_endpoint.url", from: ["signal"], say: otherAddress },
];

const fits = (pattern: string, path: string): boolean => {
  const [wanted, actual] = [pattern.split("."), path.split(".")];
  return wanted.every((step, i) => step === "*" || step === actual[i]);
};

/**
 * The sentence about a changed field of an object, if it has one that has not been told with the definition.
 * @param fields fields of the definition that changed
 */
export function factOf(
  kind: string,
  path: string,
  before: Json | undefined,
  after: Json | undefined,
  fields: ReadonlySet<string>,
): Draft | null {
  const row = facts.find((fact) => fact.kinds.includes(kind) && fits(fact.path, path));
  if (row === undefined || row.from.some((field) => fields.has(field))) return null;
  return row.say(before, after);
}
