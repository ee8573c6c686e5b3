import { PGlite, type Transaction } from "@electric-sql/pglite";
import type { LocalContext } from "../context.ts";
import { type Catalog, loadCatalog } from "./catalog.ts";
import { healthyData, schema } from "./schema.ts";

/** In whose name a statement runs: PostgREST with the secret key, or the read-only user of the Management API. */
export type Role = "postgres" | "supabase_read_only_user";

interface Started {
  pg: PGlite;
  catalog: Catalog;
}

/**
 * A real PostgreSQL in this process. It is started by the first call that needs it, since that takes a second or two that
 * most runs of the local stack can do without.
 */
export class Database {
  readonly #context: LocalContext;
  #started: Promise<Started> | undefined;

  constructor(context: LocalContext) {
    this.#context = context;
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
  async run<T>(role: Role, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const { pg } = await this.#start();
    return pg.transaction(async (transaction) => {
      await setClock(transaction, this.#offsetSeconds());
      if (role === "postgres") {
        await transaction.exec("set local search_path = emulated, public, pg_catalog");
      } else {
        // The Management API's user has an empty path: names of tables must be qualified.
        await transaction.exec(
          `set local search_path = emulated, pg_catalog; set transaction read only; set local role ${role}`,
        );
      }
      return work(transaction);
    });
  }

  async close(): Promise<void> {
    if (this.#started !== undefined) await (await this.#started).pg.close();
  }

  #offsetSeconds(): number {
    return (this.#context.now().getTime() - Date.now()) / 1000;
  }

  #start(): Promise<Started> {
    this.#started ??= (async () => {
      const pg = await PGlite.create();
      await pg.transaction(async (transaction) => {
        await transaction.exec("set local emulated.offset_seconds = 0");
        await transaction.exec(schema);
        await setClock(transaction, this.#offsetSeconds());
        await transaction.exec(healthyData);
      });
      return { pg, catalog: await loadCatalog(pg) };
    })();
    return this.#started;
  }
}

async function setClock(transaction: Transaction, offsetSeconds: number): Promise<void> {
  await transaction.query("select set_config('emulated.offset_seconds', $1, true)", [String(offsetSeconds)]);
}
