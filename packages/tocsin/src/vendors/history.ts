import type { Definition } from "../model/definition.ts";
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
  switch (definition.signal.kind) {
    case "sentry-errors":
    case "sentry-issues":
    case "sentry-spans":
      return sentryHistory(definition, stack, clients.sentry);
    case "metric":
    case "log-count":
    case "log-ratio":
    case "log-measure":
    case "http-check":
      return datadogHistory(definition, stack, () => clients.datadog().http);
    case "crons":
    case "webhook-endpoint":
      return { reason: "it is declared, and its absence is drift: verify finds it" };
  }
}
