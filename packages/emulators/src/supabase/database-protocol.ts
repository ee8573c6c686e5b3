/** What the emulated Supabase asks of the thread that runs its database, one message each. */
export type Request = { id: number } & (Once | ({ transaction: number } & Step));

/** Statements without values that are a transaction by themselves. */
interface Once {
  kind: "once";
  sql: string;
}

/** What happens in a transaction that the asker begins and ends. */
type Step =
  | {
      kind: "begin";
      /** Statements that are run in it first. */
      first: string;
    }
  | { kind: "exec"; sql: string }
  | {
      kind: "query";
      sql: string;
      values: unknown[];
      /** Whether values come as the Management API writes them. */
      plain: boolean;
    }
  | { kind: "end"; commit: boolean };

/** The answer to the request of the same id. */
export type Reply = { id: number } & ({ rows: unknown[] } | { failure: Failure });

/** An error as the database raises it. */
export interface Failure {
  message: string;
  code: string | undefined;
  detail: string | undefined;
  hint: string | undefined;
}
