import type { Resource } from "../../../model/resource.ts";
import type { Check, ProjectFacts } from "../../check.ts";
import type { DatadogClient } from "../client.ts";
import { downtimesCheck } from "./downtimes.ts";
import { handlesCheck } from "./handles.ts";
import { neverSeenChecks } from "./never-seen.ts";
import { signalChecks, testRunsCheck } from "./signals.ts";
import { testMonitorsCheck } from "./test-monitors.ts";

/** Every question to Datadog beside the lists, for what the stack has. Sends nothing. */
export const datadogChecks = (client: DatadogClient, facts: ProjectFacts, resources: readonly Resource[]): Check[] => [
  downtimesCheck(client),
  handlesCheck(client, resources),
  ...(resources.some(({ kind }) => kind === "synthetics-test") ? [testMonitorsCheck(client)] : []),
  ...signalChecks(client, facts, resources),
  ...testRunsCheck(client, facts, resources),
  ...neverSeenChecks(client, facts, resources),
];
