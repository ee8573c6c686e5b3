import type { JsonObject, Resource } from "../model/resource.ts";
import { isProduction, type StackConfig } from "../model/stack.ts";

/** Where an object is shown in its vendor's console. */
export interface ConsoleSite {
  stack: StackConfig;
  /** Address of Datadog's console: `https://app.datadoghq.com`. */
  datadog: string;
}

/**
 * Datadog's console of the site that an API address belongs to (docs.datadoghq.com, "Datadog sites"): the first sites have it
 * at `app.`, later ones at their own name. For an address that is not Datadog's, the first site's.
 */
export function datadogConsole(api: string): string {
  const [, site] = /^https:\/\/api\.((?:[a-z0-9-]+\.)?(?:datadoghq\.(?:com|eu)|ddog-gov\.com))$/.exec(api) ?? [];
  if (site === undefined) return "https://app.datadoghq.com";
  return /^(datadoghq|ddog-gov)\./.test(site) ? `https://app.${site}` : `https://${site}`;
}

/** The page of one object, by the id that its vendor gave it; null for what has none of its own. */
export function objectLink(
  { vendor, kind, parent }: Pick<Resource, "vendor" | "kind" | "parent">,
  id: string,
  { stack, datadog }: ConsoleSite,
): string | null {
  const encoded = encodeURIComponent(id);
  const sentry = `https://sentry.io/organizations/${encodeURIComponent(stack.sentry.organization)}`;
  const pages: Readonly<Record<string, string>> = {
    "datadog monitor": `${datadog}/monitors/${encoded}`,
    "datadog synthetics-test": `${datadog}/synthetics/details/${encoded}`,
    "datadog global-variable": `${datadog}/synthetics/settings/variables`,
    "datadog slack-channel": `${datadog}/integrations/slack`,
    "datadog logs-pipeline": `${datadog}/logs/pipelines`,
    "datadog dashboard": `${datadog}/dashboard/${encoded}`,
    "datadog slo": `${datadog}/slo/manage?slo_id=${encoded}`,
    "datadog on-call-policy": `${datadog}/on-call/teams`,
    "datadog on-call-routing": `${datadog}/on-call/teams`,
    "sentry detector": `${sentry}/monitors/${encoded}/`,
    "sentry workflow": `${sentry}/monitors/alerts/${encoded}/`,
    "vercel project": vercelPage(stack, parent, "settings"),
    "vercel deployment": vercelPage(stack, parent, "deployments"),
    "vercel alert-rule": vercelTeamPage(stack, "alerts"),
    "vercel project-crons": vercelPage(stack, parent, "settings/cron-jobs"),
    "vercel environment-variable": vercelPage(stack, parent, "settings/environment-variables"),
    "stripe event-destination": `https://dashboard.stripe.com/${isProduction(stack) ? "" : "test/"}workbench/webhooks/${encoded}`,
    "stripe webhook-endpoint": `https://dashboard.stripe.com/${isProduction(stack) ? "" : "test/"}webhooks/${encoded}`,
  };
  return pages[`${vendor} ${kind}`] ?? null;
}

/** A page of the team's, whatever the project. */
function vercelTeamPage({ vercel: { team, teamSlug } }: StackConfig, page: string): string {
  const slug = teamSlug ?? (team.startsWith("team_") ? null : team);
  return slug === null
    ? `https://vercel.com/d?to=${encodeURIComponent(`/[team]/~/${page}`)}`
    : `https://vercel.com/${encodeURIComponent(slug)}/~/${page}`;
}

/** A team that is known by its id has no address: Vercel then asks which team and project are meant. */
function vercelPage(stack: StackConfig, parent: JsonObject, page: string): string {
  const project = Object.values(stack.vercel.projects).find(({ id }) => id === parent.projectId);
  const { team } = stack.vercel;
  if (project === undefined || team.startsWith("team_"))
    return `https://vercel.com/d?to=${encodeURIComponent(`/[team]/[project]/${page}`)}`;
  return `https://vercel.com/${encodeURIComponent(team)}/${encodeURIComponent(project.name)}/${page}`;
}
