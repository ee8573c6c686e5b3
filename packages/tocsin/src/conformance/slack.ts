import type { ConformanceKind, Home, Mark } from "./kind.ts";
import { second } from "./kind.ts";

/** Only where there is a channel is this asked for; `missing` says so before. */
const channel = ({ slackChannel }: Home): string => ("id" in slackChannel ? slackChannel.id : "");
const history = (home: Home, more: Record<string, string>): string =>
  `/api/conversations.history?${new URLSearchParams({ channel: channel(home), ...more })}`;
const post = (to: string, mark: Mark) => ({
  ...{ method: "POST" as const, path: "/api/chat.postMessage" },
  body: { channel: to, text: mark.name, unfurl_links: false, unfurl_media: false },
});

/** A message in the stack's first channel, read back and deleted: what drills and announcements rest on. */
export const atSlack: ConformanceKind[] = [
  {
    ...{ vendor: "slack", kind: "message", items: "messages", id: "ts" },
    pages: { by: "member", at: "response_metadata.next_cursor", as: "cursor" },
    missing: ({ slackChannel }) => ("id" in slackChannel ? null : slackChannel.missing),
    create: (mark, which, home) => post(channel(home), second(mark, which)),
    list: (home) => history(home, { limit: "200" }),
    read: (ts, home) => history(home, { oldest: ts, latest: ts, inclusive: "true", limit: "1" }),
    remove: (ts, home) => ({ method: "POST", path: "/api/chat.delete", body: { channel: channel(home), ts } }),
    refused: () => post("#tocsin-conformance-nowhere", { name: "refused", tag: "refused" }),
  },
];
