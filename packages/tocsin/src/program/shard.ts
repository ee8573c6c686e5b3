/** What the engine's own command line must not do to a shard. */
import pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { Project } from "../model/project.ts";
import { lastManifest } from "./manifest.ts";

const named = z.array(z.object({ name: z.string() }));
const provisioned = z.object({ definitions: z.record(z.string(), named).default({}), shared: named.default([]) });

/**
 * Refuses an update or a preview that would delete what has moved into another shard: only `tocsin up` hands it over.
 * @throws RunError naming it
 */
export async function refuseMoved({ stack, resources, whole }: Pick<Project, "stack" | "resources" | "whole">) {
  if (stack.shard === undefined || whole === undefined) return;
  const { definitions, shared } = provisioned.parse(await lastManifest());
  const mine = new Set(resources.map(({ name }) => name));
  const foreign = new Set(whole.resources.map(({ name }) => name).filter((name) => !mine.has(name)));
  const moved = [...Object.values(definitions).flat(), ...shared].flatMap(({ name }) =>
    foreign.has(name) ? [name] : [],
  );
  if (moved.length === 0) return;
  throw new pulumi.RunError(
    `Stack ${stack.shard.name} last held what is in another shard now: ${moved.sort().join(", ")}. This would delete it. Run \`tocsin up\` on the other shard, which takes it over as it is, and then on this one.`,
  );
}
