import type { z } from "zod";
import { connectionFailure, ProbeFailure, statusFailure } from "./failure.ts";
import { limitedText } from "./limited.ts";

/** A vendor's REST interface that is read with a bearer token. */
export interface Api {
  /** The vendor's name as people write it. */
  vendor: string;
  /** Without a trailing slash. */
  url: string;
  token: string;
  /** The environment variable that holds the token, for messages. */
  credential: string;
}

/**
 * Asks once: the next run is the next try.
 *
 * @returns the answer, and the vendor's own time: ages are counted on the clock that wrote the dates
 * @throws ProbeFailure
 */
export async function read<T>(
  api: Api,
  path: string,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<{ data: T; at: Date }> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(`${api.url}${path}`, {
      headers: { authorization: `Bearer ${api.token}`, accept: "application/json" },
      redirect: "error",
      signal,
    });
    const text = await limitedText(response);
    if (!response.ok) {
      // Vercel answers 403 to a token that it does not know as well, and says so in the body only.
      const status = /"invalidToken":\s*true/.test(text) ? 401 : response.status;
      throw statusFailure(api.vendor, status, api.credential);
    }
    body = jsonOf(text);
  } catch (error) {
    throw error instanceof ProbeFailure ? error : connectionFailure(api.vendor, error, signal);
  }
  return { data: shaped(api.vendor, path, schema, body), at: timeOf(response.headers.get("date")) };
}

/** The time that a `Date` header tells; ours when it tells none. */
export function timeOf(header: string | null | undefined): Date {
  const told = Date.parse(header ?? "");
  return new Date(Number.isNaN(told) ? Date.now() : told);
}

/** @throws ProbeFailure naming the first field that is not as documented */
export function shaped<T>(whom: string, what: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? "the whole of it" : issue.path.join(".");
  throw new ProbeFailure(
    "wrong-answer",
    `${whom} answered ${what.split("?")[0]} in an unexpected shape: ${field}: ${issue?.message ?? "unknown"}.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
