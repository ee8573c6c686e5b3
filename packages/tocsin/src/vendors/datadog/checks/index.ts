import type { Resource } from "../../../model/resource.ts";
import type { Check, ProjectFacts } from "../../check.ts";
import type { DatadogClient } from "../client.ts";
import { handlesCheck } from "../handles.ts";
import { downtimesCheck } from "./downtimes.ts";
import { signalChecks, testRunsCheck } from "./signals.ts";
import { testMonitorsCheck } from "./test-monitors.ts";
import { watchedAtDatadog } from "./watched.ts";

/** Every question to Datadog beside the lists, for what the stack has. Sends nothing. */
export function datadogChecks(client: DatadogClient, facts: ProjectFacts, resources: readonly Resource[]): Check[] {
  const watched = watchedAtDatadog(facts, resources);
  const haveTests = watched.tests.length > 0;
  return [
    downtimesCheck(client),
    handlesCheck(client, resources),
    ...(haveTests ? [testMonitorsCheck(client)] : []),
    ...signalChecks(client, facts, watched),
    ...(haveTests ? [testRunsCheck(client, facts, watched.tests)] : []),
  ];
}
