import type { Resource } from "../../model/resource.ts";
import type { ProjectFacts } from "../check.ts";
import type { Carrier } from "../silence.ts";
import { projectCarriers } from "./checks/carriers.ts";
import type { SentryClient } from "./client.ts";

/** Sentry projects that alerts watch and that have sent nothing for days. */
export async function stoppedAtSentry(
  client: SentryClient,
  facts: Pick<ProjectFacts, "config" | "definitions">,
  resources: readonly Resource[],
  days: number,
): Promise<Carrier[]> {
  const carriers = projectCarriers(facts, resources);
  if (carriers.length === 0) return [];
  const { organization, environment } = facts.config.sentry;
  const period = `${days}d`;
  const [errors, spans] = await Promise.all([
    client.sendingProjects(organization, { dataset: "errors", environment, period }),
    client.sendingProjects(organization, { dataset: "spans", environment, period }),
  ]);
  return carriers.filter(({ vendorId }) => vendorId !== null && !errors.has(vendorId) && !spans.has(vendorId));
}
