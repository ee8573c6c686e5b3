import type { Resource } from "../../model/resource.ts";
import type { StackConfig } from "../../model/stack.ts";
import { type LiveObject, textOf } from "../live.ts";

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

/** Slack channels to which messages go. Where it is known what is live, a handle that leads nowhere counts for none. */
export function datadogChannels(
  resources: readonly Resource[],
  { datadog }: StackConfig,
  live?: readonly LiveObject[],
): { channel: string; definition: string }[] {
  const registered = live && registeredHandles([...resources, ...live]);
  return resources.flatMap(({ kind, definition, body }) => {
    if (definition === null || (kind !== "monitor" && kind !== "synthetics-test")) return [];
    return handlesIn(textOf(body, "message"))
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
      .map(({ parent, body }) => slackHandle(String(parent.account), textOf(body, "name"))),
  );
