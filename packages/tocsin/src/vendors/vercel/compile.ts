import type { Definition } from "../../model/definition.ts";
import { probeService } from "../../model/probe.ts";
import type { Resource } from "../../model/resource.ts";
import { declaresCrons } from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import { type CompileContext, resourceName, settingOf } from "../context.ts";
import { compileProbe } from "./compile-probe.ts";

/**
 * Vercel's bodies. Crons themselves come from a project's `vercel.json` when it is deployed, so what can be declared here
 * is that they are switched on, and the secret that they are called with. Only the probe is deployed from here.
 */
export function compileVercel(context: CompileContext, definition: Definition): Resource[] {
  const { signal } = definition;
  if (!declaresCrons(signal)) return [];
  const { stack } = context;
  if (signal.service === probeService) return compileProbe(context, definition);
  const project = settingOf(stack.vercel.projects, signal.service, "vercel.projects", stack);
  // The switch is that of cron jobs: it stops no schedule.
  const cronSwitch: Resource = {
    vendor: "vercel",
    kind: "project-crons",
    name: resourceName(definition, "project-crons"),
    definition: definition.id,
    parent: { projectId: project.id, team: stack.vercel.team },
    body: { enabled: true },
    refs: [],
  };
  return [
    ...(signal.runBy === "schedules" ? [] : [cronSwitch]),
    ...(signal.secret === false
      ? []
      : [environmentVariable(stack, definition, project.id, "CRON_SECRET", "secret:CRON_SECRET")]),
  ];
}

/**
 * A sensitive variable of a project's production deployments. `value` is `secret:NAME`, or null where another resource
 * has it (then a ref says which).
 */
export function environmentVariable(
  stack: StackConfig,
  definition: Definition,
  projectId: string,
  key: string,
  value: string | null,
): Resource {
  return {
    vendor: "vercel",
    kind: "environment-variable",
    name: resourceName(definition, "environment-variable", key),
    definition: definition.id,
    parent: { projectId, team: stack.vercel.team },
    body: {
      key,
      ...(value === null ? {} : { value }),
      type: "sensitive",
      target: ["production"],
      comment: `tocsin:${definition.id}`,
    },
    refs: [],
  };
}
