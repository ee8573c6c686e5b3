import type { Definition } from "../model/definition.ts";
import type { LogSource } from "../model/signal.ts";
import { isProduction, type StackConfig } from "../model/stack.ts";
import { probeService } from "./vercel/project.ts";

/**
 * Addresses in the vendors' own consoles, for people: on dashboards, in runbooks, in reports. Pure; forms last seen in the
 * vendors' documentation and published sources on 2026-11-25.
 */
export interface Link {
  title: string;
  url: string;
}

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

/** Where to look for what a definition watches: the page of the vendor's console that shows it, most telling first. */
export function definitionLinks({ signal }: Definition, stack: StackConfig): Link[] {
  switch (signal.kind) {
    case "sentry-errors": {
      const tags = Object.entries(signal.tags).map(([key, values]) => term(key, values));
      return [sentryLink(stack, "issues", [projectTerm(stack, [signal.project]), ...tags].join(" "))];
    }
    case "sentry-issues": {
      const tags = Object.entries(signal.tags).map(([key, value]) => term(key, [value]));
      return [sentryLink(stack, "issues", [projectTerm(stack, signal.projects), ...tags].join(" "))];
    }
    case "sentry-spans":
      return [sentryLink(stack, "performance", `transaction:${quoted(signal.transaction)}`)];
    case "metric":
      return signal.source === "supabase"
        ? supabaseLink(stack, "database", signal.database)
        : [...supabaseLink(stack, "performance", signal.database), ...vercelLink(stack, probeService, "logs")];
    case "log-count":
    case "log-ratio":
    case "log-measure":
      return logLinks(signal.source, stack);
    case "http-check":
      return [...vercelLink(stack, signal.service, "logs"), ...vercelLink(stack, signal.service, "deployments")];
    case "crons":
      return [...vercelLink(stack, signal.service, "crons"), ...vercelLink(stack, signal.service, "logs")];
    case "webhook-endpoint":
      return [stripeLink(stack, "webhooks")];
  }
}

function logLinks(source: LogSource, stack: StackConfig): Link[] {
  return source.kind === "vercel"
    ? vercelLink(stack, source.service, "logs")
    : supabaseLink(stack, "logs", source.service);
}

function projectTerm(stack: StackConfig, names: readonly string[]): string {
  return term(
    "project",
    names.map((name) => stack.sentry.projects[name]?.slug ?? name),
  );
}

/** `key:value`, or `key:[one, two]` for any of several. */
const term = (key: string, values: readonly string[]): string =>
  values.length === 1 ? `${key}:${quoted(values[0] ?? "")}` : `${key}:[${values.map(quoted).join(", ")}]`;

const quoted = (value: string): string => (/^[\w./*-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`);

function pagesOf<K extends string>(pages: Record<K, unknown>): K[] {
  const names: K[] = [];
  for (const name in pages) names.push(name);
  return names;
}
