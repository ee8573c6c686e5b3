import { UsageError } from "../../shared/usage-error.ts";
import { DatadogClient } from "../../vendors/datadog/client.ts";
import type { HistoryClients } from "../../vendors/history.ts";
import { SentryClient } from "../../vendors/sentry/client.ts";
import type { connectTo } from "../connect.ts";

/** All calls together, their waits included: a long history behind a rate limit takes its time. */
const deadlineMs = 900_000;

type Clients = HistoryClients & { made: { datadog?: DatadogClient; sentry?: SentryClient } };

/** Those who are asked for history, each made when it is first needed; `made` are those who were. */
export function clientsOf(connections: Awaited<ReturnType<typeof connectTo>>): Clients {
  const made: Clients["made"] = {};
  return {
    made,
    datadog: () => {
      if (connections.datadog === undefined) throw new UsageError("Datadog's credentials are missing.");
      made.datadog ??= new DatadogClient(connections.datadog, { deadlineMs });
      return made.datadog;
    },
    sentry: () => {
      if (connections.sentry === undefined) throw new UsageError("Sentry's credentials are missing.");
      made.sentry ??= new SentryClient(connections.sentry, { deadlineMs });
      return made.sentry;
    },
  };
}

/** Calls for history that were made so far. */
export const callsFor = ({ made }: Clients): number =>
  (made.datadog?.http.signalCalls ?? 0) + (made.sentry?.http.signalCalls ?? 0);
