import { parseArgs } from "node:util";
import { createMonitoredApp } from "./app/app.ts";
import { EmulatedClock } from "./clock.ts";
import { createContext, type VendorEmulator, type VendorFactory } from "./context.ts";
import { createControl } from "./control.ts";
import { createDatadog } from "./datadog/app.ts";
import { historyMs, replayHistory } from "./history.ts";
import { type Listening, listen } from "./listen.ts";
import { createMail } from "./mail/app.ts";
import { createSentry } from "./sentry/app.ts";
import { createSlack } from "./slack/app.ts";
import { createStripe } from "./stripe/app.ts";
import { createSupabase } from "./supabase/app.ts";
import { claim, isAlive, readOwner, release, rewrite, vendorsPath } from "./vendors-file.ts";
import { createVercel } from "./vercel/app.ts";

/** Every emulated vendor. To add one, add its factory here. */
const VENDORS: readonly VendorFactory[] = [
  createDatadog,
  createSlack,
  createSentry,
  createVercel,
  createStripe,
  createSupabase,
  createMail,
  createMonitoredApp,
];

/** What the command line asks for. */
interface Options {
  dir: string;
  /** Port of the monitored app; 0 lets the system choose. */
  appPort: number;
}

function readOptions(): Options {
  const { values } = parseArgs({ options: { dir: { type: "string" }, "app-port": { type: "string", default: "0" } } });
  const appPort = Number(values["app-port"]);
  if (values.dir === undefined || values.dir === "") throw new Error("--dir is missing: name the .local directory");
  if (!Number.isInteger(appPort) || appPort < 0 || appPort > 65_535) {
    throw new Error(`--app-port ${values["app-port"]} is not a port: give a number from 0 to 65535`);
  }
  return { dir: values.dir, appPort };
}

/** Starts all emulated vendors, says where they listen, and stays until told to end. */
async function main({ dir, appPort }: Options): Promise<void> {
  const owner = await readOwner(dir);
  if (owner !== null && (await isAlive(owner))) throw new Error(ownedBy(dir, owner.pid));
  await release(dir, true);

  const context = createContext(new EmulatedClock({ offsetMs: -historyMs }), dir);
  const vendors: VendorEmulator[] = [];
  const servers: Listening[] = [];
  let ending = false;
  const end = async (code: number): Promise<never> => {
    context.clock.stop();
    await release(dir);
    await Promise.allSettled([...servers.map((server) => server.close()), ...vendors.map((v) => v.close?.())]);
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

  const sections: Record<string, unknown> = {};
  for (const create of VENDORS) {
    const vendor = await create(context);
    const server = await listen(vendor.app, vendor.name === "app" ? appPort : 0);
    vendors.push(vendor);
    servers.push(server);
    context.urls.set(vendor.name, server.url);
    sections[vendor.name] = vendor.describe(server.url);
  }
  await replayHistory(context, vendors);
  for (const { name, warmUp } of vendors) {
    warmUp?.().catch((error: unknown) => console.error(`emulated ${name}: its start failed\n`, error));
  }
  const control = await listen(
    createControl({ context, vendors, shutdown: endOnce, clockChanged: () => rewrite(dir, content()) }),
  );
  servers.push(control);

  const { clock } = context;
  const content = () => ({
    ...sections,
    clock: { offsetMs: clock.offsetMs, rate: clock.rate },
    control: { url: control.url },
    pid: process.pid,
  });
  if (!(await claim(dir, content()))) {
    console.error(`local vendors: ${ownedBy(dir, (await readOwner(dir))?.pid)}`);
    await end(1);
  }
  context.clock.start();
  console.log(`local vendors listen: ${vendorsPath(dir)}`);
}

function ownedBy(dir: string, pid: number | undefined): string {
  const who = pid === undefined ? "another process" : `process ${pid}`;
  return `${vendorsPath(dir)} belongs to ${who}, which is running: use it, or end it with \`tocsin local down\``;
}

try {
  await main(readOptions());
} catch (error) {
  console.error(`local vendors: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
