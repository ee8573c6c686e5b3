import type { LocalContext } from "../context.ts";
import { type Catalog, identifier, loadCatalog } from "./catalog.ts";
import { DatabaseThread, type Transaction } from "./database-thread.ts";
import { schema } from "./schema.ts";

/**
 * In whose name a statement runs: PostgREST with the secret key (`owner`) or with a token that names a role, and the
 * read-only user of the Management API. PostgREST lets nothing be written by GET and HEAD: `readOnly`.
 */
export type Caller =
  | { kind: "owner"; schema: string; readOnly?: boolean }
  | { kind: "role"; role: string; schema: string; readOnly?: boolean }
  | { kind: "management" };

interface Started {
  thread: DatabaseThread;
  catalog: Catalog;
}

/** Functions of the probe's schema look into `pg_catalog` first, whose clock is the real one: here they see the emulated one. */
const emulatedClock = `do $do$ declare one regprocedure; begin
  for one in select p.oid::regprocedure from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'tocsin_probe'
  loop execute format('alter function %s set search_path = emulated, pg_catalog, pg_temp', one); end loop;
end $do$;`;

/** The project's tables go into `public`, as they do at Supabase, and their defaults see the emulated clock. */
const ofProject = "set local search_path = public, emulated, pg_catalog";

/**
 * A real PostgreSQL. It is started by the first call that needs it, since that takes a second or two that most runs of the
 * local stack can do without.
 */
export class Database {
  readonly #context: LocalContext;
  readonly #tables: string;
  /** What lets others ask the database, as it was last run. */
  #migration: string;
  #started: Promise<Started> | undefined;

  constructor(context: LocalContext, { schema: tables, migration }: { schema: string; migration: string }) {
    this.#context = context;
    this.#tables = tables;
    this.#migration = migration;
  }

  /** Whether the first call has come. */
  get isStarted(): boolean {
    return this.#started !== undefined;
  }

  async catalog(): Promise<Catalog> {
    return (await this.#start()).catalog;
  }

  /**
   * Runs statements in one transaction that sees the emulated clock. What throws rolls it back.
   *
   * @throws the database's error, with `code`, `detail` and `hint`
   */
  async run<T>(caller: Caller, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const { thread } = await this.#start();
    // A setting that a statement of the Management API made for the session must not outlive it.
    return thread.transaction(work, {
      first: this.#asCaller(caller),
      keep: caller.kind !== "management",
    });
  }

  /** Runs one statement without values; otherwise as `run`. */
  async ask(caller: Exclude<Caller, { kind: "management" }>, sql: string): Promise<{ rows: unknown[] }> {
    const { thread } = await this.#start();
    return thread.once(`${this.#asCaller(caller)}; ${sql}`);
  }

  /** Runs statements as the owner of everything, as a migration does; what they add is known from then on. */
  async migrate(sql: string): Promise<void> {
    const started = await this.#start();
    await this.run({ kind: "owner", schema: "public" }, (transaction) => transaction.exec(sql));
    started.catalog = await started.thread.transaction(loadCatalog);
  }

  /** Runs another migration than the last one, unless the first call that needs the database is still to come and runs it. */
  migrateTo(migration: string): void {
    if (migration === this.#migration) return;
    this.#migration = migration;
    if (this.#started === undefined) return;
    this.migrate(`${migration}\n${emulatedClock}`).catch((error: unknown) =>
      console.error("emulated Supabase: the migration failed\n", error),
    );
  }

  /** Lets `pg_stat_activity` show so many sessions beside the real one, which is all that this server can have. */
  async showSessions(count: number): Promise<void> {
    await this.run({ kind: "owner", schema: "public" }, (transaction) =>
      transaction.query("update emulated.sessions set shown = $1", [count]),
    );
  }

  async close(): Promise<void> {
    if (this.#started !== undefined) await (await this.#started).thread.close();
  }

  /** Statements that set the clock and take on the caller's role and path for the rest of a transaction. */
  #asCaller(caller: Caller): string {
    return `${clockSetTo(this.#offsetSeconds())}; ${becoming(caller)}`;
  }

  #offsetSeconds(): number {
    return (this.#context.now().getTime() - Date.now()) / 1000;
  }

  #start(): Promise<Started> {
    this.#started ??= (async () => {
      const thread = new DatabaseThread();
      await thread.transaction(async (transaction) => {
        await transaction.exec("set local emulated.offset_seconds = 0");
        await transaction.exec(schema);
        await transaction.exec(clockSetTo(this.#offsetSeconds()));
        await transaction.exec(ofProject);
        await transaction.exec(this.#tables);
        await transaction.exec("reset search_path");
        await transaction.exec(this.#migration);
        await transaction.exec(emulatedClock);
      });
      return { thread, catalog: await thread.transaction(loadCatalog) };
    })();
    return this.#started;
  }
}

function becoming(caller: Caller): string {
  if (caller.kind === "management") {
    // The Management API's user has an empty path: names of tables must be qualified.
    return "set local search_path = emulated, pg_catalog; set transaction read only; set local role supabase_read_only_user";
  }
  const path = ["emulated", caller.schema, "public", "pg_catalog"].map(identifier).join(", ");
  return [
    `set local search_path = ${path}`,
    ...(caller.readOnly === true ? ["set transaction read only"] : []),
    // PostgREST connects as `authenticator`, so that only roles that were granted to it can be taken on.
    ...(caller.kind === "role"
      ? ["set local session authorization authenticator", `set local role ${identifier(caller.role)}`]
      : []),
  ].join("; ");
}

const clockSetTo = (offsetSeconds: number): string => `set local emulated.offset_seconds = ${offsetSeconds}`;
