import { z } from "zod";
import { valueAt } from "../model/resource.ts";
import { type Draft, draft } from "./change.ts";
import type { CompiledResource, CompiledState, standingOf } from "./state.ts";
import { list, moved } from "./words.ts";

/**
 * Whom an alert tells, read out of the vendors' objects: that is what will happen, whatever the route is called. As people
 * say it: `Slack #alerts`, `founder@example.com`, `pager webhook-pager`.
 */
export function recipientsOf(resources: readonly CompiledResource[], state: CompiledState): string[] {
  return [
    ...new Set(
      resources.flatMap((resource) => [
        ...handles(resource, state),
        ...actions(resource, state),
        ...links(resource, state),
      ]),
    ),
  ].sort();
}

/** Datadog's handles. Our messages put them into one line; a handle needs a space, a bracket or nothing before it. */
function handles({ vendor, body }: CompiledResource, state: CompiledState): string[] {
  if (vendor !== "datadog" || typeof body.message !== "string") return [];
  return [...body.message.matchAll(/(?:^|[\s}(])@([\w.+-]*\w(?:@[\w-]+(?:\.[\w-]+)+)?)/g)].map(([, handle = ""]) => {
    if (handle.includes("@")) return handle;
    if (!handle.startsWith("slack-")) return `pager ${handle}`;
    const account = valueAt(state.settings, "datadog.slackAccount");
    const channel = handle.slice("slack-".length);
    const own = typeof account === "string" && channel.startsWith(`${account}-`);
    return `Slack #${own ? channel.slice(account.length + 1) : channel}`;
  });
}

const action = z.object({
  type: z.string(),
  config: z.object({ targetIdentifier: z.string().nullish(), targetDisplay: z.string().nullish() }),
});
const filters = z.array(z.object({ actions: z.array(z.unknown()) }));
const person = z.object({ mail: z.string(), sentryUser: z.coerce.string() });

/** Sentry's actions. Its mails name members by their id, which the stack file knows. */
function actions({ vendor, kind, body }: CompiledResource, state: CompiledState): string[] {
  if (vendor !== "sentry" || kind !== "workflow") return [];
  const all = filters.safeParse(body.actionFilters).data?.flatMap((filter) => filter.actions) ?? [];
  const people = z.record(z.string(), person).safeParse(state.settings?.people).data ?? {};
  return all.map((one) => {
    const parsed = action.safeParse(one);
    if (!parsed.success) return "an action of another kind";
    const { type, config } = parsed.data;
    if (type === "slack") return `Slack #${(config.targetDisplay ?? "").replace(/^#/, "")}`;
    if (type !== "email") return `${type} ${config.targetIdentifier ?? ""}`.trim();
    const known = Object.values(people).find(({ sentryUser }) => sentryUser === config.targetIdentifier);
    return known?.mail ?? `Sentry member ${config.targetIdentifier ?? "unknown"}`;
  });
}

const link = z.object({ type: z.string(), channelId: z.string().optional(), webhookId: z.string().optional() });

/** Where Vercel's own monitors notify. They name channels by Slack's id, which the stack file knows. */
function links({ kind, body }: CompiledResource, state: CompiledState): string[] {
  if (kind !== "alert-rule") return [];
  const ids =
    z.record(z.string(), z.string()).safeParse(valueAt(state.settings, "vercel.monitors.channels")).data ?? {};
  return (z.array(link).safeParse(body.notifications).data ?? []).map(({ channelId, webhookId }) => {
    if (channelId === undefined) return `Vercel's webhook ${webhookId ?? ""}`.trim();
    const name = Object.keys(ids).find((one) => ids[one] === channelId);
    const channel = name === undefined ? undefined : valueAt(state.settings, `channels.${name}`);
    return `Slack ${typeof channel === "string" ? channel : channelId}`;
  });
}

/** Kinds of object that tell somebody. Any other alert (a declared cron) tells nobody by itself. */
export const tells = ({ kind }: CompiledResource): boolean =>
  ["monitor", "synthetics-test", "workflow", "alert-rule"].includes(kind);

/** What changes in who is told. `standing`: which stack this is, for channels that belong to another. */
export function rerouted(
  before: readonly string[],
  after: readonly string[],
  standing: ReturnType<typeof standingOf>,
): Draft[] {
  const { stack } = standing;
  const { gone, come } = moved(before, after);
  if (gone.length + come.length === 0) return [];
  const paths = ["route"];
  const foreign = come.flatMap((recipient): Draft[] => {
    const other = otherStack(recipient, standing);
    if (other === null) return [];
    return [
      draft("rerouted", `Stack ${stack} notifies ${recipient}, which by its name belongs to ${other}.`, paths, {
        effect: "never",
        danger: `what ${stack} says goes where people expect ${other}`,
      }),
    ];
  });
  if (after.length === 0) {
    const text = `Notifies nobody any more; before, it notified ${list(before)}.`;
    return [draft("rerouted", text, paths, { effect: "never", danger: "it fires and notifies nobody" })];
  }
  if (gone.length === 0) {
    const text = before.length === 0 ? `Notifies ${list(come)}; before, nobody.` : `Also notifies ${list(come)}.`;
    return [...foreign, draft("rerouted", text, paths, { effect: "more" })];
  }
  const text =
    come.length === 0
      ? `No longer notifies ${list(gone)}, only ${list(after)}.`
      : `Notifies ${list(come)} instead of ${list(gone)}${after.length > come.length ? `, and still ${list(after.filter((r) => !come.includes(r)))}` : ""}.`;
  return [...foreign, draft("rerouted", text, paths)];
}

const names: ReadonlyArray<readonly [RegExp, string]> = [
  [/(^|[-_.#@ ])(staging|stage|stg)($|[-_.@])/, "staging"],
  [/(^|[-_.#@ ])(dev|development|test|testing|sandbox|preview|local)($|[-_.@])/, "a test stack"],
  [/(^|[-_.#@ ])(prod|production)($|[-_.@])/, "production"],
];

/** The other stack that a channel or address is named for; null for none or this one. */
function otherStack(recipient: string, { stack, production }: ReturnType<typeof standingOf>): string | null {
  const own = production ? "production" : names.find(([pattern]) => pattern.test(stack))?.[1];
  const hit = names.find(([pattern]) => pattern.test(recipient.replace(/@.*$/, "")))?.[1];
  return hit === undefined || hit === own ? null : hit;
}
