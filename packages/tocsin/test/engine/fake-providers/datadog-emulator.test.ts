import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createContext } from "../../../../emulators/src/context.ts";
import { createDatadog } from "../../../../emulators/src/datadog/app.ts";
import { type Listening, listen } from "../../../../emulators/src/listen.ts";
import { datadogProgram } from "./datadog-program.ts";
import { type Stand, stand } from "./stack.ts";

/** The fake provider against the emulated Datadog, which keeps what it is given: changes by hand are found and fixed. */
const context = createContext();
const { apiKey, appKey } = context.tokens.datadog;
let server: Listening;
let stack: Stand;

/** Credentials and address come from the environment, as on every stack of ours. */
const revised = (revision: number) => datadogProgram({ revision, settings: {}, form: "vendor" });
const program = revised(1);

beforeAll(async () => {
  server = await listen(createDatadog(context).app, 0);
  context.urls.set("datadog", server.url);
  stack = await stand({ DD_API_KEY: apiKey, DD_APP_KEY: appKey, DD_HOST: server.url });
});

afterAll(async () => {
  await server?.close();
  await stack?.close();
});

/** What a person does in Datadog's own interface. */
async function byHand(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { "DD-API-KEY": apiKey, "DD-APPLICATION-KEY": appKey, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? null : response.json();
}

const monitors = z.array(z.looseObject({ id: z.number(), name: z.string() }));
async function monitorId(name: string): Promise<number> {
  const found = monitors.parse(await byHand("GET", "/api/v1/monitor")).find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no monitor ${name}.`);
  return found.id;
}

describe("the fake provider for the Datadog plugin and the emulated Datadog", () => {
  it("agree on what was created", async () => {
    expect(await stack.up(program)).toEqual({ create: 12 });
    expect(await stack.preview(program)).toEqual({ same: 12 });
    expect(await stack.refresh()).toEqual({ same: 12 });
    expect(await stack.preview(program)).toEqual({ same: 12 });
  });

  it("agree on a changed monitor", async () => {
    expect(await stack.up(revised(2))).toEqual({ same: 11, update: 1 });
    expect(await stack.up(program)).toEqual({ same: 11, update: 1 });
    expect(await stack.refresh()).toEqual({ same: 12 });
  });

  it("show and fix what a hand has changed", async () => {
    await byHand("PUT", `/api/v1/monitor/${await monitorId("High CPU")}`, {
      message: "by hand",
      options: { renotify_interval: 30 },
    });
    const channel = "/api/v1/integration/slack/configuration/accounts/acme/channels/%23alerts";
    const display = { message: true, notified: true, snapshot: false, tags: true, mute_buttons: true };
    await byHand("PATCH", channel, { name: "#alerts", display });
    expect(await stack.refresh()).toEqual({ same: 10, update: 2 });
    expect(await stack.up(program)).toEqual({ same: 10, update: 2 });
    expect(await stack.refresh()).toEqual({ same: 12 });
  });

  it("create again what a hand has deleted", async () => {
    await byHand("DELETE", `/api/v1/monitor/${await monitorId("composite")}`);
    expect(await stack.refresh()).toEqual({ same: 11, delete: 1 });
    expect(await stack.up(program)).toEqual({ same: 11, create: 1 });
  });

  it("wait as long as Datadog asks for when there were too many calls, and read again after an outage", async () => {
    const tooMany = { status: 429, headers: { "x-ratelimit-reset": "1" }, times: 1 };
    context.faults.add({ vendor: "datadog", match: { path: "^/api/v1/dashboard/" }, ...tooMany });
    context.faults.add({ vendor: "datadog", match: { path: "^/api/v1/slo/" }, status: 502, times: 1 });
    expect(await stack.refresh()).toEqual({ same: 12 });
  });

  it("leave nothing behind", async () => {
    await stack.destroy();
    expect(await byHand("GET", "/api/v1/monitor")).toEqual([]);
  });
});
