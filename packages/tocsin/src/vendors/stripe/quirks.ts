import { knownOn } from "../quirk-rows.ts";
import type { Quirk } from "../quirks.ts";

/** Facts known to hold on this date, from the published specification. */
const { defaults, means, serverSets, unordered, writeOnly } = knownOn("2026-11-21");

const off = means("status", "disabled", (value) => value === "disabled", "no event is sent, none is retried");

export const webhookEndpointQuirks: readonly Quirk[] = [
  serverSets("id object application created livemode", "identity and account"),
  writeOnly("secret", "only the answer to the creation holds it"),
  writeOnly("connect", "can be sent at creation, is not given back"),
  defaults({ connect: false }, "assumed when not sent"),
  unordered("enabled_events", "a set"),
  defaults({ status: "enabled" }, "a new endpoint is enabled"),
  defaults({ description: "" }, "null when not sent"),
  defaults({ metadata: {} }, "echoed when not sent"),
  off,
].flat();

/** Of event destinations, from the types of stripe 23.1.0. */
export const eventDestinationQuirks: readonly Quirk[] = [
  serverSets("id object created updated livemode status_details", "identity, account and history"),
  serverSets("webhook_endpoint.signing_secret", "only the answer to the creation has it"),
  unordered("enabled_events events_from", "a set"),
  defaults({ events_from: ["@self"] }, "assumed when not sent"),
  defaults({ status: "enabled" }, "a new destination is enabled"),
  defaults({ description: "" }, "empty when not sent"),
  defaults({ metadata: {} }, "echoed when not sent"),
  off,
].flat();
