import type { Definition } from "../../../model/definition.ts";
import type { Resource } from "../../../model/resource.ts";
import { errorsOf, measuresTransactions } from "../../../model/signals/facts.ts";
import type { StackConfig } from "../../../model/stack.ts";
import { plural } from "../../../shared/amounts.ts";
import type { Check, ProjectFacts } from "../../check.ts";
import { byDefinition, type Carrier, merged, silenceCheck } from "../../silence.ts";
import type { SentryClient } from "../client.ts";
import { keysCheck } from "./keys.ts";

type Facts = Pick<ProjectFacts, "config" | "definitions">;

/** Sentry projects that alerts watch, each once. */
function projectCarriers({ config, definitions }: Facts, resources: readonly Resource[]) {
  const [detectors, workflows] = [byDefinition(resources, "detector"), byDefinition(resources, "workflow")];
  const carriers = definitions.flatMap(({ id, signal }) =>
    sentryProjects(signal, config).map((slug) => {
      const watching = detectors.get(id) ?? workflows.get(id) ?? [];
      const shape = { vendor: "sentry", kind: "project", vendorId: slug, path: "events", withinSeconds: 24 * 3600 };
      return { ...shape, what: `the Sentry project ${slug} in ${config.sentry.environment}`, resources: watching };
    }),
  );
  return merged(carriers);
}

/** Slugs of the Sentry projects whose apps send what a signal watches: errors and transactions. */
export function sentryProjects(signal: Definition["signal"], { sentry }: StackConfig): string[] {
  const names = measuresTransactions(signal) ? [signal.project] : (errorsOf(signal)?.projects ?? []);
  return names.flatMap((name) => sentry.projects[name]?.slug ?? []);
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
