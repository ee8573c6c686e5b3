import type { Resource } from "../../../model/resource.ts";
import type { Check, ProjectFacts } from "../../check.ts";
import { silenceCheck } from "../../silence.ts";
import type { SentryClient } from "../client.ts";
import { projectCarriers } from "./carriers.ts";

/** Whether the projects that alerts watch send anything at all. */
export function signalChecks(
  client: SentryClient,
  organization: string,
  facts: ProjectFacts,
  resources: readonly Resource[],
): Check[] {
  const carriers = projectCarriers(facts, resources);
  if (carriers.length === 0) return [];
  const { environment } = facts.config.sentry;
  const covers = `Whether ${carriers.length} Sentry project${carriers.length === 1 ? " sends" : "s send"} anything was`;
  return [
    silenceCheck(carriers, covers, async () => {
      const [errors, spans] = await Promise.all([
        client.sendingProjects(organization, { dataset: "errors", environment, period: "24h" }),
        client.sendingProjects(organization, { dataset: "spans", environment, period: "24h" }),
      ]);
      return carriers.filter(({ vendorId }) => vendorId !== null && !errors.has(vendorId) && !spans.has(vendorId));
    }),
  ];
}
