import { within } from "./differences.ts";

/** A change that a vendor does not allow on an existing object: the engine makes a new one and deletes the old one. */
interface Replacement {
  kind: string;
  /** Dotted, in the body; `parent.` for where the object lives. */
  path: string;
  /** What it costs. */
  fact: string;
}

const anotherSecret =
  "the new endpoint has another signing secret, and a deployment that still has the old one refuses its events";

/** As the providers of 2026-11 decide it: official ones by their source, ours by `replaceOn`. */
const replacements: readonly Replacement[] = [
  {
    kind: "monitor",
    path: "type",
    fact: "the new monitor starts without state: its history, mutes and links stay with the old one",
  },
  { kind: "slack-channel", path: "name", fact: "the old channel is disconnected from Datadog" },
  { kind: "slack-channel", path: "parent.account", fact: "the channel is disconnected from the old account" },
  { kind: "slo", path: "type", fact: "the new objective starts without history" },
  { kind: "logs-metric", path: "id", fact: "the new metric starts without history" },
  { kind: "detector", path: "parent.organization", fact: "open issues stay with the old monitor" },
  { kind: "detector", path: "parent.project", fact: "open issues stay with the old monitor" },
  { kind: "workflow", path: "parent.organization", fact: "the old alert stays behind with its history" },
  { kind: "project-crons", path: "parent.projectId", fact: "the crons of the old project are no longer managed" },
  {
    kind: "environment-variable",
    path: "key",
    fact: "deployments that run read the old name until they are created again",
  },
  { kind: "environment-variable", path: "type", fact: "the variable is absent for a moment" },
  { kind: "environment-variable", path: "parent.projectId", fact: "the old project loses the variable" },
  {
    kind: "webhook-endpoint",
    path: "api_version",
    fact: anotherSecret,
  },
  ...["event_payload", "snapshot_api_version", "events_from"].map((path) => ({
    kind: "event-destination",
    path,
    fact: anotherSecret,
  })),
];

/** The rows that changed paths of an object hit. */
export function replacedBy(kind: string, paths: readonly string[]): Replacement[] {
  return replacements.filter((row) => row.kind === kind && paths.some((path) => within(path, row.path)));
}
