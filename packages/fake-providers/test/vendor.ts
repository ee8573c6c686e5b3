import { vi } from "vitest";
import { z } from "zod";
import { recordedCalls } from "../../emulators/test/recorded.ts";
import type { Properties, ResourceHandler, Value } from "../../tocsin/src/providers/server/types.ts";
import { Rest } from "../src/shared/rest.ts";
import { isObject } from "../src/shared/values.ts";

interface Sent {
  method: string;
  path: string;
  body: unknown;
}

export interface Answer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Nobody answers at all. */
  drop?: boolean;
}

/** A vendor that answers one call after the other from a list, and the REST interface that talks to it. */
export function vendorAnswering(...answers: Answer[]) {
  const sent: Sent[] = [];
  const pauses: number[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const { pathname, search } = new URL(url);
    const body = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    sent.push({ method: init.method ?? "GET", path: pathname + search, body });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined || answer.drop)
      throw new TypeError("fetch failed", { cause: new Error("connection refused") });
    const text = answer.body === undefined ? null : JSON.stringify(answer.body);
    const status = answer.status ?? 200;
    return new Response(status === 204 ? null : text, { status, headers: answer.headers ?? {} });
  });
  const rest = new Rest({
    vendor: "Datadog",
    baseUrl: "http://127.0.0.1:1",
    headers: { "x-key": "abc" },
    waitSeconds: (headers) => Number(headers.get("x-ratelimit-reset")) || null,
    explain: (body) => JSON.stringify(body),
    sleep: async (milliseconds) => {
      pauses.push(milliseconds);
    },
  });
  return { rest, sent, pauses };
}

/** The first recorded call to a path, as the official client sent it and the stub answered it. */
export function recordedCall(recording: string, method: string, path: string, contains = "") {
  const call = recordedCalls(recording).find(
    (one) => one.method === method && one.path === path && JSON.stringify(one.request ?? null).includes(contains),
  );
  if (call === undefined) throw new Error(`${recording} has no ${method} ${path}.`);
  return { request: toValue(call.request ?? null), response: toValue(call.response ?? null) };
}

const json = z.json();

/** Parsed JSON as the type that handlers speak. */
export function toValue(value: unknown): Value {
  return json.parse(value);
}

/** A value that must be a JSON object. */
export function object(value: Value | undefined): Properties {
  if (!isObject(value)) throw new Error(`Expected an object, got ${JSON.stringify(value)}.`);
  return value;
}

export const nothingUnknown: ReadonlySet<string> = new Set();

/** What the engine would store of a program's arguments. Throws when they are refused. */
export function checked(handler: ResourceHandler, given: Properties): Properties {
  const { inputs, failures } = handler.check(given, undefined, nothingUnknown);
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return inputs;
}

/** Reasons by which arguments are refused, by property. */
export function refusals(handler: ResourceHandler, given: Properties): Record<string, string> {
  const { failures } = handler.check(given, undefined, nothingUnknown);
  return Object.fromEntries(failures.map(({ property, reason }) => [property, reason]));
}
