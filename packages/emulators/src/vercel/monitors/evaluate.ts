import { randomUUID } from "node:crypto";
import type { LocalContext } from "../../context.ts";
import { callPeer } from "../../peer.ts";

import { type Served, servedIn } from "../served.ts";
import type { VercelStore } from "../store.ts";
import { matcher } from "./filter.ts";
import { durations, type Monitor, type Rule, type statistics, windowMs } from "./model.ts";

/**
 * Judges each monitor once a window, over the requests of the window that has just ended: the window is also how often it is
 * evaluated. It fires at the first window that crosses its threshold, notifies once, and is resolved by the first that does not.
 */
export function evaluateMonitors(context: LocalContext, store: VercelStore): void {
  context.clock.every(60, "vercel monitors", async (at) => {
    for (const monitor of store.monitors.values()) {
      const length = windowMs[monitor.rule.evaluation.window];
      if (at.getTime() % length !== 0) continue;
      const { projectId } = monitor.rule.ruleScope;
      const requests = servedIn(context).between(projectId, new Date(at.getTime() - length), at);
      await judge(context, monitor, measured(monitor.rule, requests), at);
    }
  });
}

async function judge(context: LocalContext, monitor: Monitor, value: number | null, at: Date): Promise<void> {
  const open = monitor.alerts.find(({ resolvedAt }) => resolvedAt === null);
  const crosses = value !== null && compared(monitor.rule.trigger, value);
  if (!crosses) {
    if (open !== undefined) open.resolvedAt = at.getTime();
    return;
  }
  if (open !== undefined) return;
  monitor.alerts.push({ id: `alert_${randomUUID()}`, startedAt: at.getTime(), resolvedAt: null, value });
  await notify(context, monitor, value);
}

/** The output of a query; null where there is nothing to judge: nothing to divide by, or less than the floor. */
function measured({ evaluation: { query }, trigger }: Rule, requests: readonly Served[]): number | null {
  const common = matcher(query.filter);
  const values = new Map(
    Object.entries(query.metrics).map(([alias, { metric, aggregation, filter }]) => {
      const matches = matcher(filter);
      const counted = requests.filter((request) => {
        if (metric !== "vercel.request.count" && request.by !== "function") return false;
        const { statusCode: httpStatus, path: requestPath, method: requestMethod } = request;
        const seen = { httpStatus, requestPath, requestMethod };
        return common(seen) && matches(seen);
      });
      if (metric !== durations || aggregation === "count" || aggregation === "sum") return [alias, counted.length];
      return [
        alias,
        statistic(
          aggregation,
          counted.map(({ durationMs }) => durationMs),
        ),
      ] as const;
    }),
  );
  const { minimum } = trigger;
  if (minimum !== undefined && (values.get(minimum.output) ?? 0) < minimum.threshold) return null;
  if (query.formulas === undefined) return values.get(query.outputs[0] ?? "") ?? null;
  const [over = "", under = ""] = query.formulas.formula.split("/").map((name) => name.trim());
  const whole = values.get(under) ?? 0;
  return whole === 0 ? null : (values.get(over) ?? 0) / whole;
}

/** Of durations; null where nothing ran. A percentile is the smallest that so many are not above. */
function statistic(name: (typeof statistics)[number], all: readonly number[]): number | null {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (percent: number): number | null =>
    sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null;
  switch (name) {
    case "avg":
      return sorted.length === 0 ? null : sorted.reduce((sum, one) => sum + one, 0) / sorted.length;
    case "min":
      return at(0);
    case "max":
      return at(100);
    default:
      return at(Number(name.slice(1)));
  }
}

function compared({ operator, threshold }: Rule["trigger"], value: number): boolean {
  if (operator === "gt") return value > threshold;
  if (operator === "gte") return value >= threshold;
  return operator === "lt" ? value < threshold : value <= threshold;
}

/** To the linked channels. A link that wants critical alerts only waits for an investigation, which nobody makes here. */
async function notify(context: LocalContext, { id, rule, links }: Monitor, value: number): Promise<void> {
  const { threshold } = rule.trigger;
  const [shown, limit] =
    rule.evaluation.query.formulas === undefined ? [value, threshold] : [share(value), share(threshold)];
  const text = [
    `*${rule.name}*`,
    `Custom alert, severity ${rule.severity}: ${shown}, threshold ${limit}, window ${rule.evaluation.window}.`,
    `<https://vercel.com/${context.accounts.vercel.slug}/~/alerts?rule=${id}|View alert>`,
  ].join("\n");
  for (const link of links) {
    if (link.type !== "slack" || link.minimumSeverityLevel != null) continue;
    const headers = { authorization: `Bearer ${context.tokens.slack.token}`, "content-type": "application/json" };
    const body = JSON.stringify({ channel: link.channelId, username: "Vercel", text });
    await callPeer(context, "slack", "/api/chat.postMessage", { method: "POST", headers, body }, "seen");
  }
}

const share = (value: number): string => `${Math.round(value * 1000) / 10} %`;
