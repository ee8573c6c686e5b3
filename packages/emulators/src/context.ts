import { randomInt } from "node:crypto";
import type { Hono } from "hono";
import { type Accounts, acme } from "./accounts.ts";
import { EmulatedClock } from "./clock.ts";
import { FaultPlan } from "./faults.ts";
import { Secrets } from "./redact.ts";
import { RequestLog } from "./requests.ts";
import { type DatabaseKeys, makeDatabaseKeys, makeTokens, type Tokens } from "./tokens.ts";
import type { VendorName } from "./vendor-name.ts";

/** What all emulated vendors share: one clock, one source of ids, the credentials, the request log and the faults. */
export interface LocalContext {
  /** The emulated time. Every timestamp that a vendor writes comes from here. */
  now(): Date;
  readonly clock: EmulatedClock;
  /** A number that no other object of this run has. Vendors write it as they write ids (number, string, prefixed). */
  newId(): number;
  readonly tokens: Tokens;
  /** The accounts as they are now: the control app's `PUT /accounts` adds to them. */
  accounts: Accounts;
  /** Base URLs without trailing slash, known once every vendor listens; a vendor that calls another one reads it at call time. */
  readonly urls: Map<VendorName, string>;
  /** The emulated vendors of this process; they call each other without a socket (`peer.ts`). */
  readonly apps: Map<VendorName, Hono>;
  /** What the request log must not show; whoever makes up another credential adds it. */
  readonly secrets: Secrets;
  readonly requests: RequestLog;
  readonly faults: FaultPlan;
  /** Folder for what has to lie on disk, such as the files of a deployment that runs; null: nothing is written or run. */
  readonly directory: string | null;
  /** Keys of the emulated databases, by service. */
  readonly databases: ReadonlyMap<string, DatabaseKeys>;
}

/** What a vendor lives through before the stack starts, so that nothing looks missing on a fresh one. */
export interface Past {
  /** The times, up to `end`, at which something happened that is still visible. */
  moments(end: Date): Date[];
  /** Lets it happen; the clock shows that time. */
  live(at: Date): Promise<void>;
}

/** One emulated vendor as `main.ts` runs it and as tests drive it (`emulator.app.request(...)`). */
export interface VendorEmulator {
  readonly name: VendorName;
  readonly app: Hono;
  /** How many objects of each kind the vendor holds, for `GET /status` of the control app. */
  counts(): Record<string, number>;
  /** The vendor's section of `vendors.json`, given the base URL (no trailing slash) on which it listens. */
  describe(url: string): Record<string, unknown>;
  /** What the control app offers for this vendor, below `/<name>`. */
  readonly control?: Hono;
  readonly past?: Past;
  /** Makes what the accounts have now and the vendor does not hold yet. */
  accountsChanged?(): void;
  /** Begins what the first call would otherwise wait for; done in the background once everybody listens. */
  warmUp?(): Promise<unknown>;
  /** Ends what the vendor holds open (timers, a database). */
  close?(): Promise<void>;
}

/** Makes an emulated vendor; may be asynchronous when the vendor has something to start first. */
export type VendorFactory = (context: LocalContext) => VendorEmulator | Promise<VendorEmulator>;

/** A fresh world: new credentials, no objects, no faults, a clock that shows real time unless told otherwise. */
export function createContext(
  clock = new EmulatedClock(),
  directory: string | null = null,
  accounts: Accounts = acme,
): LocalContext {
  // A random start: an id remembered from an earlier run must not name another object of this one by accident.
  let lastId = randomInt(10_000_000, 90_000_000);
  const tokens = makeTokens();
  const secrets = new Secrets();
  const databases = new Map(
    Object.keys(accounts.databases).map((service, at) => [service, at === 0 ? tokens.supabase : makeDatabaseKeys()]),
  );
  for (const { key, publishableKey, jwtSecret } of databases.values()) secrets.add(key, publishableKey, jwtSecret);
  for (const section of Object.values(tokens)) secrets.add(...Object.values<string>(section));
  return {
    clock,
    now: () => clock.now(),
    newId: () => ++lastId,
    tokens,
    accounts,
    urls: new Map(),
    apps: new Map(),
    secrets,
    requests: new RequestLog(secrets),
    faults: new FaultPlan(),
    directory,
    databases,
  };
}
