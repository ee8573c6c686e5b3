import { z } from "zod";
import { inputsIn } from "../model/input.ts";
import type { Project } from "../model/project.ts";
import { onEmulators } from "../project/emulated.ts";
import { loadProject } from "../project/project.ts";
import { UsageError } from "../shared/usage-error.ts";
import { lastManifest } from "./last-manifest.ts";

const manifest = z.object({ settings: z.record(z.string(), z.unknown()) });

/**
 * A project for work with the vendors. Settings that its program gives come from the stack's output `tocsin`, where the last
 * update left them.
 * @throws UsageError when nothing tells them
 */
export async function loadLive(root: string, stack: string): Promise<Project> {
  const emulated = onEmulators(root, stack);
  const project = await loadProject(root, stack, { emulated });
  const open = inputsIn(project.stack);
  if (open.length === 0) return project;
  const last = manifest.safeParse(await lastManifest(root, stack, `tocsin up --stack ${stack}`));
  if (!last.success) {
    throw new UsageError(
      `The program gives ${open.join(", ")}, and stack ${stack} has no output that holds them. Export the manifest as tocsin (export const tocsin = alerts.manifest;) and run \`pulumi up\`.`,
    );
  }
  const { name: _name, shard: _shard, ...settings } = last.data.settings;
  return loadProject(root, stack, { settings: chosen(settings, open), emulated });
}

/** The values at some paths; the rest is the stack file's, which may have changed since. */
function chosen(settings: Record<string, unknown>, paths: readonly string[]): Record<string, unknown> {
  return paths.reduce((all, path) => withValue(all, path.split("."), settings), {});
}

function withValue(
  into: Record<string, unknown>,
  [key = "", ...rest]: readonly string[],
  from: unknown,
): Record<string, unknown> {
  const value: unknown = typeof from === "object" && from !== null ? Reflect.get(from, key) : undefined;
  const below = into[key];
  const inner = z.record(z.string(), z.unknown()).catch({}).parse(below);
  return { ...into, [key]: rest.length === 0 ? value : withValue(inner, rest, value) };
}
