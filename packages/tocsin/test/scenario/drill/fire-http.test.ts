import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { FireHttp } from "../../../src/vendors/http/act.ts";
import { VendorAnsweredWrong, VendorRefused, VendorUnreachable } from "../../../src/vendors/http/errors.ts";
import { answer, type Handler, serve } from "../verify/server.ts";

let server: Awaited<ReturnType<typeof serve>> | undefined;
afterEach(() => server?.close());

async function client(handler: Handler) {
  server = await serve(handler);
  const http = new FireHttp({
    vendor: "Datadog",
    headers: { "DD-API-KEY": "planted-secret" },
    credential: "DD_API_KEY",
    timeoutMs: 300,
  });
  const call = (method: "GET" | "POST" | "PUT", more = {}) =>
    ({ method, url: `${server?.url}/x`, what: "take logs", scope: "logs_write", ...more }) as const;
  return { http, call, asked: () => server?.paths.length };
}

const shape = z.object({ ok: z.boolean() });

it("sends again what the vendor did not take, and waits as it asks", async () => {
  let n = 0;
  const { http, call, asked } = await client((_, response) =>
    ++n < 3 ? answer(response, 429, {}, { "retry-after": "0" }) : answer(response, 202, { ok: true }),
  );
  expect((await http.json(call("POST"), shape)).data).toEqual({ ok: true });
  expect(asked()).toBe(3);
});

it.each([
  ["POST", {}, 1],
  ["POST", { repeatable: true }, 5],
  ["PUT", {}, 5],
] as const)("%s %j that fails in the middle is sent so often: %i", async (method, more, times) => {
  const { http, call, asked } = await client((_, response) => answer(response, 500, {}, { "retry-after": "0" }));
  await expect(http.send(call(method, more))).rejects.toThrow(VendorUnreachable);
  expect(asked()).toBe(times);
});

it("gives up at once when it would have to wait too long", async () => {
  const { http, call, asked } = await client((_, response) => answer(response, 429, {}, { "retry-after": "3600" }));
  await expect(http.send(call("GET"))).rejects.toThrow(/limits our rate \(429\) and asks to wait 3600 s/);
  expect(asked()).toBe(1);
});

it("does not send a signal twice when no answer comes: it may have been taken", async () => {
  const { http, call, asked } = await client(() => {});
  await expect(http.send(call("POST"))).rejects.toThrow(/no answer within 0.3 s/);
  expect(asked()).toBe(1);
});

it("names credential and scope when it is refused, and shows no secret", async () => {
  const { http, call } = await client((_, response) => answer(response, 403, {}));
  const error = await http.send(call("POST")).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(VendorRefused);
  expect(String(error)).toMatch(
    /refused to take logs \(403\): set DD_API_KEY to a credential with the scope logs_write/,
  );
  expect(JSON.stringify(error) + String(error)).not.toContain("planted-secret");
});

it.each([
  ["<html>", /not JSON/],
  ['{"ok":"yes"}', /unexpected shape: field ok/],
])("does not take %s for an answer", async (body, message) => {
  const { http, call } = await client((_, response) => answer(response, 200, body));
  const error = await http.json(call("GET"), shape).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(VendorAnsweredWrong);
  expect(String(error)).toMatch(message);
});

it("tells what the vendor said against a change", async () => {
  const { http, call } = await client((_, response) => answer(response, 400, { errors: ["no such monitor"] }));
  await expect(http.json(call("PUT"), shape)).rejects.toThrow(/refused to take logs \(400\): .*no such monitor/);
});

it("takes the vendor's time from its answer", async () => {
  const date = "Sat, 21 Nov 2026 10:00:00 GMT";
  const { http, call } = await client((_, response) => answer(response, 200, { ok: true }, { date }));
  expect((await http.send(call("GET"))).date.toISOString()).toBe("2026-11-21T10:00:00.000Z");
});
