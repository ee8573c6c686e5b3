import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Failure, Reply, Request } from "./database-protocol.ts";

/** One transaction of the database. Every call may throw the database's error, with `code`, `detail` and `hint`. */
export interface Transaction {
  /** Runs one statement. `plain` asks for values as the Management API writes them. */
  query(sql: string, values?: unknown[], options?: { plain?: boolean }): Promise<{ rows: unknown[] }>;
  /** Runs statements, without values. */
  exec(sql: string): Promise<void>;
}

/** An error of the database, as it raised it. */
class DatabaseError extends Error {
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  constructor({ message, code, detail, hint }: Failure) {
    super(message);
    this.code = code;
    this.detail = detail;
    this.hint = hint;
  }
}

// Without `Omit` over a union, which would lose what its members have of their own.
type WithoutId<T> = T extends unknown ? Omit<T, "id"> : never;

/**
 * A real PostgreSQL in a thread of its own: a query that takes long holds up nobody but those who wait for the database.
 */
export class DatabaseThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve: (rows: unknown[]) => void; reject: (error: Error) => void }>();
  #lastId = 0;

  /** @param image where the files of a fresh database are kept; by default beside the packages */
  constructor(image?: string) {
    // The parent's loaders are not needed there and would cost half a second.
    this.#worker = new Worker(new URL("./database-worker.mjs", import.meta.url), {
      execArgv: [],
      workerData: { image },
    });
    this.#worker.unref();
    this.#worker.on("message", (reply: Reply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if ("rows" in reply) waiting?.resolve(reply.rows);
      else waiting?.reject(new DatabaseError(reply.failure));
    });
    this.#worker.on("error", (error: unknown) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on("exit", () => this.#fail(new Error("the database has ended")));
  }

  /**
   * Runs `work` in a transaction, after the statements `first`; what throws rolls it back. `keep: false` rolls it back in any
   * case.
   */
  async transaction<T>(work: (transaction: Transaction) => Promise<T>, { first = "", keep = true } = {}): Promise<T> {
    const transaction = ++this.#lastId;
    await this.#ask({ kind: "begin", transaction, first });
    let done = false;
    try {
      const result = await work({
        query: async (sql, values = [], { plain = false } = {}) => ({
          rows: await this.#ask({ kind: "query", transaction, sql, values, plain }),
        }),
        exec: async (sql) => void (await this.#ask({ kind: "exec", transaction, sql })),
      });
      done = true;
      return result;
    } finally {
      await this.#ask({ kind: "end", transaction, commit: done && keep });
    }
  }

  /** Runs statements without values in one transaction of their own; the rows of the last. Costs a third of `transaction`. */
  async once(sql: string): Promise<{ rows: unknown[] }> {
    return { rows: await this.#ask({ kind: "once", sql }) };
  }

  async close(): Promise<void> {
    const exited = once(this.#worker, "exit");
    await this.#worker.terminate();
    await exited;
  }

  #ask(request: WithoutId<Request>): Promise<unknown[]> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...request, id });
    });
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
