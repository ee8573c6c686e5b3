import { declaredCrons } from "../model/crons.ts";
import type { Definition } from "../model/definition.ts";
import { probeService } from "../model/probe.ts";
import type { Series } from "../model/signal.ts";
import type { PlainMetric } from "../model/signals/facts.ts";
import type { StackConfig } from "../model/stack.ts";
import { lineFor } from "./datadog/fire-logs.ts";
import type { Injection, LogLine } from "./fire-types.ts";
import { stripeRecipes } from "./stripe/fire-events.ts";
import { platformRecipes } from "./supabase/fire-platform.ts";
import { cronRuns } from "./vercel/cron-runs.ts";
import { deploymentRecipes } from "./vercel/fire-deployments.ts";

type Threshold = Extract<Definition["condition"], { kind: "threshold" }>;
type Of<K extends Injection["kind"]> = Extract<Injection, { kind: K }>;

const heartbeat = "tocsin.probe.heartbeat";
export const cronsEnabled = "tocsin.probe.vercel.crons_enabled";

/**
 * What is made so at a vendor that the probe reads, so that it comes to report what the alert waits for; null where nothing is
 * known to do that.
 * @param otherwise what is sent where that cannot be made
 */
export function troubleInjection(
  { source, series }: PlainMetric,
  { comparison, critical, noData }: Threshold,
  { all, stack, otherwise }: { all: readonly Definition[]; stack: StackConfig; otherwise: Of<"series"> | null },
): Of<"trouble"> | Of<"crons-off"> | null {
  const [only, ...more] = Object.values(series);
  if (source !== "probe" || only === undefined || more.length > 0) return null;
  if (only.metric === heartbeat && comparison === "below" && noData === "notify" && stack.probe !== undefined) {
    // A count that no longer comes is no low count: what fires is that it is missing.
    return { kind: "crons-off", service: probeService, stops: [], moves: [heartbeat], leaves: "no-data" };
  }
  const services = stack.probe?.reads ?? [];
  if (only.metric === cronsEnabled) {
    const service = serviceOf(only) ?? mostFrequent(all, services);
    if (service === null || comparison !== "below") return null;
    return { kind: "crons-off", service, stops: stopsOf(all, service), moves: [cronsEnabled], leaves: "alert" };
  }
  const service = serviceOf(only) ?? services[0] ?? null;
  const recipes = { ...platformRecipes, ...stripeRecipes, ...(service === null ? {} : deploymentRecipes(service)) };
  const found = recipes[only.metric]?.(critical);
  if (found === undefined || found.side !== comparison || found.trouble === null) return null;
  const { trouble, moves, what, onlyEmulated } = found;
  const lost = trouble.at === "vercel-deployment" && trouble.crons !== null ? trouble.service : null;
  const tags: Record<string, string> = trouble.at === "vercel-deployment" ? { service: trouble.service } : {};
  const silences = lost === null ? null : { service: lost, stops: stopsOf(all, lost) };
  return { kind: "trouble", trouble, moves, tags, silences, what, onlyEmulated, otherwise };
}

/** The one service whose points are looked at, where a tag names one. */
const serviceOf = ({ tags: { service } }: Series): string | undefined =>
  typeof service === "string" ? service : undefined;

/** The lines that a service's crons leave, and no longer do when they do not run. */
export function stopsOf(all: readonly Definition[], service: string): LogLine[] {
  const paths = (declaredCrons(all).get(service) ?? []).map(({ path }) => path);
  return paths.map((path) => lineFor({ kind: "vercel", service }, { path, status: [200, 200], functionsOnly: true }));
}

/** The service that declares a cron of this path, with the lines that its crons leave; null: none does. */
export function silenceOf(all: readonly Definition[], path: string): { service: string; stops: LogLine[] } | null {
  const [service] = [...declaredCrons(all)].find(([, crons]) => crons.some((cron) => cron.path === path)) ?? [];
  return service === undefined ? null : { service, stops: stopsOf(all, service) };
}

/** The service whose crons run most often: what is left out there is soonest made up for. */
function mostFrequent(all: readonly Definition[], services: readonly string[]): string | null {
  const [from, to] = [new Date(0), new Date(7 * 86_400_000)];
  const runs = (service: string) =>
    (declaredCrons(all).get(service) ?? []).reduce((sum, { schedule }) => sum + cronRuns(schedule, from, to), 0);
  const own = services.filter((service) => runs(service) > 0);
  return own.sort((a, b) => runs(b) - runs(a))[0] ?? null;
}
