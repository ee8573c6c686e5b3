import type { Json } from "../model/resource.ts";
import { readableDuration } from "../model/units.ts";
import type { ChangeKind, Draft, Effect } from "./change.ts";
import { valueText } from "./words.ts";

/** A field of a vendor's object that says something about alerting. Rows of one kind of object; `*` is one step of a path. */
interface Fact {
  kinds: readonly string[];
  path: string;
  /** Fields of the definition that it comes from: when one of them changed, that has been told already. */
  from: readonly string[];
  /** Null: nothing worth a sentence of its own. */
  say: (before: Json | undefined, after: Json | undefined) => Omit<Draft, "paths"> | null;
}

const draft = (kind: ChangeKind, effect: Effect, text: string, danger?: string): Omit<Draft, "paths"> => ({
  kind,
  effect,
  text,
  ...(danger === undefined ? {} : { danger }),
});

/** A switch that stands for "this alert works". */
const onOff =
  (what: string, on: Json): Fact["say"] =>
  (before, after) => {
    if (after !== on && (before === on || before === undefined)) {
      return draft(
        "muted",
        "never",
        `${what} is switched off in the code.`,
        "it is silent until somebody changes the code again",
      );
    }
    return after === on ? draft("unmuted", "more", `${what} is switched on again.`) : null;
  };

/** A number where more means later. */
const slower =
  (text: (value: string) => string, unit: (n: number) => string): Fact["say"] =>
  (before, after) => {
    const number = (value: Json | undefined) => (typeof value === "number" ? value : 0);
    const later = number(after) > number(before);
    return draft(
      later ? "later" : "sooner",
      later ? "less" : "more",
      `${text(unit(number(after)))} instead of ${unit(number(before))}.`,
    );
  };

/** Minutes between two messages while it fires; 0 or nothing: only one. */
const repeats: Fact["say"] = (before, after) => {
  const minutes = (value: Json | undefined) => (typeof value === "number" && value > 0 ? value : null);
  const every = (n: number) => `every ${readableDuration(n * 60)}`;
  const [was, is] = [minutes(before), minutes(after)];
  if (is === null)
    return was === null ? null : draft("quieter", "less", `Is no longer repeated; so far, ${every(was)}.`);
  if (was === null) return draft("louder", "more", `Is repeated ${every(is)}; so far, it was not.`);
  const quieter = is > was;
  return draft(
    quieter ? "quieter" : "louder",
    quieter ? "less" : "more",
    `Is repeated ${every(is)} instead of ${every(was)}.`,
  );
};

const otherEnvironment: Fact["say"] = (before, after) =>
  draft(
    "redirected",
    "never",
    `Watches Sentry's environment ${valueText(after)} instead of ${valueText(before)}.`,
    "what happens in the other environment is no longer seen",
  );

const otherAddress: Fact["say"] = (before, after) =>
  draft(
    "redirected",
    "never",
    `Stripe sends its events to ${valueText(after)} instead of ${valueText(before)}.`,
    "the old address no longer hears of payments",
  );

const facts: readonly Fact[] = [
  {
    kinds: ["monitor"],
    path: "options.silenced",
    from: [],
    say: (_before, after) =>
      after !== undefined && after !== null && JSON.stringify(after) !== "{}"
        ? draft(
            "muted",
            "never",
            `Datadog is set to silence it (${valueText(after)}).`,
            "it is silent until somebody changes the code again",
          )
        : draft("unmuted", "more", "It is no longer silenced in the code."),
  },
  { kinds: ["monitor"], path: "draft_status", from: [], say: onOff("Its Datadog monitor", "published") },
  { kinds: ["synthetics-test"], path: "status", from: [], say: onOff("Its Datadog check", "live") },
  { kinds: ["detector"], path: "enabled", from: [], say: onOff("Its Sentry monitor", true) },
  { kinds: ["workflow"], path: "enabled", from: [], say: onOff("Its Sentry alert", true) },
  { kinds: ["project-crons"], path: "enabled", from: [], say: onOff("Every cron of the project", true) },
  { kinds: ["logs-pipeline"], path: "is_enabled", from: [], say: onOff("The log pipeline that it reads", true) },
  {
    kinds: ["monitor"],
    path: "options.renotify_interval",
    from: ["severity"],
    say: repeats,
  },
  {
    kinds: ["synthetics-test"],
    path: "options.monitor_options.renotify_interval",
    from: ["severity"],
    say: repeats,
  },
  {
    kinds: ["monitor", "synthetics-test"],
    path: "options.evaluation_delay",
    from: ["signal"],
    say: slower(
      (value) => `Evaluates ${value} late`,
      (n) => readableDuration(n),
    ),
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
    say: slower(
      (value) => `Must fail for ${value} before it fires`,
      (n) => readableDuration(n),
    ),
  },
  {
    kinds: ["synthetics-test"],
    path: "options.tick_every",
    from: ["signal"],
    say: slower(
      (value) => `Checks every ${value}`,
      (n) => readableDuration(n),
    ),
  },
  {
    kinds: ["monitor"],
    path: "options.on_missing_data",
    from: ["condition", "signal"],
    say: (before, after) => {
      const text = `When its data stop, Datadog does ${valueText(after)} instead of ${valueText(before)}.`;
      return String(before).includes("notify") ? draft("quieter", "less", text) : draft("settings", "other", text);
    },
  },
  {
    kinds: ["global-variable"],
    path: "value.secure",
    from: [],
    say: (_before, after) =>
      after === true
        ? draft("security", "more", "Datadog keeps the variable secret.")
        : draft(
            "security",
            "never",
            "Datadog no longer keeps the variable secret.",
            "anybody in the organization can read it",
          ),
  },
  {
    kinds: ["environment-variable"],
    path: "type",
    from: [],
    say: (before, after) =>
      after === "sensitive"
        ? draft("security", "other", "The variable can no longer be read back.")
        : draft(
            "security",
            "never",
            `The variable is ${valueText(after)} instead of ${valueText(before)}.`,
            "its value can be read back",
          ),
  },
  {
    kinds: ["workflow", "detector"],
    path: "environment",
    from: [],
    say: otherEnvironment,
  },
  {
    kinds: ["detector"],
    path: "dataSources.*.environment",
    from: [],
    say: otherEnvironment,
  },
  {
    kinds: ["webhook-endpoint", "event-destination"],
    path: "enabled_events",
    from: ["signal"],
    say: (before, after) =>
      draft("redirected", "less", `Stripe sends ${valueText(after)} instead of ${valueText(before)}.`),
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
): Omit<Draft, "paths"> | null {
  const row = facts.find((fact) => fact.kinds.includes(kind) && fits(fact.path, path));
  if (row === undefined || row.from.some((field) => fields.has(field))) return null;
  return row.say(before, after);
}
