/**
 * A service that moves from one shard of a stack to another: its objects go from the state of the one into that of the other,
 * as they are. Without that the one would create what the other then deletes, and for Sentry and Stripe, whose plugins take
 * what carries their id, both would hold one object until the other deletes it.
 */
import type { Engine } from "../engine/engine.ts";
import { shardsOf } from "../project/stack-file.ts";
import { UsageError } from "../shared/usage-error.ts";
import type { Prepared } from "./prepare-stack.ts";

type Moving = Pick<Prepared, "options" | "project">;

/**
 * Takes what other shards still hold of a shard's objects; no vendor is touched. Nothing for a stack without shards.
 * @returns a sentence for the user; null when there was nothing to take
 * @throws UsageError when this shard still holds what is another's now: an update would delete it
 */
export async function takeFromShards(engine: Engine, { options, project }: Moving): Promise<string | null> {
  const { stack, whole, resources } = project;
  if (stack.shard === undefined || whole === undefined) return null;
  const mine = new Set(resources.map(({ name }) => name));
  const foreign = new Set(whole.resources.map(({ name }) => name).filter((name) => !mine.has(name)));
  const held = [...(await engine.known()).keys()].filter((name) => foreign.has(name)).sort();
  const { name: own } = stack.shard;
  if (held.length > 0) {
    throw new UsageError(
      `Stack ${own} still holds what is in another shard now: ${held.join(", ")}. An update of ${own} would delete it. Update the other shard first (\`tocsin up\`): it takes them over as they are.`,
    );
  }
  const taken: string[] = [];
  for (const { name } of shardsOf(options.root, stack.name)) {
    if (name === own) continue;
    const moved = await engine.takeFrom(name, mine);
    if (moved.length > 0) taken.push(`${moved.join(", ")} from ${name}`);
  }
  return taken.length === 0 ? null : `Took over as they are, from one state into the other: ${taken.join("; ")}.`;
}
