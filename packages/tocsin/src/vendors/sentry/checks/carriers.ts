import type { Definition } from "../../../model/definition.ts";
import type { Resource } from "../../../model/resource.ts";
import { errorsOf, measuresTransactions } from "../../../model/signals/facts.ts";
import type { StackConfig } from "../../../model/stack.ts";
import type { ProjectFacts } from "../../check.ts";
import { byDefinition, type Carrier, merged } from "../../silence.ts";

/** Sentry projects that alerts watch, each once. */
export function projectCarriers(
  { config, definitions }: Pick<ProjectFacts, "config" | "definitions">,
  resources: readonly Resource[],
): Carrier[] {
  const [detectors, workflows] = [byDefinition(resources, "detector"), byDefinition(resources, "workflow")];
  const carriers = definitions.flatMap(({ id, signal }) =>
    sentryProjects(signal, config).map((slug): Carrier => {
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
