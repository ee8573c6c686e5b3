import { afterEach, expect, test } from "vitest";
import { createContext } from "../../src/context.ts";
import { createControl } from "../../src/control.ts";
import { type Listening, listen } from "../../src/listen.ts";
import { createSlack } from "../../src/slack/app.ts";

const open: Listening[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** Slack and a control app, served over sockets as in the real process. */
async function start() {
  const context = createContext();
  const slack = createSlack(context);
  let shutdowns = 0;
  const shutdown = () => {
    shutdowns += 1;
  };
  const vendor = await listen(slack.app);
  const control = await listen(createControl({ context, vendors: [slack], shutdown }));
  open.push(vendor, control);
  const call = async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { authorization: `Bearer ${context.tokens.control.token}` };
    const response = await fetch(control.url + path, { method, headers, ...init });
    const text = await response.text();
    const value: unknown = text === "" ? null : JSON.parse(text);
    return { status: response.status, value };
  };
  const headers = { authorization: `Bearer ${context.tokens.slack.token}` };
  const slackCall = (method: string) => fetch(`${vendor.url}/api/${method}`, { method: "POST", headers });
  const post = (method: string, fields: Record<string, string>) =>
    fetch(`${vendor.url}/api/${method}`, { method: "POST", headers, body: new URLSearchParams(fields) });
  return { call, slackCall, post, shutdowns: () => shutdowns };
}

test("status counts objects, shutdown ends", async () => {
  const { call, shutdowns } = await start();
  expect((await call("GET", "/status")).value).toEqual({ slack: { channels: 3, messages: 0 } });
  expect((await call("POST", "/shutdown")).value).toEqual({ ok: true });
  expect(shutdowns()).toBe(1);
});

test("requests are listed, by vendor, and cleared", async () => {
  const { call, slackCall } = await start();
  await slackCall("auth.test");
  const logged = { vendor: "slack", method: "POST", path: "/api/auth.test", query: {}, request: null, status: 200 };
  expect((await call("GET", "/requests")).value).toEqual([{ ...logged, at: expect.any(String) }]);
  expect((await call("GET", "/requests?vendor=datadog")).value).toEqual([]);
  expect((await call("DELETE", "/requests")).status).toBe(204);
  expect((await call("GET", "/requests")).value).toEqual([]);
});

test("a form is listed by its fields, and a credential in it is not shown", async () => {
  const { call, post } = await start();
  await post("chat.postMessage", { channel: "#alerts", text: "a=b & c", token: "xoxb-planted" });
  const { value } = await call("GET", "/requests");
  expect(value).toMatchObject([{ request: { channel: "#alerts", text: "a=b & c", token: "[secret]" } }]);
  expect(JSON.stringify(value)).not.toContain("xoxb-planted");
});

test("a fault hits what it matches, as often as it says", async () => {
  const { call, slackCall } = await start();
  const fault = { vendor: "slack", match: { path: "chat\\." }, status: 503, body: "down", times: 1 };
  expect((await call("POST", "/faults", fault)).status).toBe(201);
  expect((await slackCall("auth.test")).status).toBe(200);
  const hit = await slackCall("chat.postMessage");
  expect([hit.status, await hit.text()]).toEqual([503, "down"]);
  expect((await slackCall("chat.postMessage")).status).toBe(200);
  expect((await call("GET", "/faults")).value).toEqual([]);
});

test("a fault can drop, delay, or add headers, and be taken back", async () => {
  const { call, slackCall } = await start();
  await call("POST", "/faults", { vendor: "slack", drop: true, times: 1 });
  await expect(slackCall("auth.test")).rejects.toThrow();
  expect((await call("GET", "/requests")).value).toMatchObject([{ status: 0 }]);
  await call("POST", "/faults", { vendor: "slack", delayMs: 20, headers: { "x-late": "yes" } });
  const late = await slackCall("auth.test");
  expect([late.status, late.headers.get("x-late")]).toEqual([200, "yes"]);
  expect((await call("DELETE", "/faults")).status).toBe(204);
  expect((await slackCall("auth.test")).headers.get("x-late")).toBeNull();
});

test.each([
  [{}, "vendor"],
  [{ vendor: "github", status: 500 }, "vendor"],
  [{ vendor: "slack", status: 99 }, "status"],
  [{ vendor: "slack", match: { path: "(" }, status: 500 }, "match.path"],
  [{ vendor: "slack", body: {} }, "a body needs a status"],
  [{ vendor: "slack", drop: false }, "drop"],
  [{ vendor: "slack", status: 500, chance: 0.5 }, "chance"],
])("a fault that is none: %j", async (fault, field) => {
  const { call } = await start();
  const { status, value } = await call("POST", "/faults", fault);
  expect(status).toBe(400);
  expect(JSON.stringify(value)).toContain(field);
});

test("a fault that has a name is taken back by it, and the others stay", async () => {
  const { call, slackCall } = await start();
  await call("POST", "/faults", { vendor: "slack", match: { path: "auth" }, status: 500, name: "mine" });
  await call("POST", "/faults", { vendor: "slack", match: { path: "list" }, status: 500 });
  expect((await slackCall("auth.test")).status).toBe(500);
  expect((await call("DELETE", "/faults?name=mine")).value).toEqual({ removed: 1 });
  expect((await slackCall("auth.test")).status).toBe(200);
  expect((await call("GET", "/faults")).value).toHaveLength(1);
});
