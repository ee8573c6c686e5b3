import { build, isBuilt } from "./lib/build.mjs";

/**
 * Tests start programs of ours as they are built, so what is built is made of the sources as they are. A scenario runs the sources
 * themselves: of what is built it reads the probe's function, and what types a command sets up before (scenario/cli/tocsin.ts).
 * @param {{name: string}} project
 */
export async function setup({ name }) {
  const isCurrent = name === "scenario" ? isBuilt("probe") : isBuilt();
  if (!isCurrent) await build({ log: () => {} });
}
