import { readFileSync } from "node:fs";
import { z } from "zod";
import { propertiesOf } from "../../../src/providers/server/inputs.ts";
import type { Properties } from "../../../src/providers/server/types.ts";

const line = z.object({
  mark: z.string().optional(),
  method: z.string().optional(),
  path: z.string().optional(),
  request: z.record(z.string(), z.json()).optional(),
  response: z.json().optional(),
});

export interface Exchange {
  phase: string;
  method: string;
  /** As Sentry has it, below `/api/`. */
  path: string;
  request: Properties | undefined;
  response: unknown;
}

/** What the Terraform provider jianyuan/sentry 0.15.4 sent for a program with the same inputs, in order. */
export function recordedExchanges(): Exchange[] {
  const file = new URL("../../fixtures/recorded/sentry-provider.jsonl", import.meta.url);
  let phase = "";
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .flatMap((text) => {
      const { mark, method, path, request, response } = line.parse(JSON.parse(text));
      if (mark !== undefined) phase = mark;
      return method && path ? [{ phase, method, path: path.replace(/^\//, ""), request, response }] : [];
    });
}

const monitor = (body: Properties): Properties => ({
  organization: "acme",
  project: "web",
  body: { projectId: "web", description: null, enabled: true, owner: null, ...body },
});

const metric = (source: Properties, threshold: number): Properties => ({
  type: "metric_issue",
  dataSources: [{ environment: null, extrapolationMode: null, timeWindow: 300, ...source }],
  conditionGroup: {
    logicType: "any",
    conditions: [
      { type: "gt", comparison: threshold, conditionResult: 75 },
      { type: "lte", comparison: threshold, conditionResult: 0 },
    ],
  },
  config: { detectionType: "static" },
});

const when = (type: string): Properties => ({ type, comparison: true, conditionResult: true });
const tagged = (key: string, value: string): Properties => ({
  type: "tagged_event",
  comparison: { key, match: "eq", value },
  conditionResult: true,
});
const slack = (data: Properties): Properties => ({
  type: "slack",
  integrationId: "55",
  config: { targetType: "specific", targetIdentifier: "", targetDisplay: "#alerts" },
  data,
});

/** The recorded program, as a program with bodies states it. */
export const program = {
  api: (threshold: number): Properties =>
    monitor({
      name: "High error rate (web API)",
      ...metric(
        {
          aggregate: "count()",
          dataset: "events",
          environment: "staging",
          eventTypes: ["default", "error"],
          query: "service:[api, apps/web]",
          queryType: 0,
        },
        threshold,
      ),
    }),
  p95: (): Properties =>
    monitor({
      name: "p95 upload init",
      ...metric(
        {
          aggregate: "p95(span.duration)",
          dataset: "events_analytics_platform",
          eventTypes: ["trace_item_span"],
          query: 'is_transaction:true transaction:"POST /api/upload/init"',
          queryType: 1,
        },
        5000,
      ),
    }),
  readyz: (): Properties =>
    monitor({
      name: "readyz",
      type: "uptime_domain_failure",
      dataSources: [
        {
          url: "https://app.example.com/api/readyz",
          method: "GET",
          headers: [],
          body: null,
          intervalSeconds: 60,
          timeoutMs: 5000,
          assertion: null,
          traceSampling: false,
        },
      ],
      config: { environment: "staging", mode: 1, downtimeThreshold: 2, recoveryThreshold: 1 },
    }),
  notifies: (): Properties => ({
    organization: "acme",
    body: {
      name: "High error rate (web API)",
      enabled: true,
      environment: "staging",
      config: { frequency: 5 },
      detectorIds: ["102"],
      triggers: {
        logicType: "any-short",
        conditions: ["first_seen_event", "reappeared_event", "regression_event", "issue_resolved_trigger"].map(when),
      },
      actionFilters: [
        {
          logicType: "any",
          conditions: [],
          actions: [
            { type: "email", config: { targetType: "user", targetIdentifier: "7" }, data: {} },
            slack({ tags: "environment,service", notes: "runbook" }),
          ],
        },
      ],
    },
  }),
  critical: (): Properties => ({
    organization: "acme",
    body: {
      name: "Critical publishing errors",
      enabled: true,
      environment: null,
      config: { frequency: 5 },
      detectorIds: ["50"],
      triggers: { logicType: "any-short", conditions: [when("first_seen_event")] },
      actionFilters: [
        {
          logicType: "all",
          conditions: [tagged("severity", "critical"), tagged("feature", "publishing")],
          actions: [slack({})],
        },
      ],
    },
  }),
};

/** Inputs with some members of their body changed. */
export const having = (inputs: Properties, changes: Properties): Properties => ({
  ...inputs,
  body: { ...propertiesOf(inputs.body), ...changes },
});
