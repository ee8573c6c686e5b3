import { Session } from "node:inspector/promises";

const source = /\/packages\/tocsin\/src\/([^?]+)/;

/** How often each function of the tool ran, by its file below `packages/tocsin/src` and its place there. */
type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Runs something while V8 counts calls. What was imported before is not counted: a module's own code is no function of it. */
async function counted(work: () => Promise<void>): Promise<Counts> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
    await work();
    const { result } = await session.post("Profiler.takePreciseCoverage");
    return new Map(
      result.flatMap(({ url, functions }) => {
        const [, file] = source.exec(url) ?? [];
        // The first is the module itself.
        const calls = functions.slice(1).flatMap(({ ranges: [whole] }) => (whole === undefined ? [] : [whole]));
        return file === undefined
          ? []
          : [[file, new Map(calls.map(({ startOffset, count }) => [String(startOffset), count]))] as const];
      }),
    );
  } finally {
    await session.post("Profiler.stopPreciseCoverage");
    session.disconnect();
  }
}

/** Times that both are compared: what one of them happens to wait for or to remember is no part of the other. */
const rounds = 3;

/**
 * The files of which a function runs more often in `more` than in `fewer`, each time. Both have run before, so that all is
 * imported.
 */
export async function filesOfOneMore(fewer: () => Promise<void>, more: () => Promise<void>): Promise<string[]> {
  await fewer();
  await more();
  const grown: string[][] = [];
  for (let round = 0; round < rounds; round++) {
    const before = await counted(fewer);
    const after = await counted(more);
    const files = [...after].filter(([file, calls]) =>
      [...calls].some(([place, count]) => count > (before.get(file)?.get(place) ?? 0)),
    );
    grown.push(files.map(([file]) => file));
  }
  const [first = [], ...others] = grown;
  return first.filter((file) => others.every((files) => files.includes(file))).sort();
}
