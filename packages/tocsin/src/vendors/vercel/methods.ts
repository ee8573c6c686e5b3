import type { Definition } from "../../model/definition.ts";
import { probeService } from "../../model/probe.ts";
import { declaresCrons, isPlainMetric, receivesEvents } from "../../model/signals/facts.ts";
import { lineFor, matchesFilter, sameSource } from "../datadog/fire-logs.ts";
import { type Asked, type MethodsOf, none } from "../method.ts";

/** Crons are declared: what fires is that one is missed. */
export const vercelMethods: MethodsOf<"vercel"> = { crons: declared };

/** What is only declared is not fired. */
export function declared(_: unknown, { definition, all }: Pick<Asked, "definition" | "all">) {
  return none(declaredReason(definition, all));
}

/** What is only declared does not fire itself: it names the alerts that fire when it fails. */
function declaredReason({ signal }: Definition, all: readonly Definition[]): string {
  const service = declaresCrons(signal) || receivesEvents(signal) ? signal.service : "";
  const paths = declaresCrons(signal) ? signal.crons.map(({ path }) => path) : "path" in signal ? [signal.path] : [];
  const firing = all.flatMap((other) => {
    const filters =
      other.signal.kind === "log-count" && sameSource(other.signal.source, { kind: "vercel", service })
        ? [other.signal.filter]
        : [];
    const mine = filters.some((filter) =>
      paths.some(
        (path) =>
          filter.path === path && matchesFilter({ ...lineFor({ kind: "vercel", service }, filter), path }, filter),
      ),
    );
    return mine || isHeartbeatOf(service, other) ? [other.id] : [];
  });
  const others = firing.length === 0 ? "No alert fires for it yet." : `These fire for it: ${firing.join(", ")}.`;
  if (declaresCrons(signal) && signal.runBy === "schedules")
    return `It is declared, and Vercel's own schedules run it: there is nothing to fire. ${others}`;
  return `It is declared, and its absence is drift: there is nothing to fire. ${others}`;
}

/** What only runs of the probe's cron report is missed when these stop. Of any other service nobody knows what reports its metrics. */
const isHeartbeatOf = (service: string, { signal, condition }: Definition): boolean =>
  service === probeService &&
  isPlainMetric(signal) &&
  signal.source === "probe" &&
  condition.kind === "threshold" &&
  condition.comparison === "below" &&
  condition.noData === "notify";
