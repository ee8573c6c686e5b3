import type { Properties, Value } from "tocsin/internal/provider";
import { addressFault } from "tocsin/internal/provider";
import { z } from "zod";
import { Rest, VendorError } from "../shared/rest.ts";
import { isObject } from "../shared/values.ts";

/** Names and fallbacks as the official plugin has them: an argument of the provider wins over the environment. */
const providerArguments = z.object({
  apiKey: z.string().optional(),
  appKey: z.string().optional(),
  apiUrl: z.string().optional(),
  validate: z.enum(["true", "false"]).optional(),
});

export type Environment = Readonly<Record<string, string | undefined>>;

/** The given settings, complete. Throws where credentials or the URL are missing or wrong, with what to set. */
export function datadogSettings(config: Properties, environment: Environment) {
  const parsed = providerArguments.safeParse(config);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The Datadog provider is configured wrongly (${problems.join("; ")}).`);
  }
  const first = (given: string | undefined, ...names: string[]) =>
    [given, ...names.map((name) => environment[name])].find((value) => value !== undefined && value !== "") ?? "";
  const settings = {
    apiKey: first(parsed.data.apiKey, "DATADOG_API_KEY", "DD_API_KEY"),
    appKey: first(parsed.data.appKey, "DATADOG_APP_KEY", "DD_APP_KEY"),
    apiUrl: first(parsed.data.apiUrl, "DATADOG_HOST", "DD_HOST") || "https://api.datadoghq.com",
    validate: parsed.data.validate !== "false",
  };
  if (settings.validate && (settings.apiKey === "" || settings.appKey === "")) {
    throw new Error(
      "Datadog credentials are missing: api_key and app_key must be set unless validate = false. " +
        "Set DD_API_KEY and DD_APP_KEY, or apiKey and appKey of the provider.",
    );
  }
  return { ...settings, apiUrl: baseUrl(settings.apiUrl) };
}

/** Scheme and host of the API URL; the plugin's own paths start with /api. */
function baseUrl(text: string): string {
  const fault = addressFault(text);
  if (fault !== null) throw new Error(`The Datadog API URL (DD_HOST) ${fault}.`);
  return new URL(text).origin;
}

/** The REST interface for given settings. */
export function datadogRest(settings: { apiKey: string; appKey: string; apiUrl: string }): Rest {
  return new Rest({
    vendor: "Datadog",
    baseUrl: settings.apiUrl,
    headers: { "DD-API-KEY": settings.apiKey, "DD-APPLICATION-KEY": settings.appKey },
    waitSeconds(headers) {
      const seconds = Number(headers.get("x-ratelimit-reset") ?? "");
      return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
    },
    explain,
    advise: (status) =>
      status === 401 || status === 403
        ? "Check DD_API_KEY and DD_APP_KEY, and the scopes of the application key"
        : undefined,
  });
}

/** Datadog's errors are `{"errors": [text]}`, or in the second version of its interface `{"errors": [{"detail": text}]}`. */
function explain(body: Value): string {
  if (!isObject(body) || !Array.isArray(body.errors)) return "";
  return body.errors
    .map((error) => (isObject(error) ? String(error.detail ?? error.title ?? "") : String(error)))
    .join("; ");
}

/** Asks Datadog whether the API key is good. Throws when it is not. */
export async function validateKeys(rest: Rest): Promise<void> {
  const refused =
    "Invalid or missing credentials were provided to the Datadog provider. Check that DD_API_KEY and DD_APP_KEY are valid and belong to the site that DD_HOST names";
  try {
    const answer = await rest.call("GET", "/api/v1/validate");
    if (isObject(answer) && answer.valid === true) return;
  } catch (error) {
    if (!(error instanceof VendorError) || error.status >= 500) throw error;
    throw new Error(`${refused} (${error.message}).`, { cause: error });
  }
  throw new Error(`${refused}.`);
}
