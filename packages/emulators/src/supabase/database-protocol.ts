/** What the emulated Supabase asks of the thread that runs its database, one message each. */
export type Request = { id: number; transaction: number } & (
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
  | { kind: "end"; commit: boolean }
);

/** The answer to the request of the same id. */
export type Reply = { id: number } & ({ rows: unknown[] } | { failure: Failure });

/** An error as the database raises it. */
export interface Failure {
  message: string;
  code: string | undefined;
  detail: string | undefined;
  hint: string | undefined;
}
