import type { Definition } from "../../../model/definition.ts";
import type { Resource } from "../../../model/resource.ts";
import { errorsOf, measuresTransactions } from "../../../model/signals/facts.ts";
import type { StackConfig } from "../../../model/stack.ts";
import { plural } from "../../../shared/amounts.ts";
import type { Check, ProjectFacts } from "../../check.ts";
import { byDefinition, byKind } from "../../live.ts";
import type { WatchedValue } from "../../never-seen.ts";
import { type Carrier, silenceCheck } from "../../silence.ts";
import type { SentryClient } from "../client.ts";
import { keysCheck } from "./keys.ts";

type Facts = Pick<ProjectFacts, "config" | "definitions">;

/** A name by which alerts tell what they watch: a tag of an error; or a transaction, which may be a pattern with `*`. */
export interface WatchedName extends WatchedValue {
  kind: "tag" | "transaction";
  /** What Sentry's search calls the field. */
  search: string;
}

/** What alerts watch at Sentry, each once with the definitions that watch it: projects by their slugs, and names of what these send. */
export function watchedAtSentry({ config, definitions }: Facts) {
  const projects = new Map<string, { slug: string; definitions: string[] }>();
  const names = new Map<string, WatchedName & { definitions: string[] }>();
  const add = <T extends { definitions: string[] }>(all: Map<string, T>, key: string, id: string, fresh: T) => {
    const found = all.get(key) ?? fresh;
    found.definitions.push(id);
    all.set(key, found);
  };
  for (const { id, signal } of definitions) {
    const sources = projectsOf(signal, config);
    for (const slug of sources) add(projects, slug, id, { slug, definitions: [] });
    for (const name of namesIn(signal, sources))
      add(names, JSON.stringify([name.kind, name.search, sources, name.values]), id, { ...name, definitions: [] });
  }
  return { projects: [...projects.values()], names: [...names.values()] };
}

/** Slugs of the Sentry projects whose apps send what a signal watches: errors and transactions. */
function projectsOf(signal: Definition["signal"], { sentry }: StackConfig): string[] {
  const names = measuresTransactions(signal) ? [signal.project] : (errorsOf(signal)?.projects ?? []);
  return names.flatMap((name) => sentry.projects[name]?.slug ?? []);
}

function namesIn(signal: Definition["signal"], sources: readonly string[]): Omit<WatchedName, "definitions">[] {
  const where = `in Sentry project ${sources.join(" or ")}`;
  if (measuresTransactions(signal)) {
    const { transaction: text } = signal;
    const [kind, values] = ["transaction" as const, [text]];
    const named = { kind, field: kind, search: kind, days: 30 };
    return [{ ...named, sources, values, text, what: `a transaction ${text} ${where}`, absent: null }];
  }
  return Object.entries(errorsOf(signal)?.tags ?? {}).flatMap(([key, wanted]) => {
    // What an alert leaves out need not come.
    if (key.startsWith("!")) return [];
    const values = [wanted].flat();
    const text = `${key}:${values.join(" or ")}`;
    const named = { kind: "tag" as const, field: `tags.${key}`, search: key, days: 90 };
    const absent = `no event there has the tag ${key}`;
    return [{ ...named, sources, values, text, what: `${text} ${where}`, absent }];
  });
}

/** The projects, with the resources of the alerts that watch them. */
function projectCarriers(facts: Facts, resources: readonly Resource[]) {
  const of = byKind(resources);
  const [detectors, workflows] = [byDefinition(of.get("detector")), byDefinition(of.get("workflow"))];
  return watchedAtSentry(facts).projects.map(({ slug, definitions }) => ({
    ...{ vendor: "sentry", kind: "project", vendorId: slug, path: "events", withinSeconds: 24 * 3600 },
    what: `the Sentry project ${slug} in ${facts.config.sentry.environment}`,
    resources: definitions.flatMap((id) => detectors.get(id) ?? workflows.get(id) ?? []),
  }));
}

/** Those that have sent neither errors nor spans in a period, such as `24h`. */
async function silent<C extends Carrier>(
  client: SentryClient,
  { organization, environment }: StackConfig["sentry"],
  carriers: readonly C[],
  period: string,
): Promise<C[]> {
  const [errors, spans] = await Promise.all([
    client.sendingProjects(organization, { dataset: "errors", environment, period }),
    client.sendingProjects(organization, { dataset: "spans", environment, period }),
  ]);
  return carriers.filter(({ vendorId }) => vendorId !== null && !errors.has(vendorId) && !spans.has(vendorId));
}

/** Of the projects that alerts watch: whether each takes events, and whether it sends anything at all. */
export function projectChecks(client: SentryClient, facts: ProjectFacts, resources: readonly Resource[]): Check[] {
  const { sentry } = facts.config;
  const carriers = projectCarriers(facts, resources);
  if (carriers.length === 0) return [];
  const covers = `Whether ${plural(carriers.length, "Sentry project")} ${carriers.length === 1 ? "sends" : "send"} anything was`;
  return [
    ...carriers.map(({ vendorId, resources: watching }) => {
      const definitions = watching.flatMap(({ definition }) => definition ?? []);
      return keysCheck(client, sentry.organization, vendorId, definitions);
    }),
    silenceCheck(carriers, covers, () => silent(client, sentry, carriers, "24h")),
  ];
}

/** Sentry projects that alerts watch and that have sent nothing for days. */
export async function stoppedAtSentry(
  client: SentryClient,
  facts: Facts,
  resources: readonly Resource[],
  days: number,
): Promise<Carrier[]> {
  const carriers = projectCarriers(facts, resources);
  return carriers.length === 0 ? [] : silent(client, facts.config.sentry, carriers, `${days}d`);
}
