import { describe, expect, it } from "vitest";
import { sentryCalls } from "../../../src/providers/sentry/client.ts";
import { alert, monitor } from "../../../src/providers/sentry/resource.ts";
import type { Properties, ResourceHandler } from "../../../src/providers/server/types.ts";
import type { Http } from "../../../src/vendors/http/manage.ts";
import { type Exchange, program, recordedExchanges } from "./recorded.ts";

const recorded = recordedExchanges();
const TYPES = { monitor: "tocsin:sentry:Monitor", alert: "tocsin:sentry:Alert" };

/** Sentry as the recording has it: each call is answered with what the recorded one got; `calls` are ours. */
function replay() {
  const calls: { method: string; path: string; body: unknown }[] = [];
  const answerTo = (method: string, path: string, body: unknown): Exchange | undefined =>
    recorded.find(
      (one) =>
        one.method === method &&
        one.path === path &&
        (body === undefined || JSON.stringify(sorted(one.request)) === JSON.stringify(sorted(body))),
    );
  const take = (method: string, path: string, body: unknown) => {
    calls.push({ method, path, body });
    const found = answerTo(method, path, body);
    if (!found) throw new Error(`not recorded: ${method} ${path} ${JSON.stringify(body)}`);
    return found.response;
  };
  const http: Http = {
    ask: async ({ method, path, body, schema }) => ({
      value: schema.parse(take(method, path, body)),
      headers: new Headers(),
    }),
    find: async ({ method, path, body, schema }) => schema.parse(take(method, path, body)),
    remove: async (path) => {
      calls.push({ method: "DELETE", path, body: undefined });
    },
  };
  const client = sentryCalls(http);
  const handlers: Record<string, ResourceHandler> = {
    [TYPES.monitor]: monitor(client),
    [TYPES.alert]: alert(client),
  };
  return { calls, handler: (type: string) => handlers[type] ?? fail(type) };
}

function fail(type: string): never {
  throw new Error(`no handler for ${type}`);
}

/** JSON with the members of objects in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

function checked(handler: ResourceHandler, inputs: Properties): Properties {
  const result = handler.check(inputs, undefined, new Set());
  expect(result.failures).toEqual([]);
  return result.inputs;
}

const creates: [string, string, Properties][] = [
  ["metric monitor on errors", TYPES.monitor, program.api(50)],
  ["metric monitor on spans", TYPES.monitor, program.p95()],
  ["uptime monitor", TYPES.monitor, program.readyz()],
  ["alert of a monitor", TYPES.alert, program.notifies()],
  ["alert with filters", TYPES.alert, program.critical()],
];

describe("requests compared with the recorded provider's", () => {
  it.each(creates)("create: %s", async (_title, type, inputs) => {
    const { calls, handler } = replay();
    const made = await handler(type).create(checked(handler(type), inputs));
    // The one call, and it was recorded with exactly this method, path and body.
    expect(calls).toHaveLength(1);
    expect(
      recorded.some(
        ({ method, response }) => method === "POST" && JSON.stringify(response).includes(`"id":"${made.id}"`),
      ),
    ).toBe(true);
  });

  it("covers every recorded create", async () => {
    const { calls, handler } = replay();
    for (const [, type, inputs] of creates) await handler(type).create(checked(handler(type), inputs));
    const ours = calls.map(({ method, path, body }) => JSON.stringify(sorted({ method, path, body })));
    const theirs = recorded
      .filter(({ method }) => method === "POST")
      .map(({ method, path, request }) => JSON.stringify(sorted({ method, path, body: request })));
    expect(ours.sort()).toEqual(theirs.sort());
  });

  it("update: the recorded change of a threshold", async () => {
    const { calls, handler } = replay();
    const metric = handler(TYPES.monitor);
    const before = checked(metric, program.api(50));
    const after = checked(metric, program.api(40));
    const { detailed } = await metric.diff("102", { inputs: before, outputs: before }, after, new Set());
    expect(Object.keys(detailed)).toEqual([
      "body.conditionGroup.conditions[0].comparison",
      "body.conditionGroup.conditions[1].comparison",
    ]);
    await metric.update("102", { inputs: before, outputs: before }, after);
    const put = recorded.find(({ method }) => method === "PUT");
    expect(calls).toEqual([{ method: "PUT", path: put?.path, body: put?.request }]);
  });

  it("delete: the recorded paths", async () => {
    const { calls, handler } = replay();
    await handler(TYPES.monitor).delete("103", { organization: "acme", project: "web" });
    await handler(TYPES.monitor).delete("101", { organization: "acme", project: "web" });
    await handler(TYPES.alert).delete("104", { organization: "acme" });
    await handler(TYPES.alert).delete("105", { organization: "acme" });
    await handler(TYPES.monitor).delete("102", { organization: "acme", project: "web" });
    const theirs = recorded.filter(({ method }) => method === "DELETE").map(({ path }) => path);
    expect(calls.map(({ path }) => path)).toEqual(theirs);
  });

  it("read: what was created reads back as what was stated", async () => {
    const { handler } = replay();
    for (const [, type, inputs] of creates) {
      const stated = checked(handler(type), inputs);
      const made = await handler(type).create(stated);
      const live = await handler(type).read(made.id, { inputs: stated, outputs: made.outputs });
      expect(live).toEqual({ id: made.id, inputs: stated, outputs: made.outputs });
    }
  });
});
