import { createClient, type SupabaseClientOptions } from "@supabase/supabase-js";
import { WebSocket } from "ws";
import { z } from "zod";
import { connectionFailure, ProbeFailure, type Reason, statusFailure } from "./failure.ts";
import { shaped } from "./http.ts";

/** How the monitored database is reached. */
export interface DatabaseAccess {
  url: string;
  /** Lets a call through the project's gateway; opens nothing by itself. */
  publishableKey: string;
  /** A JWT that names the role `tocsin_probe`. */
  token: string;
}

/** What PostgREST and the database call their refusals. */
const reasons: Record<string, Reason> = {
  "42501": "missing-right",
  "42P01": "missing-table",
  "42703": "missing-column",
  "42883": "missing-function",
  PGRST202: "missing-function",
  "3F000": "schema-not-exposed",
  PGRST106: "schema-not-exposed",
  PGRST301: "wrong-key",
  PGRST302: "wrong-key",
  PGRST303: "wrong-key",
  "22023": "missing-role",
  "57014": "timeout",
};

const refusal = z.object({ code: z.string().nullish(), message: z.string().nullish() });

type Transport = NonNullable<NonNullable<SupabaseClientOptions<"public">["realtime"]>["transport"]>;

/**
 * The client wants a WebSocket at hand even though nothing here uses one; Node has its own from version 22 on. The types of
 * the two packages differ in their events only, and the client's own guide names this package.
 */
const transport = z.custom<Transport>((value) => typeof value === "function").parse(WebSocket);

/** Asks the monitored database what the probe's role may ask, through the project's REST interface. */
export class ProbeDatabase {
  readonly #client;

  constructor({ url, publishableKey, token }: DatabaseAccess) {
    this.#client = createClient(url, publishableKey, {
      accessToken: async () => token,
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      realtime: { transport },
      // A redirect would take the key along to wherever it leads.
      global: { fetch: (input, init) => fetch(input, { ...init, redirect: "error" }) },
    });
  }

  /**
   * The rows of one function. By GET, so that the transaction can only read.
   *
   * @throws ProbeFailure
   */
  async rows<T>(question: string, row: z.ZodType<T>, signal: AbortSignal): Promise<T[]> {
    const { data, error, status } = await this.#client
      .schema("tocsin_probe")
      .rpc(question, {}, { get: true })
      .abortSignal(signal)
      .retry(false);
    if (error !== null) throw failureFrom(question, status, error, signal);
    const rows: unknown = data;
    return shaped("The database", question, z.array(row), rows);
  }
}

function failureFrom(question: string, status: number, error: unknown, signal: AbortSignal): ProbeFailure {
  const said = refusal.safeParse(error).data;
  const reason = reasons[said?.code ?? ""];
  if (reason === undefined) {
    return status === 0
      ? connectionFailure("Supabase", error, signal)
      : statusFailure("Supabase", status, "SUPABASE_PUBLISHABLE_KEY");
  }
  return new ProbeFailure(reason, `${question}: ${said?.message ?? "refused"} (${said?.code}).${advice[reason] ?? ""}`);
}

/** What to do where the message alone does not tell. */
const advice: Partial<Record<Reason, string>> = {
  "wrong-key": " Make a new token: tocsin probe token",
  "missing-role": " Install the migration: tocsin probe sql",
  "missing-function": " Install the migration: tocsin probe sql",
  "missing-right": " Install the migration again: tocsin probe sql",
  "schema-not-exposed": " Add tocsin_probe to the exposed schemas of the project's REST interface.",
};
