import { createContext, type LocalContext } from "../../src/context.ts";
import { createSentry, type SentryEmulator } from "../../src/sentry/app.ts";

/** An answer as the tests look at it. */
export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** Slack channels of the tests' workspace. */
const channels: ReadonlyMap<string, string> = new Map([["alerts", "C1"]]);

/** A fresh emulated Sentry, with a caller that carries the token. Paths are relative to `/api/0`. */
export function startSentry() {
  const context: LocalContext = createContext();
  const sentry: SentryEmulator = createSentry(context, async (name) => channels.get(name) ?? null);
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await sentry.app.request(`/api/0${path}`, {
      method,
      headers: { authorization: `Bearer ${context.tokens.sentry.token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
  };
  return { context, sentry, call };
}

/** A metric monitor that Sentry accepts; `source` and `rest` override parts of it. */
export function metricMonitor(source: object = {}, rest: object = {}) {
  return {
    name: "High error rate",
    type: "metric_issue",
    projectId: "web",
    dataSources: [
      {
        aggregate: "count()",
        dataset: "events",
        environment: "staging",
        eventTypes: ["error", "default"],
        query: "service:api",
        queryType: 0,
        timeWindow: 300,
        ...source,
      },
    ],
    conditionGroup: {
      logicType: "any",
      conditions: [
        { type: "gt", comparison: 50, conditionResult: 75 },
        { type: "lte", comparison: 50, conditionResult: 0 },
      ],
    },
    config: { detectionType: "static" },
    ...rest,
  };
}

/** An alert that Sentry accepts. */
export function alert(rest: object = {}) {
  return {
    name: "tell the team",
    environment: "staging",
    config: { frequency: 5 },
    detectorIds: ["50"],
    triggers: {
      logicType: "any-short",
      conditions: [{ type: "first_seen_event", comparison: true, conditionResult: true }],
    },
    actionFilters: [{ logicType: "any", conditions: [], actions: [slackAction()] }],
    ...rest,
  };
}

export function slackAction(rest: object = {}) {
  return {
    type: "slack",
    integrationId: "55",
    data: {},
    config: { targetType: "specific", targetIdentifier: "", targetDisplay: "#alerts" },
    ...rest,
  };
}
