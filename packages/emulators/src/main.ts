import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type Accounts, accountsSchema, acme } from "./accounts.ts";
import { EmulatedClock } from "./clock.ts";
import { createContext } from "./context.ts";
import { historyMs } from "./history.ts";
import { openAll, type World } from "./listeners.ts";
import { growSlowly, tidyUp, tidyUpSoon } from "./memory.mjs";
import { claim, livingOwner, release, rewrite, vendorsPath } from "./vendors-file.ts";

/** What the command line asks for. */
interface Options {
  dir: string;
  /** Port of the monitored app; 0 lets the system choose. */
  appPort: number;
  /** File with the accounts that the vendors hold. */
  accounts: string | undefined;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      dir: { type: "string" },
      "app-port": { type: "string", default: "0" },
      accounts: { type: "string" },
    },
  });
  const appPort = Number(values["app-port"]);
  if (values.dir === undefined || values.dir === "") throw new Error("--dir is missing: name the .local directory");
  if (!Number.isInteger(appPort) || appPort < 0 || appPort > 65_535) {
    throw new Error(`--app-port ${values["app-port"]} is not a port: give a number from 0 to 65535`);
  }
  return { dir: values.dir, appPort, accounts: values.accounts };
}

const tidyEveryMs = 2 * 60_000;

/** Starts all emulated vendors, says where they listen, and stays until told to end. */
async function main({ dir, appPort, accounts: file }: Options): Promise<void> {
  const owner = await livingOwner(dir);
  if (owner !== null) throw new Error(ownedBy(dir, owner));
  await release(dir, true);

  const accounts = file === undefined ? acme : await readAccounts(file);
  const context = createContext(new EmulatedClock({ offsetMs: -historyMs }), dir, accounts);
  let world: World | null = null;
  let ending = false;
  const end = async (code: number): Promise<never> => {
    context.clock.stop();
    await release(dir);
    const { listeners = [], vendors = [] } = world ?? {};
    await Promise.allSettled([...listeners.map((one) => one.close()), ...vendors.map((one) => one.close?.())]);
    process.exit(code);
  };
  const endOnce = (): void => {
    if (ending) return;
    ending = true;
    // The answer of POST /shutdown leaves first.
    setTimeout(() => void end(0), 50);
  };
  process.once("SIGTERM", endOnce);
  process.once("SIGINT", endOnce);

  // While nobody asks for anything, what a minute's work leaves would lie in the heap for hours.
  setInterval(tidyUp, tidyEveryMs).unref();

  world = await openAll(context, {
    appPort,
    shutdown: endOnce,
    changed: () => {
      // A clock that ran fast has left the work of hours behind.
      tidyUpSoon();
      return rewrite(dir, content());
    },
  });
  const { sections } = world;
  const { clock } = context;
  const content = () => ({
    ...sections(),
    stack: context.accounts.stack,
    clock: { offsetMs: clock.offsetMs, rate: clock.rate },
    pid: process.pid,
  });
  if (!(await claim(dir, content()))) {
    console.error(`local vendors: ${ownedBy(dir, await livingOwner(dir))}`);
    await end(1);
  }
  context.clock.start();
  // The file may be damaged or removed while what it tells still listens: `tocsin local up` asks for it again.
  process.on("SIGURG", () => {
    rewrite(dir, content()).catch((error: unknown) => console.error(`local vendors: ${vendorsPath(dir)}\n`, error));
  });
  console.log(`local vendors listen: ${vendorsPath(dir)}`);
}

/** @throws Error naming what is wrong with the file */
async function readAccounts(file: string): Promise<Accounts> {
  const parsed = accountsSchema.safeParse(JSON.parse(await readFile(file, "utf8")));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`${file} does not describe accounts:\n${problems.map((one) => `  ${one}`).join("\n")}`);
}

function ownedBy(dir: string, pid: number | null): string {
  const who = pid === null ? "another process" : `process ${pid}`;
  return `${vendorsPath(dir)} belongs to ${who}, which is running: use it, or end it with \`tocsin local down\``;
}

growSlowly();
try {
  await main(readOptions());
} catch (error) {
  console.error(`local vendors: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
