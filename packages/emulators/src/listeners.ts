import type { Hono } from "hono";
import { createMonitoredApp } from "./app/app.ts";
import type { LocalContext, VendorEmulator, VendorFactory } from "./context.ts";
import { type Controlled, createControl } from "./control.ts";
import { createDatadog } from "./datadog/app.ts";
import { replayHistory } from "./history.ts";
import { type Listening, listen } from "./listen.ts";
import { createMail } from "./mail/app.ts";
import { createSentry } from "./sentry/app.ts";
import { createSlack } from "./slack/app.ts";
import { createStatusPages } from "./status-pages/app.ts";
import { createStripe } from "./stripe/app.ts";
import { createSupabase } from "./supabase/app.ts";
import type { VendorName } from "./vendor-name.ts";
import { createVercel } from "./vercel/app.ts";

/**
 * Every emulated vendor. To add one, add its factory here. What a minute's crons send is there when the monitors of that minute are
 * evaluated: Vercel comes first.
 */
const VENDORS: readonly VendorFactory[] = [
  createVercel,
  createDatadog,
  createSlack,
  createSentry,
  createStripe,
  createSupabase,
  createMail,
  createStatusPages,
  createMonitoredApp,
];

/** An app and where it listens. */
export interface Listener extends Listening {
  readonly name: VendorName | "control";
  readonly app: Hono;
}

/** Everything that listens, once it does. */
export interface World {
  vendors: readonly VendorEmulator[];
  /** The vendors in the order of their start, then the control app. */
  listeners: readonly Listener[];
  /** The vendors' and the control app's sections of `vendors.json`, as they are now. */
  sections(): Record<string, unknown>;
}

/** What the process that runs them decides. */
type Process = Pick<Controlled, "shutdown" | "changed"> & {
  /** Port of the monitored app; 0 lets the system choose. */
  appPort: number;
};

/** Starts every emulated vendor and the control app, with the past that a fresh local stack has. */
export async function openAll(context: LocalContext, { appPort, ...controls }: Process): Promise<World> {
  const vendors: VendorEmulator[] = [];
  const listeners: Listener[] = [];
  for (const create of VENDORS) {
    const vendor = await create(context);
    const { name, app } = vendor;
    const listening = await listen(app, name === "app" ? appPort : 0);
    vendors.push(vendor);
    listeners.push({ name, app, ...listening });
    context.urls.set(name, listening.url);
  }
  await replayHistory(context, vendors);
  for (const { name, warmUp } of vendors) {
    warmUp?.().catch((error: unknown) => console.error(`emulated ${name}: its start failed\n`, error));
  }
  const app = createControl({ context, vendors, ...controls });
  const listening = await listen(app);
  listeners.push({ name: "control", app, ...listening });
  const control = { url: listening.url, token: context.tokens.control.token };
  const sections = () => ({
    ...Object.fromEntries(vendors.map((one) => [one.name, one.describe(context.urls.get(one.name) ?? "")])),
    control,
  });
  return { vendors, listeners, sections };
}
