import type { Properties, Value } from "tocsin/internal/provider";
import { addressFault } from "tocsin/internal/provider";
import { z } from "zod";
import { answered, Rest, VendorError } from "../shared/rest.ts";
import { isObject } from "../shared/values.ts";

const providerArguments = z.object({ apiToken: z.string().optional(), team: z.string().optional() });
const TOKEN = /[0-9a-zA-Z]{24}/;

export type Environment = Readonly<Record<string, string | undefined>>;

export interface VercelSettings {
  apiToken: string;
  /** Id or slug; empty for a personal account. */
  team: string;
  baseUrl: string;
}

/**
 * The given settings, complete. Throws where the token is missing or malformed. The official plugin has no setting for the
 * base URL, and takes the team only from the provider's arguments or the stack's `vercel:team`; `VERCEL_BASE_URL` and
 * `VERCEL_TEAM` are the fake provider's.
 */
export function vercelSettings(config: Properties, environment: Environment): VercelSettings {
  const parsed = providerArguments.safeParse(config);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The Vercel provider is configured wrongly (${problems.join("; ")}).`);
  }
  const apiToken = parsed.data.apiToken ?? environment.VERCEL_API_TOKEN ?? "";
  if (apiToken === "")
    throw new Error("Vercel credentials are missing: api_token cannot be empty. Set VERCEL_API_TOKEN.");
  if (!TOKEN.test(apiToken)) {
    throw new Error(
      "Invalid api_token: VERCEL_API_TOKEN must be 24 letters and digits, as Vercel's account settings show it.",
    );
  }
  const baseUrl = environment.VERCEL_BASE_URL || "https://api.vercel.com";
  const fault = addressFault(baseUrl);
  if (fault !== null) throw new Error(`VERCEL_BASE_URL ${fault}.`);
  return { apiToken, team: parsed.data.team || environment.VERCEL_TEAM || "", baseUrl: baseUrl.replace(/\/+$/, "") };
}

/** The REST interface, and the team that calls are made for. */
export interface VercelApi {
  rest: Rest;
  /** The team's id, or undefined for a personal account. */
  teamId: string | undefined;
}

const team = z.looseObject({ id: z.string() });

/** Connects, resolving the team by one call, as the official plugin does once a process. Throws when there is no such team. */
export async function connect(settings: VercelSettings): Promise<VercelApi> {
  const rest = new Rest({
    vendor: "Vercel",
    baseUrl: settings.baseUrl,
    headers: { authorization: `Bearer ${settings.apiToken}` },
    waitSeconds(headers) {
      const seconds = Number(headers.get("retry-after") ?? "");
      return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
    },
    explain,
    advise: (status) =>
      status === 401 || status === 403 ? "Check VERCEL_API_TOKEN and the team it belongs to" : undefined,
  });
  if (settings.team === "") return { rest, teamId: undefined };
  const answer = await rest.find(`/v2/teams/${encodeURIComponent(settings.team)}`);
  if (answer === null) {
    throw new Error(
      `Vercel has no team "${settings.team}" that this token can see. Check the team's slug or id, and the token.`,
    );
  }
  return { rest, teamId: answered(team, answer, "Vercel's team").id };
}

/** A path with its query; the team comes last, as the official plugin sends it. */
export function pathFor(path: string, teamId: string | undefined, query: Record<string, string> = {}): string {
  const all = new URLSearchParams({ ...query, ...(teamId === undefined ? {} : { teamId }) }).toString();
  return all === "" ? path : `${path}?${all}`;
}

/** Runs a delete for which "there is none" is as good as done. */
export async function unlessGone(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if (!(error instanceof VendorError) || error.status !== 404) throw error;
  }
}

/** Vercel's errors are `{"error": {"code", "message"}}`. */
function explain(body: Value): string {
  if (!isObject(body) || !isObject(body.error)) return "";
  return `${String(body.error.code ?? "error")}: ${String(body.error.message ?? "")}`;
}
