import type { Definition } from "../model/definition.ts";
import { notEvaluated } from "../model/signals/facts.ts";
import { signalKinds } from "../model/signals/kinds.ts";
import type { StackConfig } from "../model/stack.ts";
import type { DatadogClient } from "./datadog/client.ts";
import { datadogHistory } from "./datadog/history.ts";
import type { HistoryPlan } from "./history-types.ts";
import type { SentryClient } from "./sentry/client.ts";
import { sentryHistory } from "./sentry/history.ts";

/** Who is asked; a client is made when it is first needed. */
export interface HistoryClients {
  datadog(): DatadogClient;
  sentry(): SentryClient;
}

/** What can be asked about a definition's past, and whom. */
export function historyOf(definition: Definition, stack: StackConfig, clients: HistoryClients): HistoryPlan {
  const reason = notEvaluated(definition.signal);
  if (reason !== null) return { reason };
  return signalKinds[definition.signal.kind].by === "sentry"
    ? sentryHistory(definition, stack, clients.sentry)
    : datadogHistory(definition, stack, () => clients.datadog().http);
}
