import { type Resource, textAt } from "../../model/resource.ts";
import type { StackConfig } from "../../model/stack.ts";
import { about, type Check, named, type Verdict } from "../check.ts";
import type { Finding } from "../finding.ts";
import type { LiveObject } from "../live.ts";
import type { DatadogClient } from "./client.ts";

/** Whom a message of Datadog's notifies: its `@handles`. */

/**
 * `@handle`s in a message: those with a space, a bracket or nothing before them. One that a template variable completes
 * (`@slack-acme-{{team.name}}`) is left out: what it becomes, nobody knows before the alert.
 */
export const handlesIn = (message: string): string[] => [
  ...new Set(
    // Begins with its `@`, which is looked for before all else: most of a message has none.
    message.match(/@(?<=(?:^|[\s}(])@)[\w.+-]+(?:@[\w.-]+)?\w(?![\w.+@-]*\{\{[^/#^])/g),
  ),
];

/** Datadog mails any address; every other kind of handle must exist there. */
export const isAddress = (handle: string): boolean => handle.slice(1).includes("@");

/** The handle of a channel that is registered for an account of Datadog's Slack integration. */
const slackHandle = (account: string, channel: string): string => `@slack-${account}-${channel.replace(/^#/, "")}`;

/** The channel, with its `#`, that a handle of an account means; null for any other handle. */
export function channelOf(handle: string, account: string): string | null {
  const start = slackHandle(account, "");
  return handle.startsWith(start) && handle.length > start.length ? `#${handle.slice(start.length)}` : null;
}

/** Whom the message of a monitor or test notifies; nobody where the resource is neither. */
const handlesOf = ({ kind, body }: Pick<Resource, "kind" | "body">): string[] =>
  kind === "monitor" || kind === "synthetics-test" ? handlesIn(textAt(body, "message")) : [];

/** Slack channels to which messages go. Where it is known what is live, a handle that leads nowhere counts for none. */
export function datadogChannels(
  resources: readonly Resource[],
  { datadog }: StackConfig,
  live?: readonly LiveObject[],
): { channel: string; definition: string }[] {
  const registered = live && registeredHandles([...resources, ...live]);
  return resources.flatMap((resource) => {
    const { definition } = resource;
    if (definition === null) return [];
    return handlesOf(resource)
      .filter((handle) => registered?.has(handle) !== false)
      .flatMap((handle) => channelOf(handle, datadog.slackAccount) ?? [])
      .map((channel) => ({ channel, definition }));
  });
}

/** Handles that need no question: channels that are among the objects, made by an update or live. */
export const registeredHandles = (objects: readonly Pick<Resource, "kind" | "parent" | "body">[]): Set<string> =>
  new Set(
    objects
      .filter(({ kind }) => kind === "slack-channel")
      .map(({ parent, body }) => slackHandle(String(parent.account), textAt(body, "name"))),
  );

/**
 * Whether Datadog can notify everybody that the messages of monitors and tests name. Addresses and registered channels are
 * known without a question, so that most stacks need none.
 */
export function handlesCheck(client: DatadogClient, resources: readonly Resource[]): Check {
  return {
    vendor: "datadog",
    kind: "handle",
    covers: "Whether the handles that messages name exist was",
    look: async (lists) => {
      const live = await lists;
      const sure = new Set([...registeredHandles(resources), ...registeredHandles(live)]);
      // Not yet paired: a message of ours, as the code has it or as it is live, carries our marks.
      const ours = [...resources, ...live.filter(({ identity }) => identity !== null)];
      const open = ours.flatMap(handlesOf).some((handle) => !isAddress(handle) && !sure.has(handle));
      const known = open ? new Set([...sure, ...(await client.handles())]) : sure;
      return ({ acting }) => judgeHandles(known, acting);
    },
  };
}

/** One finding for each handle that leads nowhere. Pure. */
function judgeHandles(known: ReadonlySet<string>, resources: readonly Resource[]): Verdict {
  const users = new Map<string, string[]>();
  for (const resource of resources) {
    const { definition } = resource;
    if (definition === null) continue;
    for (const handle of handlesOf(resource).filter((one) => !isAddress(one) && !known.has(one)))
      users.set(handle, [...(users.get(handle) ?? []), definition]);
  }
  const findings = [...users].map(([handle, definitions]): Finding => {
    const message = `Datadog knows no ${handle}: notifications of ${named(definitions)} do not arrive there.`;
    const subject = { ...about("datadog", "handle", handle, definitions), class: "broken-route" as const };
    return { ...subject, path: "message", expected: handle, actual: null, message };
  });
  return { findings };
}
