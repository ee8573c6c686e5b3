import type { Quirk } from "../quirks.ts";

/** Facts known to hold on this date, from the published specification. */
const date = "2026-11-21";

const off: Quirk = {
  rule: "means",
  path: "status",
  class: "disabled",
  when: (value) => value === "disabled",
  fact: "no event is sent, none is retried",
  date,
};

export const webhookEndpointQuirks: readonly Quirk[] = [
  ...["id", "object", "application", "created", "livemode"].map(
    (path): Quirk => ({ rule: "server-sets", path, fact: "identity and account", date }),
  ),
  { rule: "write-only", path: "secret", fact: "only the answer to the creation holds it", date },
  { rule: "write-only", path: "connect", fact: "can be sent at creation, is not given back", date },
  { rule: "default", path: "connect", value: false, fact: "assumed when not sent", date },
  { rule: "unordered", path: "enabled_events", by: [], fact: "a set", date },
  { rule: "default", path: "status", value: "enabled", fact: "a new endpoint is enabled", date },
  { rule: "default", path: "description", value: "", fact: "null when not sent", date },
  { rule: "default", path: "metadata", value: {}, fact: "echoed when not sent", date },
  off,
];

/** Of event destinations, from the types of stripe 23.1.0. */
export const eventDestinationQuirks: readonly Quirk[] = [
  ...["id", "object", "created", "updated", "livemode", "status_details"].map(
    (path): Quirk => ({ rule: "server-sets", path, fact: "identity, account and history", date }),
  ),
  {
    rule: "server-sets",
    path: "webhook_endpoint.signing_secret",
    fact: "only the answer to the creation has it",
    date,
  },
  { rule: "unordered", path: "enabled_events", by: [], fact: "a set", date },
  { rule: "unordered", path: "events_from", by: [], fact: "a set", date },
  { rule: "default", path: "events_from", value: ["@self"], fact: "assumed when not sent", date },
  { rule: "default", path: "status", value: "enabled", fact: "a new destination is enabled", date },
  { rule: "default", path: "description", value: "", fact: "empty when not sent", date },
  { rule: "default", path: "metadata", value: {}, fact: "echoed when not sent", date },
  off,
];
