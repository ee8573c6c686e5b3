import type { LocalContext } from "../../context.ts";
import { callPeer } from "../../peer.ts";
import type { DatadogStore } from "../store.ts";
import { type Answer, failureOf } from "./assertions.ts";
import { attemptHost } from "./hosts/attempt.ts";
import type { Attempt, SyntheticsTest } from "./model.ts";
import { type HttpTestBody, isHttp, isOfHost } from "./schema.ts";
import { runSteps, stepsOf } from "./steps.ts";

const DEFAULT_TIMEOUT_SECONDS = 60;

/** Runs a test once: sends its request, or those of its steps, and checks the answers. */
export async function attempt(context: LocalContext, store: DatadogStore, test: SyntheticsTest): Promise<Attempt> {
  const { body } = test;
  if (test.notRun !== null) throw new Error(`the test is stored, and never run: ${test.notRun}`);
  if (isOfHost(body)) return attemptHost(context, body);
  const values = variablesOf(store, test);
  if (isHttp(body)) return ask(context, body.config, values);
  const steps = stepsOf(body);
  if (typeof steps === "string") throw new Error(`the test is stored, and never run: ${steps}`);
  return runSteps(steps, values, (step, known) => ask(context, step, known));
}

/** Sends a request once and checks the answer. */
async function ask(
  context: LocalContext,
  { request, assertions }: Pick<HttpTestBody["config"], "request" | "assertions">,
  values: ReadonlyMap<string, string>,
): Promise<Attempt<Answer>> {
  const fill = filler(values);
  const timeout = (request.timeout || DEFAULT_TIMEOUT_SECONDS) * 1_000;
  const url = new URL(fill(request.url));
  const headers = Object.fromEntries(Object.entries(request.headers ?? {}).map(([name, value]) => [name, fill(value)]));
  const body = typeof request.body === "string" && request.body !== "" ? { body: fill(request.body) } : {};
  const init = { method: request.method ?? "GET", headers, ...body };
  const answer = await send(context, url, init, timeout);
  if (typeof answer === "string") return { answer: null, failure: { code: answer, message: `${url.host}: ${answer}` } };
  if (answer.responseTime > timeout) return { answer, failure: { code: "TIMEOUT", message: "no answer in time" } };
  const failed = assertions.flatMap((assertion) => failureOf(assertion, answer) ?? []);
  return { answer, failure: failed.length === 0 ? null : { code: "INCORRECT_ASSERTION", message: failed.join("; ") } };
}

/** Values of a test's variables, secret ones included. */
function variablesOf(store: DatadogStore, { body }: SyntheticsTest): Map<string, string> {
  const values = new Map<string, string>();
  for (const { type, name, id, pattern, example } of body.config.configVariables ?? []) {
    const value = type === "global" ? store.globalVariables.get(id ?? "")?.value : (pattern ?? example);
    values.set(name, value ?? "");
  }
  return values;
}

/** Puts them where the test names them. */
function filler(values: ReadonlyMap<string, string>): (text: string) => string {
  return (text) => text.replace(/\{\{\s*([A-Z][A-Z0-9_]*)\s*\}\}/g, (whole, name: string) => values.get(name) ?? whole);
}

/**
 * Hosts of the emulated world: all names below the reserved `.example`, Vercel's own for deployments, and those of the accounts.
 * They lead to the monitored app; no other name is known, as nothing here may reach the real network.
 */
const APP_HOSTS = /(?:^|\.)(?:example|vercel\.app)$/;
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** The answer, or the code of what kept it away. */
async function send(context: LocalContext, url: URL, init: RequestInit, timeout: number): Promise<Answer | string> {
  const begun = performance.now();
  const response = await reach(context, url, init, timeout);
  if (typeof response === "string") return response;
  const body = await response.text();
  return {
    statusCode: response.status,
    headers: response.headers,
    body,
    responseTime: toldDuration(response) ?? performance.now() - begun,
  };
}

async function reach(context: LocalContext, url: URL, init: RequestInit, timeout: number): Promise<Response | string> {
  const { app, vercel } = context.accounts;
  const own = [...vercel.projects, ...app.checks].some(({ host }) => host === url.hostname);
  const isApp = own || APP_HOSTS.test(url.hostname) || url.origin === context.urls.get("app");
  if (isApp) return (await callPeer(context, "app", url.href, init, "seen")) ?? "CONNREFUSED";
  if (!LOOPBACK.test(url.hostname)) return "DNS";
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(timeout) });
  } catch (error) {
    return error instanceof Error && error.name === "TimeoutError" ? "TIMEOUT" : "CONNREFUSED";
  }
}

/** An emulated app says how long it took on the emulated clock: `Server-Timing: app;dur=4000`. */
function toldDuration(response: Response): number | null {
  const duration = /;dur=(\d+(?:\.\d+)?)/.exec(response.headers.get("server-timing") ?? "")?.[1];
  return duration === undefined ? null : Number(duration);
}
