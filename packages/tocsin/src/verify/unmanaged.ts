import type { Json, JsonObject } from "../model/resource.ts";
import { stackInTitle } from "../vendors/datadog/live.ts";
import { drillMark, drillTag } from "../vendors/fire-types.ts";
import { kinds } from "../vendors/kinds.ts";
import { type LiveObject, textOf } from "../vendors/live.ts";
import type { Known } from "./checks/check.ts";
import type { Finding } from "./report.ts";
import { scopeOf } from "./scope.ts";

/**
 * Objects that are live and in no code: only within the stack's scope, and not those that vendors make by themselves or that
 * belong to another stack. What an interrupted drill left is called so. Pure.
 */
export function unmanaged(known: Known): Finding[] {
  const within = scopeTest(known);
  return known.live
    .filter((object) => !known.claimed.has(object) && !ofAnotherStack(object, known))
    .flatMap((object): Finding[] => {
      const run = drillRun(object.body);
      if (run !== null) return [leftover(object, run)];
      return isOurs(object, known) || within(object) ? [finding(object)] : [];
    });
}

/** The drill that marked an object, by a tag or in its metadata; null for none. */
export function drillRun(body: JsonObject): string | null {
  const prefix = drillTag("");
  const tag = tagsOf(body).find((one) => one.startsWith(prefix));
  if (tag !== undefined) return tag.slice(prefix.length);
  const { metadata } = body;
  const marked = typeof metadata === "object" && metadata !== null && !Array.isArray(metadata);
  const run = marked ? metadata[drillMark] : undefined;
  return typeof run === "string" ? run : null;
}

/** With our marks for this very stack, though no definition has that id (any more). */
function isOurs({ vendor, identity }: LiveObject, { config }: Known): boolean {
  // Sentry's environments have names of their own; everywhere else an environment is called as the stack.
  return identity?.environment === (vendor === "sentry" ? config.sentry.environment : config.name);
}

function ofAnotherStack({ vendor, kind, identity, body }: LiveObject, { config }: Known): boolean {
  if (kind === "dashboard") return (stackInTitle(body) ?? config.name) !== config.name;
  if (vendor === "datadog") {
    const environments = tagsOf(body).filter((tag) => tag.startsWith("env:"));
    return environments.length > 0 && !environments.includes(`env:${config.name}`);
  }
  if (vendor === "sentry") {
    const environment = identity?.environment ?? sentryEnvironment(body);
    return environment !== null && environment !== config.sentry.environment;
  }
  return identity !== null && identity.environment !== null && identity.environment !== config.name;
}

/** Whether an object without our marks lies where only objects of the code should be. */
function scopeTest(known: Known): (object: LiveObject) => boolean {
  const scope = scopeOf(known);
  const { config, live, resources } = known;
  const tags = new Set(scope.tags);
  const hosts = new Set(scope.hosts);
  const projects = sentryProjectIds(known, scope.sentry);
  const detectors = new Set(
    live.flatMap(({ kind, vendorId, body }) =>
      kind === "detector" && projects.has(String(body.projectId)) ? [vendorId] : [],
    ),
  );
  const variables = new Set(
    resources.flatMap(({ kind, body }) => (kind === "environment-variable" ? [textOf(body, "key")] : [])),
  );
  const deployed = new Set(scope.vercel.flatMap((service) => config.vercel.projects[service]?.id ?? []));
  return ({ kind, parent, body }) => {
    switch (kind) {
      case "monitor":
      case "synthetics-test":
      case "global-variable":
      case "logs-pipeline":
      case "slo":
        return tagsOf(body).some((tag) => tags.has(tag));
      case "dashboard":
        return stackInTitle(body) === config.name;
      case "detector":
        return !madeBySentry(body) && projects.has(String(body.projectId));
      case "workflow":
        return texts(body.detectorIds).some((id) => detectors.has(id));
      case "webhook-endpoint":
        return URL.canParse(textOf(body, "url")) && hosts.has(new URL(textOf(body, "url")).hostname);
      case "environment-variable":
        if (textOf(parent, "projectId") === config.probe?.project) return true;
        return deployed.has(textOf(parent, "projectId")) && variables.has(textOf(body, "key"));
      case "slack-channel":
      case "project-crons":
      case "project":
      case "deployment":
        // Shared by all who use the account, a switch that every project has, and what else the team builds.
        return false;
    }
  };
}

/** Every project comes with monitors of Sentry's own; the definitions use them, and nobody made them. */
const madeBySentry = (body: JsonObject): boolean => ["error", "issue_stream"].includes(textOf(body, "type"));

/** Sentry's numbers for projects: the stack file knows slugs, and of each project the id of its error monitor. */
function sentryProjectIds({ config, live }: Known, names: readonly string[]): Set<string> {
  const errorMonitors = new Set(names.flatMap((name) => config.sentry.projects[name]?.errorMonitor ?? []));
  return new Set(
    live.flatMap(({ kind, vendorId, body }) =>
      kind === "detector" && errorMonitors.has(vendorId) ? [String(body.projectId)] : [],
    ),
  );
}

function sentryEnvironment(body: JsonObject): string | null {
  const [source] = Array.isArray(body.dataSources) ? body.dataSources : [];
  const inside = typeof source === "object" && source !== null && !Array.isArray(source) ? source : {};
  return textOf(body, "environment") || textOf(inside, "environment") || null;
}

function finding(object: LiveObject): Finding {
  const { vendor, kind, vendorId, identity, body } = object;
  const { label, title } = kinds[kind];
  const marks =
    identity === null
      ? "no definition knows it"
      : `it is marked as ${identity.definition}, which no definition is called`;
  const message = `The ${label} "${title(body)}" (${vendorId}) is live, but ${marks}.`;
  const marked = { definition: null, path: null, expected: null, actual: identity?.definition ?? null };
  return { class: "unmanaged", vendor, kind, vendorId, ...marked, message };
}

function leftover({ vendor, kind, vendorId, identity, body }: LiveObject, run: string): Finding {
  const { label, title } = kinds[kind];
  const message = `The ${label} "${title(body)}" (${vendorId}) was left by drill ${run}.`;
  const definition = identity?.definition ?? null;
  return {
    class: "leftover",
    vendor,
    kind,
    vendorId,
    definition,
    path: "tags",
    expected: null,
    actual: drillTag(run),
    message,
  };
}

function tagsOf(body: JsonObject): string[] {
  return texts(body.tags);
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
