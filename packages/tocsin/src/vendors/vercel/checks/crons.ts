import { z } from "zod";
import { compareCrons, declaredCrons, declaredSchedules, scheduleRemark } from "../../../model/crons.ts";
import { probeService, projectOfService } from "../../../model/probe.ts";
import { textAt } from "../../../model/resource.ts";
import { declaresCrons } from "../../../model/signals/facts.ts";
import type { StackFacts, Verdict } from "../../check.ts";
import type { Finding } from "../../finding.ts";
import type { LiveObject } from "../../live.ts";
import { coveredServices } from "../live.ts";

const deployedCrons = z.array(z.object({ path: z.string(), schedule: z.string() }));

/** What a deployment brought, from the list of projects. */
function deployedOf({ properties }: LiveObject): z.infer<typeof deployedCrons> {
  return deployedCrons.safeParse(properties.definitions).data ?? [];
}

/** The crons that each project's deployment brought, against those that are declared for the service. */
export function judgeCrons(known: StackFacts): Verdict {
  const { config, definitions, live } = known;
  const declared = declaredCrons(definitions);
  const scheduled = declaredSchedules(definitions);
  // The probe's project is all ours, whatever the stack file's scope says.
  const scope = new Set([...coveredServices(known), probeService]);
  const findings: Finding[] = [];
  for (const service of [...Object.keys(config.vercel.projects), probeService]) {
    const wanted = declared.get(service);
    const project = projectOfService(config, service);
    const object = live.find(({ kind, parent }) => kind === "project-crons" && textAt(parent, "projectId") === project);
    // A project without crons has no switch; where one is declared, the missing switch says so.
    const moved = new Set((scheduled.get(service) ?? []).map(({ path }) => path));
    if (object === undefined || (wanted === undefined && moved.size === 0 && !scope.has(service))) continue;
    for (const { kind, path, expected, actual } of compareCrons(wanted ?? [], deployedOf(object))) {
      if (kind === "undeclared" && !scope.has(service) && !moved.has(path)) continue;
      const owner = definitions.find(
        ({ signal }) =>
          declaresCrons(signal) && signal.service === service && signal.crons.some((cron) => cron.path === path),
      );
      findings.push({
        class: kind === "undeclared" ? "unmanaged" : kind,
        vendor: "vercel",
        kind: "cron",
        vendorId: object.vendorId,
        definition: owner?.id ?? null,
        path: `crons.definitions[${path}].schedule`,
        expected,
        actual,
        message:
          kind === "undeclared" && moved.has(path)
            ? `The cron job ${path} ("${actual}") is in the production deployment of ${service}, and a schedule is declared for it: both would call it. Take it out of crons in vercel.json (\`tocsin crons\` does it) and deploy.`
            : sentence(kind, service, path, expected, actual),
      });
    }
  }
  return { findings };
}

function sentence(
  kind: "missing" | "changed" | "undeclared",
  service: string,
  path: string,
  expected: string | null,
  actual: string | null,
): string {
  const deployment = `the production deployment of ${service}`;
  switch (kind) {
    case "missing":
      return `The cron ${path} is not in ${deployment}: put it into vercel.json (\`tocsin crons\` writes it) and deploy.`;
    case "changed":
      return `The cron ${path} runs at "${actual}" in ${deployment}, declared is "${expected}"${scheduleRemark(actual)}.`;
    case "undeclared":
      return `The cron ${path} ("${actual}") is in ${deployment}, and no definition expects it${scheduleRemark(actual)}.`;
  }
}
