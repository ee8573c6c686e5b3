import type { Engine, StackOptions } from "../engine/engine.ts";

export type { RunResult } from "../engine/engine.ts";

/**
 * Does some work with a stack on the engine; see `withStack` there for what is thrown. The engine's packages take half a second
 * to load, so nothing loads them before they are needed.
 */
export async function onEngine<T>(options: StackOptions, work: (engine: Engine) => Promise<T>): Promise<T> {
  const { withStack } = await import("../engine/engine.ts");
  return withStack(options, work);
}
