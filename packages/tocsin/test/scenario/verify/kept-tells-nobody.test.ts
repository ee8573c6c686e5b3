import { afterAll, beforeAll, expect, it } from "vitest";
import type { KeptKind } from "../../../src/model/kept.ts";
import { keptSchema } from "../../../src/model/kept.ts";
import type { JsonObject, Resource } from "../../../src/model/resource.ts";
import { compileKept } from "../../../src/vendors/kept.ts";
import { verify } from "../../../src/verify/verify.ts";
import { startWorld, type World } from "./world.ts";

/** What is imported word for word has to arrive like everything else. */

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const keep = (id: string, kind: KeptKind, body: JsonObject): Resource =>
  compileKept(keptSchema.parse({ id, stack: "local", kind, body }), world.project.stack);

const monitor = (message: string): JsonObject => ({
  ...{ name: "by hand", type: "query alert", query: "avg(last_5m):avg:system.load.1{*} > 1", tags: [] },
  ...{ message, options: { thresholds: { critical: 1 } } },
});

/** The findings of the stack with one more kept object, which is live as the code has it. */
async function findingsOf(kept: Resource, path: string) {
  const made = await world.call(kept.vendor, "POST", path, kept.body);
  const report = await verify({
    ...{ resources: [...world.resources, kept], stack: "local", connections: world.connections },
    project: { ...world.project, config: world.project.stack },
    now: () => new Date(),
  });
  if (made.public_id === undefined) await world.call("datadog", "DELETE", `/api/v1/monitor/${made.id}`);
  else await world.call("datadog", "POST", "/api/v1/synthetics/tests/delete", { public_ids: [made.public_id] });
  expect(report.complete).toBe(true);
  return report.findings;
}

it.each(["@slack-acme-nowhere", "@pagerduty-nobody", "@webhook-gone", "@team-lost"])(
  "a kept monitor that names %s is a broken route",
  async (handle) => {
    const findings = await findingsOf(keep("shop/by-hand", "monitor", monitor(`look ${handle}`)), "/api/v1/monitor");
    expect(findings).toEqual([
      expect.objectContaining({
        ...{ class: "broken-route", vendor: "datadog", kind: "handle", vendorId: handle, path: "message" },
        ...{ definition: "shop/by-hand", expected: handle, actual: null },
        message: `Datadog knows no ${handle}: notifications of shop/by-hand do not arrive there.`,
      }),
    ]);
  },
);

it("one that names a registered channel, an address and what a variable completes is none", async () => {
  const message = "@slack-acme-alerts-local @someone@example.com @slack-acme-{{team.name}}";
  expect(await findingsOf(keep("shop/by-hand", "monitor", monitor(message)), "/api/v1/monitor")).toEqual([]);
});

it("a kept synthetic test that names nobody who exists is one, too", async () => {
  const body: JsonObject = {
    ...{ type: "api", subtype: "http", status: "paused", name: "t", message: "@webhook-gone", tags: [] },
    locations: ["aws:eu-central-1"],
    config: {
      assertions: [{ type: "statusCode", operator: "is", target: 200 }],
      request: { method: "GET", url: "https://shop.example/" },
    },
    options: { tick_every: 300, min_location_failed: 1, httpVersion: "any" },
  };
  const findings = await findingsOf(keep("shop/home", "synthetics-test", body), "/api/v1/synthetics/tests/api");
  expect(findings).toMatchObject([{ class: "broken-route", kind: "handle", definition: "shop/home" }]);
});

it("a registered channel that Slack no longer has is one, too", async () => {
  const path = "/api/v1/integration/slack/configuration/accounts/acme/channels";
  const display = { message: true, notified: true, snapshot: true, tags: true };
  await world.call("datadog", "POST", path, { name: "#old-news", display });
  const kept = keep("shop/by-hand", "monitor", monitor("@slack-acme-old-news"));
  expect(await findingsOf(kept, "/api/v1/monitor")).toMatchObject([
    { class: "broken-route", vendor: "slack", kind: "channel", definition: "shop/by-hand", path: "name" },
  ]);
});
