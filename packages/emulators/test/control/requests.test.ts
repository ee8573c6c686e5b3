/** What the log of calls keeps, so that a stack that is left running does not fill the memory. */
import { expect, test } from "vitest";
import { Secrets } from "../../src/redact.ts";
import { type Call, RequestLog } from "../../src/requests.ts";

const call = (id: number, body: Call["body"] = null): Call => ({
  vendor: "datadog",
  method: "POST",
  path: `/api/v2/series/${id}`,
  query: {},
  body,
  status: 202,
  at: "2026-11-01T00:00:00.000Z",
});
const json = (text: string): Call["body"] => ({ form: "json", text });

function logOf(calls: readonly Call[]): RequestLog {
  const log = new RequestLog(new Secrets());
  for (const one of calls) log.add(one);
  return log;
}

test("a body is shown as what it says, a form's by its fields, and none where it is no JSON", () => {
  const bodies: Call["body"][] = [json('{"a":[1]}'), json("{"), { form: "fields", text: "a=1&b=2" }, null];
  const shown = logOf(bodies.map((body, id) => call(id, body))).list();
  expect(shown.map(({ request }) => request)).toEqual([{ a: [1] }, null, { a: "1", b: "2" }, null]);
});

test("beyond two million characters of bodies the oldest calls are forgotten, and never the last", () => {
  const large = json(JSON.stringify("x".repeat(250_000)));
  const log = logOf(Array.from({ length: 50 }, (_, id) => call(id, large)));
  const kept = log.list().map(({ path }) => path);
  expect(kept.length).toBeGreaterThanOrEqual(7);
  expect(kept.length).toBeLessThanOrEqual(9);
  expect(kept.at(-1)).toBe("/api/v2/series/49");
  log.add(call(50, json(JSON.stringify("y".repeat(10_000_000)))));
  expect(log.list().map(({ path }) => path)).toEqual(["/api/v2/series/50"]);
});

test("beyond ten thousand calls the oldest are forgotten", () => {
  const log = logOf(Array.from({ length: 25_000 }, (_, id) => call(id)));
  const { length } = log.list();
  expect(length).toBeGreaterThanOrEqual(10_000);
  expect(length).toBeLessThanOrEqual(11_000);
  log.clear();
  expect(log.list()).toEqual([]);
});
