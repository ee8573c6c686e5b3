import { expect, it } from "vitest";
import { PartlyCreated } from "../../../src/providers/server/errors.ts";
import type { Properties } from "../../../src/providers/server/types.ts";
import { monitor } from "../../../src/providers/vercel/monitor.ts";
import { VendorError } from "../../../src/vendors/http/errors.ts";
import type { Http } from "../../../src/vendors/http/manage.ts";
import { resources } from "../../verify/examples/index.ts";
import { vercelMonitorAnswer } from "../../verify/examples/vercel-stripe.ts";

const slack = { type: "slack", configId: "icfg_1", channelId: "C0123456789" };
const stated: Properties = { team: "team_1", body: { ...resources["alert-rule"].body } };
const changed = (changes: Properties): Properties => ({ ...stated, body: { ...Object(stated.body), ...changes } });

/** Vercel with some monitors, and what each notifies. */
function vercel(rules: readonly object[] = [], links: object[] = []) {
  const calls: string[] = [];
  const bodies: unknown[] = [];
  let refuses = (_call: string): boolean => false;
  const http: Http = {
    ask: async ({ method, path, body, schema }) => {
      const call = `${method} ${path}`;
      calls.push(call);
      bodies.push(body);
      if (refuses(call)) throw new VendorError("Vercel", "Vercel refused (404).", { status: 404 });
      const answer = method === "GET" ? { rules, pagination: { next: null } } : { rule: vercelMonitorAnswer };
      return { value: schema.parse(answer), headers: new Headers() };
    },
    find: async ({ path, schema }) =>
      path.includes("/gone")
        ? null
        : schema.parse(path.includes("/notifications") ? { notifications: links } : { rule: vercelMonitorAnswer }),
    remove: async (path) => void calls.push(`DELETE ${path}`),
  };
  return { calls, bodies, handler: monitor(http), refuse: (when: typeof refuses) => (refuses = when) };
}

const collection = "alerts/v3/alert-rules";
const linksOf = `${collection}/ar_123/notifications/links?teamId=team_1`;

it("makes the monitor, then the links to where it notifies", async () => {
  const { calls, bodies, handler } = vercel();
  const { id, outputs } = await handler.create(stated);
  expect([id, outputs]).toEqual(["ar_123", stated]);
  expect(calls).toEqual([
    `GET ${collection}?teamId=team_1&limit=100`,
    `POST ${collection}?teamId=team_1`,
    `POST ${linksOf}`,
  ]);
  const { notifications: _, ...rule } = Object(stated.body);
  expect(bodies.slice(1)).toEqual([rule, slack]);
});

it("makes no second monitor where a run was cut off after the first", async () => {
  const { calls, handler } = vercel([vercelMonitorAnswer], [{ ...slack, channelName: "alerts" }]);
  const { id } = await handler.create(stated);
  expect(calls.slice(1)).toEqual([`PATCH ${collection}/ar_123?teamId=team_1`]);
  // A replacement of this run deletes what it had before: that must not be the one that it has just taken over.
  await handler.delete(id, stated);
  expect(calls).toHaveLength(2);
});

it("keeps a monitor whose links are refused, so that the next run links it", async () => {
  const { handler, refuse } = vercel();
  refuse((call) => call.endsWith(linksOf));
  const error = await handler.create(stated).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(PartlyCreated);
  expect(error).toMatchObject({
    message: "The monitor exists, but notifies nobody yet: Vercel refused (404).",
    id: "ar_123",
    outputs: { body: { notifications: [] } },
  });
});

it("is linked with its new channel before it leaves the old one", async () => {
  const { calls, bodies, handler } = vercel([], [slack]);
  const next = { ...slack, channelId: "C9" };
  await handler.update("ar_123", { inputs: stated, outputs: stated }, changed({ notifications: [next] }));
  expect(calls).toEqual([`PATCH ${collection}/ar_123?teamId=team_1`, `POST ${linksOf}`, `DELETE ${linksOf}`]);
  expect(bodies.slice(1)).toEqual([next, slack]);
});

it("takes away what a hand has set: that a link waits for critical alerts", async () => {
  const { calls, bodies, handler } = vercel([], [{ ...slack, minimumSeverityLevel: "critical" }]);
  await handler.update("ar_123", { inputs: stated, outputs: stated }, stated);
  expect(calls).toEqual([`PATCH ${collection}/ar_123?teamId=team_1`, `PATCH ${linksOf}`]);
  expect(bodies.at(-1)).toEqual({ ...slack, minimumSeverityLevel: null });
});

it("reads a monitor as it would be stated, by its place when it is imported", async () => {
  const { handler } = vercel([], [{ ...slack, channelName: "alerts", id: "all" }]);
  const live = await handler.read("team_1/ar_123", undefined);
  expect([live?.id, live?.inputs]).toEqual(["ar_123", stated]);
  expect(await handler.read("team_1/gone", undefined)).toBeNull();
  await expect(handler.read("ar_123", undefined)).rejects.toThrow(
    'Import id "ar_123" is not of the form team/monitor, such as team_acme/ar_123.',
  );
});

it("shows which part of the body differs, and refuses one that Vercel would not take", () => {
  const { handler } = vercel();
  const news = changed({ severity: "low" });
  expect(handler.diff("ar_123", { inputs: stated, outputs: stated }, news, new Set())).toMatchObject({
    detailed: { "body.severity": "update" },
  });
  const { failures } = handler.check(changed({ severity: "critical", colour: "red" }), undefined, new Set());
  expect(failures.map(({ property }) => property).sort()).toEqual(["body.colour", "body.severity"]);
});
