import { readFileSync } from "node:fs";
import { z } from "zod";
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

/** The recorded program's inputs, in our property names. */
export const program = {
  api: (threshold: number): Properties => ({
    type: "metric_issue",
    organization: "acme",
    project: "web",
    name: "High error rate (web API)",
    aggregate: "count()",
    dataset: "events",
    eventTypes: ["error", "default"],
    environment: "staging",
    query: "service:[api, apps/web]",
    queryType: "error",
    timeWindowSeconds: 300,
    conditionGroup: {
      conditions: [
        { type: "gt", comparison: threshold, conditionResult: 75 },
        { type: "lte", comparison: threshold, conditionResult: 0 },
      ],
    },
    issueDetection: { type: "static" },
  }),
  p95: (): Properties => ({
    type: "metric_issue",
    organization: "acme",
    project: "web",
    name: "p95 upload init",
    aggregate: "p95(span.duration)",
    dataset: "events_analytics_platform",
    eventTypes: ["trace_item_span"],
    query: 'is_transaction:true transaction:"POST /api/upload/init"',
    queryType: "performance",
    timeWindowSeconds: 300,
    conditionGroup: {
      conditions: [
        { type: "gt", comparison: 5000, conditionResult: 75 },
        { type: "lte", comparison: 5000, conditionResult: 0 },
      ],
    },
    issueDetection: { type: "static" },
  }),
  readyz: (): Properties => ({
    type: "uptime_domain_failure",
    organization: "acme",
    project: "web",
    name: "readyz",
    environment: "staging",
    url: "https://app.example.com/api/readyz",
    method: "GET",
    intervalSeconds: 60,
    timeoutMs: 5000,
    downtimeThreshold: 2,
    recoveryThreshold: 1,
  }),
  rings: (): Properties => ({
    organization: "acme",
    name: "High error rate (web API)",
    environment: "staging",
    monitorIds: ["102"],
    frequencyMinutes: 5,
    triggerConditions: [
      { firstSeenEvent: {} },
      { reappearedEvent: {} },
      { regressionEvent: {} },
      { issueResolvedTrigger: {} },
    ],
    actionFilters: [
      {
        logicType: "any",
        conditions: [],
        actions: [
          { email: { targetType: "user", targetId: "7" } },
          { slack: { integrationId: "55", channelName: "#alerts", tags: "environment,service", notes: "runbook" } },
        ],
      },
    ],
  }),
  critical: (): Properties => ({
    organization: "acme",
    name: "Critical publishing errors",
    monitorIds: ["50"],
    frequencyMinutes: 5,
    triggerConditions: [{ firstSeenEvent: {} }],
    actionFilters: [
      {
        logicType: "all",
        conditions: [
          { taggedEvent: { key: "severity", match: "eq", value: "critical" } },
          { taggedEvent: { key: "feature", match: "eq", value: "publishing" } },
        ],
        actions: [{ slack: { integrationId: "55", channelName: "#alerts" } }],
      },
    ],
  }),
};
