import { addressFault } from "../model/address.ts";
import { redact } from "../model/redact.ts";
import type { AppCalls } from "../routines/check.ts";
import { NoAnswer } from "../routines/checks/health.ts";
import { UsageError } from "../shared/usage-error.ts";

/** Bytes of an answer that are read: a readiness report is short, and whatever answers instead may not be. */
const most = 1_000_000;

/**
 * Calls of the services themselves. On the local stack, `app` takes the place of every service's host.
 * @param env where secrets of headers are: `TOCSIN_SECRET_<NAME>`
 */
export function appCalls(env: Readonly<Record<string, string | undefined>>, app: string | null): AppCalls {
  return async ({ url, method, headers, timeoutMs }) => {
    const secrets: string[] = [];
    const sent = Object.entries(headers).map(([name, value]): [string, string] => {
      if (typeof value === "string") return [name, value];
      const secret = env[`TOCSIN_SECRET_${value.secret}`];
      if (secret === undefined || secret === "")
        throw new UsageError(`Set TOCSIN_SECRET_${value.secret} in the environment: ${url} is called with it.`);
      secrets.push(secret);
      return [name, `${value.prefix}${secret}`];
    });
    const { pathname, search } = new URL(url);
    const target = app === null ? url : `${app}${pathname}${search}`;
    const fault = addressFault(new URL(target).origin);
    if (fault !== null) throw new UsageError(`The address of a service, ${new URL(target).origin}, ${fault}.`);
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetch(target, { method, headers: Object.fromEntries(sent), signal, redirect: "manual" });
      return { status: response.status, body: redact(await response.text(), secrets).slice(0, most) };
    } catch (cause) {
      const slow = cause instanceof Error && cause.name === "TimeoutError";
      throw new NoAnswer(slow ? `no answer within ${timeoutMs / 1000} s` : "it cannot be reached", { cause });
    }
  };
}
