import type { Definition } from "../model/definition.ts";
import { probeService } from "../model/probe.ts";
import type { MetricSignal, Signal } from "../model/signal.ts";
import {
  declaresCrons,
  type Errors,
  errorsOf,
  isCheckSignal,
  isHttpCheck,
  isMetricSignal,
  isSearch,
  isServiceCheck,
  type LogSignal,
  measuresTransactions,
  readsLogs,
  type SearchSignal,
  vendorOf,
} from "../model/signals/facts.ts";
import { isProduction, type StackConfig } from "../model/stack.ts";
import { searchTerm, searchValue } from "./sentry/search.ts";

/**
 * Addresses in the vendors' own consoles, for people: on dashboards, in runbooks, in reports. Pure; forms last seen in the
 * vendors' documentation and published sources on 2026-11-25.
 */
export interface Link {
  title: string;
  url: string;
}

/** Whether an address is of a console that asks whoever opens it to sign in. */
export const isConsole = (url: string): boolean =>
  URL.canParse(url) &&
  /^(app\.datadoghq\.com|vercel\.com|supabase\.com|dashboard\.stripe\.com|.+\.sentry\.io)$/.test(new URL(url).hostname);

const vercelPages = {
  logs: ["Vercel logs", "logs"],
  deployments: ["Vercel deployments", "deployments"],
  analytics: ["Vercel analytics", "analytics"],
  functions: ["Vercel functions", "observability"],
  crons: ["Vercel cron jobs", "settings/cron-jobs"],
  storage: ["Vercel storage", "stores"],
} as const;

/**
 * A page of a service's Vercel project. Addresses there hold the team's name, which is not its id: without
 * `vercel.teamSlug` in the stack file Vercel asks which team and project is meant (`vercel.com/d`).
 */
function vercelLink(stack: StackConfig, service: string, page: keyof typeof vercelPages): Link[] {
  const project = service === probeService ? stack.probe?.project : stack.vercel.projects[service]?.name;
  if (project === undefined) return [];
  const [title, path] = vercelPages[page];
  const { teamSlug } = stack.vercel;
  const url =
    teamSlug === undefined
      ? `https://vercel.com/d?to=${encodeURIComponent(`/[team]/[project]/${path}`)}`
      : `https://vercel.com/${encodeURIComponent(teamSlug)}/${encodeURIComponent(project)}/${path}`;
  return [{ title: `${title} (${service})`, url }];
}

const sentryPages = {
  issues: ["Sentry issues", "issues"],
  performance: ["Sentry performance", "insights/backend"],
  releases: ["Sentry releases", "releases"],
  monitors: ["Sentry monitors", "monitors"],
} as const;

/** A page of the Sentry organization in the stack's environment; `query` in Sentry's search syntax. */
function sentryLink(stack: StackConfig, page: keyof typeof sentryPages, query?: string): Link {
  const [title, path] = sentryPages[page];
  const { organization, environment } = stack.sentry;
  const asked = new URLSearchParams({ environment, ...(query === undefined ? {} : { query }) });
  return { title, url: `https://${organization}.sentry.io/${path}/?${asked}` };
}

const supabasePages = {
  performance: ["Supabase query performance", "observability/query-performance"],
  database: ["Supabase database report", "observability/database"],
  logs: ["Supabase Postgres logs", "logs/postgres-logs"],
  backups: ["Supabase backups", "database/backups/scheduled"],
} as const;

/** A page of each Supabase project, or of that of one service; none where there is none. */
function supabaseLink(stack: StackConfig, page: keyof typeof supabasePages, service?: string): Link[] {
  const [title, path] = supabasePages[page];
  return databases(stack, service).map(({ name, ref }) => ({
    title: `${title}${name}`,
    url: `https://supabase.com/dashboard/project/${ref}/${path}`,
  }));
}

/** The Supabase projects that are meant, each with its service in parentheses where there are several. */
function databases(stack: StackConfig, service?: string): { name: string; ref: string }[] {
  const all = Object.entries(stack.supabase);
  return all
    .filter(([name]) => service === undefined || name === service)
    .map(([name, { projectRef }]) => ({
      name: all.length > 1 ? ` (${name})` : "",
      ref: encodeURIComponent(projectRef),
    }));
}

/** Where a runbook's queries are put in. */
export const sqlEditor = (stack: StackConfig): Link[] =>
  databases(stack).map(({ name, ref }) => ({
    title: `Supabase SQL editor${name}`,
    url: `https://supabase.com/dashboard/project/${ref}/sql/new`,
  }));

const stripePages = {
  webhooks: ["Stripe webhooks", "webhooks"],
  events: ["Stripe events", "events"],
  subscriptions: ["Stripe subscriptions", "subscriptions"],
  payments: ["Stripe payments", "payments"],
} as const;

/** Only production has real money: elsewhere objects stand in Stripe's test mode. */
function stripeLink(stack: StackConfig, page: keyof typeof stripePages): Link {
  const [title, path] = stripePages[page];
  return { title, url: `https://dashboard.stripe.com/${isProduction(stack) ? "" : "test/"}${path}` };
}

/** The pages of a vendor's console that are looked at first, for a stack; Vercel's for each of `services`. */
export function consoleLinks(
  stack: StackConfig,
  vendor: "vercel" | "sentry" | "supabase" | "stripe",
  services: readonly string[],
): Link[] {
  switch (vendor) {
    case "vercel":
      return services.flatMap((service) => pagesOf(vercelPages).flatMap((page) => vercelLink(stack, service, page)));
    case "sentry":
      return pagesOf(sentryPages).map((page) => sentryLink(stack, page));
    case "supabase":
      return pagesOf(supabasePages).flatMap((page) => supabaseLink(stack, page));
    case "stripe":
      return pagesOf(stripePages).map((page) => stripeLink(stack, page));
  }
}

/** The deployments of a definition's service: what changed shortly before. None where it is not on Vercel. */
export const deploymentLinks = ({ service }: Pick<Definition, "service">, stack: StackConfig): Link[] =>
  vercelLink(stack, service, "deployments").map((link) => ({ ...link, title: "Deployments" }));

/** Where to look for what a definition watches: the page of the vendor's console that shows it, most telling first. */
export function definitionLinks({ signal }: Definition, stack: StackConfig): Link[] {
  if (measuresTransactions(signal))
    return [sentryLink(stack, "performance", `transaction:${searchValue(signal.transaction)}`)];
  const errors = errorsOf(signal);
  if (errors !== null) return [issuesLink(errors, stack)];
  if ("crashFree" in signal) return [sentryLink(stack, "releases", "")];
  if (isMetricSignal(signal)) return metricLinks(signal, stack);
  if (readsLogs(signal)) return logLinks(signal, stack);
  if (isSearch(signal)) return [datadogLink(...searchPages[signal.origin])];
  if (isServiceCheck(signal)) return [datadogLink("Datadog checks", "check/summary")];
  if ("objective" in signal) return [datadogLink("Datadog objectives", "slo/manage")];
  if (isHttpCheck(signal)) {
    const own = [...vercelLink(stack, signal.service, "logs"), ...vercelLink(stack, signal.service, "deployments")];
    if (own.length > 0) return own;
  }
  if (declaresCrons(signal))
    return [...vercelLink(stack, signal.service, "crons"), ...vercelLink(stack, signal.service, "logs")];
  return [listOf(signal, stack)];
}

/** The page on which a vendor lists what it watches, where none shows it by itself. */
function listOf(signal: Signal, stack: StackConfig): Link {
  if (isCheckSignal(signal)) return datadogLink("Datadog synthetic tests", "synthetics/tests");
  const vendor = vendorOf(signal);
  if (vendor === "sentry") return sentryLink(stack, "monitors");
  return vendor === "stripe" ? stripeLink(stack, "webhooks") : datadogLink("Datadog monitors", "monitors/manage");
}

const tagTerms = (tags: Errors["tags"]) =>
  Object.entries(tags).map(([key, values]) =>
    key.startsWith("!") ? `!${searchTerm(key.slice(1), [values].flat())}` : searchTerm(key, [values].flat()),
  );

const issuesLink = ({ projects, tags }: Errors, stack: StackConfig): Link =>
  sentryLink(stack, "issues", [projectTerm(stack, projects), ...tagTerms(tags)].join(" "));

/** A page of Datadog's console; the stack file does not say on which site, so the one that most have is named. */
const datadogLink = (title: string, path: string): Link => ({ title, url: `https://app.datadoghq.com/${path}` });

function metricLinks({ source, database, series }: MetricSignal, stack: StackConfig): Link[] {
  if (source === "supabase") return supabaseLink(stack, "database", database);
  if (source === "probe")
    return [...supabaseLink(stack, "performance", database), ...vercelLink(stack, probeService, "logs")];
  const [first] = Object.values(series);
  const asked = first === undefined ? "" : `?${new URLSearchParams({ exp_metric: first.metric })}`;
  return [datadogLink("Datadog metrics", `metric/explorer${asked}`)];
}

/** The explorer of each origin that a search can have, by title and path. */
export const searchPages: Record<SearchSignal["origin"], readonly [title: string, path: string]> = {
  logs: ["Datadog logs", "logs"],
  events: ["Datadog events", "event/explorer"],
  rum: ["Datadog RUM", "rum/sessions"],
  audit: ["Datadog audit trail", "audit-trail"],
  "ci-pipelines": ["Datadog CI pipelines", "ci/pipeline-executions"],
  "ci-tests": ["Datadog CI tests", "ci/test-runs"],
  spans: ["Datadog traces", "apm/traces"],
  "network-performance": ["Datadog network", "network"],
  "network-path": ["Datadog network paths", "network/path"],
  "database-monitoring": ["Datadog databases", "databases"],
  "llm-observability": ["Datadog LLM traces", "llm/traces"],
};

function logLinks({ source }: LogSignal, stack: StackConfig): Link[] {
  return source.kind === "vercel"
    ? vercelLink(stack, source.service, "logs")
    : supabaseLink(stack, "logs", source.service);
}

function projectTerm(stack: StackConfig, names: readonly string[]): string {
  return searchTerm(
    "project",
    names.map((name) => stack.sentry.projects[name]?.slug ?? name),
  );
}

function pagesOf<K extends string>(pages: Record<K, unknown>): K[] {
  const names: K[] = [];
  for (const name in pages) names.push(name);
  return names;
}
