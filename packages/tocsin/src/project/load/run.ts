import { pathToFileURL } from "node:url";
import { made as madeIn } from "../../model/language.ts";
import { toPlaces } from "../../shared/ending.mjs";
import { messageOf } from "../../shared/failure.mjs";
import type { Bundle } from "./bundle.ts";

/** A definition file does what no data does: it would change the process that loads it, or has left a failure behind. */
class NotData extends Error {
  override readonly name = "NotData";
}

/** What a file gave, kept as Node keeps the module: it runs once. */
const known = new Map<string, readonly unknown[]>();

/** One file runs at a time: while it does, the process's own ways and the list of what is made are those of that file. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a file of definitions. It is data: what would end the process or change it is an error in that file. What it prints goes
 * to the standard error, for the output is the command's; what it sets as exit code is undone, for that tells what was found.
 * @returns what it exports, and all that `alert`, `route` and their like made in it, exported or not
 * @throws what the file throws, or a promise of it is rejected with that nothing awaits
 */
export function runFile(bundle: Bundle): Promise<Ran> {
  const run = last.then(() => runAlone(bundle));
  last = run.catch(() => undefined);
  return run;
}

interface Ran {
  exported: unknown;
  made: readonly unknown[];
}

async function runAlone({ file, locate }: Bundle): Promise<Ran> {
  const release = guarded((stack) => locate(stack) !== null);
  toPlaces((stack) => {
    const place = locate(stack);
    return place === null ? null : `${place.file}:${place.line}`;
  });
  const made: unknown[] = [];
  Reflect.set(globalThis, madeIn, made);
  try {
    const exported: unknown = await import(pathToFileURL(file).href);
    await release.settled();
    if (!known.has(file)) known.set(file, made);
    return { exported, made: known.get(file) ?? [] };
  } finally {
    Reflect.deleteProperty(globalThis, madeIn);
    release.all();
  }
}

/**
 * Holds the process as it is while definitions run.
 * @param isTheirs whether a stack lies in the definitions; what the packages that they use do to the process is not looked at
 */
function guarded(isTheirs: (stack: string) => boolean) {
  const { exit, exitCode, env, chdir } = process;
  const { write } = process.stdout;
  const refuse = (what: string): void => {
    const error = new NotData(what);
    if (isTheirs(error.stack ?? "")) throw error;
  };
  process.exit = () => {
    throw new NotData("it ends the process (process.exit)");
  };
  process.chdir = (folder) => {
    refuse("it changes the working folder (process.chdir)");
    chdir(folder);
  };
  process.env = new Proxy(env, {
    set: (target, name, value) => {
      refuse(`it changes the environment (process.env.${String(name)})`);
      return Reflect.set(target, name, value);
    },
    deleteProperty: (target, name) => {
      refuse(`it changes the environment (process.env.${String(name)})`);
      return Reflect.deleteProperty(target, name);
    },
  });
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const rejected: unknown[] = [];
  const onRejection = (reason: unknown) => {
    if (reason instanceof Error && !isTheirs(reason.stack ?? "")) throw reason;
    rejected.push(reason);
  };
  process.on("unhandledRejection", onRejection);
  return {
    /** Gives promises that are rejected already the time to be told of. @throws NotData for the first */
    settled: async () => {
      await new Promise(setImmediate);
      if (rejected.length > 0) throw leftBehind(rejected[0]);
    },
    all: () => {
      process.off("unhandledRejection", onRejection);
      process.stdout.write = write;
      Object.assign(process, { exit, env, chdir, exitCode });
    },
  };
}

/** With the place at which the promise was rejected, where that is known. */
function leftBehind(reason: unknown): NotData {
  const error = new NotData(`nothing awaits a promise that was rejected: ${messageOf(reason)}`, { cause: reason });
  if (reason instanceof Error) error.stack = reason.stack ?? "";
  return error;
}
