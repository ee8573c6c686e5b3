import { nameFor, type SentryProject, type Service, type VendorName } from "create-tocsin";
import type { Answers, Named, Recipients } from "../../init/answers.ts";
import { isMade } from "../../init/estate.ts";
import { localStack } from "../../project/emulated.ts";
import type { LiveObject } from "../../vendors/live.ts";
import { connectTo } from "../connect.ts";
import { lookAtAccount } from "./account.ts";
import type { Asking } from "./ask.ts";
import {
  connectEach,
  cronsOf,
  type ListedProject,
  type Look,
  liveDetectors,
  lookAtDatadog,
  lookAtDatadogSlack,
  lookAtDestinations,
  lookAtSentry,
  lookAtSlack,
  lookAtStripe,
  lookAtVercel,
  ownMonitorOf,
  type SentryFound,
  toldBy,
  type VercelFound,
  withoutMonitor,
} from "./discover.ts";
import { askWhomToNotify } from "./notified.ts";
import * as questions from "./questions.ts";

/** What a first day found out. */
export interface Gathered {
  answers: Answers;
  live: LiveObject[];
  /** Sentry's numbers of the chosen projects, by the name that definitions use. */
  sentryNumbers: Map<string, string>;
  /** What was found, one line a vendor. */
  found: string[];
  /** What could not be told: sentences. */
  failed: string[];
  /** What was found and is not as it should be: sentences. */
  warnings: string[];
}

export interface Wishes {
  urls: ReadonlyMap<string, string>;
  health: ReadonlyMap<string, string>;
  starters: boolean | null;
  /** Whether what is live is read in order to be imported. */
  imports: boolean;
  allowDrills: boolean | null;
  /** What the project's definitions name already; null where it has no route. */
  named: Named | null;
}

const namedServices = ({ named }: Wishes): string[] | null =>
  named === null || named.services.length === 0 ? null : named.services;

/**
 * Asks, looks at what the vendors have, and asks about what was found. Reads only.
 * @throws UsageError with every answer that is missing
 */
export async function gather(
  asking: Asking,
  wishes: Wishes,
  root: string,
  env: Record<string, string | undefined>,
  say: (text: string) => void,
): Promise<Gathered> {
  const stack = await questions.stackQuestion(asking);
  const vendors = await questions.vendorsQuestion(asking, env);
  const uses = (vendor: Answers["vendors"][number]) => vendors?.includes(vendor) ?? false;
  const site = uses("datadog") ? await questions.siteQuestion(asking, env) : "";
  const organization = uses("sentry") ? await questions.organizationQuestion(asking, env) : "";
  const environment = await (uses("sentry") ? questions.environmentQuestion(asking, stack ?? "") : (stack ?? ""));
  const team = uses("vercel") ? await questions.teamQuestion(asking, env) : "";
  if (uses("stripe")) await questions.modeQuestion(asking, env);
  const supabaseRef = uses("supabase") ? await questions.supabaseQuestion(asking) : "";
  const notified = await askWhomToNotify(asking, wishes.named);
  const runbooks = await questions.runbooksQuestion(asking, root);
  if (asking.onlyFlags) {
    // Asked again once something was found; what is missing is told before anything is looked at.
    if (uses("datadog")) await questions.accountQuestion(asking, null);
    if (uses("sentry")) await questions.projectsQuestion(asking, null);
    await questions.servicesQuestion(asking, namedServices(wishes));
  }
  const answered = asking.complete({
    ...{ stack, vendors, site, organization, environment, team, supabaseRef },
    ...{ notified, runbooks },
  });
  say("Looking at what the vendors have");
  const { connections, failed } = await connectedTo(root, answered, env);
  const [sentry, vercel] = await Promise.all([
    connections.sentry ? lookAtSentry(connections.sentry, answered.organization) : null,
    connections.vercel ? lookAtVercel(connections.vercel, answered.team) : null,
  ]);
  const slackNames = toldBy(sentry?.slack ?? { failed: "" }) ?? [];
  const { slackAccount, sentryProjects, services } = asking.complete({
    slackAccount: uses("datadog") ? await questions.accountQuestion(asking, slackNames[0]?.name ?? null) : "",
    sentryProjects: uses("sentry") ? await chosenProjects(asking, sentry) : [],
    services: await chosenServices(asking, vercel, wishes),
  });

  const projects = services.flatMap(({ name, project }) => (project === null ? [] : [{ service: name, ...project }]));
  const [datadog, datadogSlack, endpoints, destinations, slack, account] = await Promise.all([
    connections.datadog ? lookAtDatadog(connections.datadog) : [],
    connections.datadog ? lookAtDatadogSlack(connections.datadog, slackAccount) : null,
    connections.stripe ? lookAtStripe(connections.stripe) : null,
    connections.stripe ? lookAtDestinations(connections.stripe) : null,
    connections.slack ? lookAtSlack(connections.slack) : null,
    lookAtAccount(connections, answered.team, projects),
  ]);
  const { routes, channels, owner, quietRoute } = answered.notified;
  const members = sentry === null ? null : toldBy(sentry.members);
  const people = answered.notified.people(members);
  const live = [
    ...datadog.flatMap(({ objects }) => toldBy(objects) ?? []),
    ...liveDetectors(answered.organization, (sentry && toldBy(sentry.detectors)) ?? []),
    ...((sentry && toldBy(sentry.workflows)) ?? []),
    ...cronsOf((vercel && toldBy(vercel.projects)) ?? []),
    ...((endpoints && toldBy(endpoints)) ?? []),
    ...((destinations && toldBy(destinations)) ?? []),
  ];
  const looks: Look<unknown>[] = [
    ...Object.values(sentry ?? {}),
    ...Object.values(vercel ?? {}),
    ...datadog.map(({ objects }) => objects),
    ...[datadogSlack, endpoints, destinations, slack, account.settings].flatMap((one) => one ?? []),
  ];
  const sentences = [...failed.values(), ...looks.flatMap((one) => ("failed" in one ? [one.failed] : []))];
  const answers: Answers = {
    stack: answered.stack,
    allowDrills: wishes.allowDrills ?? !/^prod/.test(answered.stack),
    vendors: answered.vendors,
    services,
    datadogSite: answered.site,
    slackAccount,
    account: toldBy(account.settings) ?? {},
    locations: ["aws:eu-central-1", "aws:us-east-1"],
    organization: answered.organization,
    environment: answered.environment,
    slackIntegration: slackNames[0]?.id ?? null,
    sentryProjects,
    team: (vercel && toldBy(vercel.team)?.id) ?? answered.team,
    teamSlug: (vercel && toldBy(vercel.team)?.slug) ?? null,
    supabaseRef: answered.supabaseRef,
    ...{ routes, channels, people, owner, quietRoute },
    runbooks: answered.runbooks,
    starters: wishes.starters ?? (wishes.named === null && sentences.length === 0 && !live.some(isMade)),
  };
  const numbers = (sentry && toldBy(sentry.projects)) ?? new Map<string, string>();
  return {
    answers,
    live: wishes.imports ? live : [],
    sentryNumbers: new Map(
      sentryProjects.flatMap(({ name, slug }) => (numbers.has(slug) ? [[name, numbers.get(slug) ?? ""]] : [])),
    ),
    found: [...foundLines(live, sentry, vercel), ...account.found],
    failed: [...new Set(sentences)],
    warnings: [
      ...warningsOf(answers, datadogSlack, slack, members),
      ...withoutMonitor(datadog),
      ...(toldBy(account.warnings) ?? []),
    ],
  };
}

/** Each vendor by itself; the local stack's are those that run here. */
async function connectedTo(
  root: string,
  { stack, vendors, site }: { stack: string; vendors: readonly VendorName[]; site: string },
  env: Record<string, string | undefined>,
): Promise<ReturnType<typeof connectEach>> {
  if (stack !== localStack) return connectEach({ ...env, DD_SITE: env.DD_SITE ?? site }, new Set(vendors));
  return { connections: await connectTo(root, stack, [], env), failed: new Map() };
}

async function chosenProjects(asking: Asking, found: SentryFound | null): Promise<SentryProject[] | null> {
  const projects = found === null ? null : toldBy(found.projects);
  const slugs = await questions.projectsQuestion(asking, projects === null ? null : [...projects.keys()]);
  const detectors = (found && toldBy(found.detectors)) ?? [];
  return (
    slugs?.map((text) => {
      const [own = text, slug = own] = text.split("=");
      return {
        name: nameFor(own),
        slug,
        errorMonitor: ownMonitorOf("error", detectors, projects?.get(slug) ?? ""),
        issueStreamMonitor: ownMonitorOf("issue_stream", detectors, projects?.get(slug) ?? ""),
      };
    }) ?? null
  );
}

/** `web` or `web=web-staging`: a service, and the Vercel project that it is, where that is called otherwise. */
async function chosenServices(asking: Asking, found: VercelFound | null, wishes: Wishes): Promise<Service[] | null> {
  const { urls, health } = wishes;
  const projects = found === null ? null : toldBy(found.projects);
  const names = await questions.servicesQuestion(
    asking,
    namedServices(wishes) ?? projects?.map(({ name }) => name) ?? null,
  );
  const projectOf = (wanted: string): ListedProject | null =>
    projects?.find(({ name }) => name === wanted) ??
    projects?.find(({ name }) => nameFor(name) === nameFor(wanted)) ??
    null;
  return (
    // In one order, so that a later run changes nothing.
    names?.toSorted().map((text) => {
      const [own = text, stated = own] = text.split("=");
      const project = projectOf(stated);
      const name = nameFor(own);
      return {
        name,
        project: project && { id: project.id, name: project.name },
        url: urls.get(name) ?? (project && urlOfProject(project)),
        health: health.get(name) ?? null,
      };
    }) ?? null
  );
}

/** The shortest address of a project's production is the one that people know. */
function urlOfProject({ targets }: ListedProject): string | null {
  const [shortest] = [...(targets?.production?.alias ?? [])].sort((a, b) => a.length - b.length);
  return shortest === undefined ? null : `https://${shortest}`;
}

function foundLines(live: readonly LiveObject[], sentry: SentryFound | null, vercel: VercelFound | null): string[] {
  const counts = new Map<string, Map<string, number>>();
  const count = (vendor: string, what: string, by = 1) => {
    const own = counts.get(vendor) ?? new Map<string, number>();
    counts.set(vendor, own.set(what, (own.get(what) ?? 0) + by));
  };
  count("sentry", "projects", (sentry && toldBy(sentry.projects)?.size) ?? 0);
  count("vercel", "projects", (vercel && toldBy(vercel.projects)?.length) ?? 0);
  for (const { vendor, kind } of live) count(vendor, plurals[kind] ?? kind);
  return [...counts].flatMap(([vendor, own]) => {
    const parts = [...own].filter(([, number]) => number > 0).map(([what, number]) => `${what}: ${number}`);
    return parts.length === 0 ? [] : [`${vendor.padEnd(8)} ${parts.join(", ")}`];
  });
}

const plurals: Partial<Record<LiveObject["kind"], string>> = {
  monitor: "monitors",
  "synthetics-test": "synthetic tests",
  dashboard: "dashboards",
  slo: "objectives",
  detector: "monitors",
  workflow: "alerts",
  "project-crons": "projects with crons",
  "alert-rule": "monitors",
  "webhook-endpoint": "webhook endpoints",
  "event-destination": "event destinations",
};

/** Routes that would lead nowhere, as far as anybody could look. */
function warningsOf(
  answers: Answers,
  inDatadog: Look<string[]> | null,
  inSlack: Awaited<ReturnType<typeof lookAtSlack>> | null,
  members: ReadonlyMap<string, string> | null,
): string[] {
  const channels = [...new Set(Object.values(answers.routes).flatMap(({ slack }: Recipients) => slack))];
  const known = inDatadog === null ? null : toldBy(inDatadog);
  const seen = inSlack === null ? null : toldBy(inSlack);
  const missing = channels.flatMap((channel) => {
    const found = seen?.find(({ name }) => `#${name}` === channel);
    const sentences: string[] = [];
    if (known !== null && !known.includes(channel))
      sentences.push(`Datadog does not post to ${channel} yet: the first alert that does adds it.`);
    if (seen !== null && found === undefined)
      sentences.push(`Slack shows no channel ${channel}: it may be private, or not there.`);
    if (found?.is_archived) sentences.push(`The Slack channel ${channel} is archived.`);
    else if (found && !found.is_member)
      sentences.push(`The bot of SLACK_TOKEN is not in ${channel}: drills cannot read there.`);
    return sentences;
  });
  const strangers =
    members === null
      ? []
      : answers.people
          .filter(({ sentryUser }) => sentryUser === null)
          .map(({ mail }) => `${mail} is no member of the Sentry organization: it cannot mail there.`);
  return [...missing, ...strangers];
}
