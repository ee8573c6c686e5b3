import { afterAll, beforeAll, expect, it } from "vitest";
import type { RawKind } from "../../../src/model/raw.ts";
import { rawSchema } from "../../../src/model/raw.ts";
import type { JsonObject, Resource } from "../../../src/model/resource.ts";
import { compileRaw } from "../../../src/vendors/raw.ts";
import { verify } from "../../../src/verify/verify.ts";
import { startWorld, type World } from "./world.ts";

/** What is imported verbatim has to arrive like everything else. */

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const keep = (id: string, kind: RawKind, body: JsonObject): Resource =>
  compileRaw(rawSchema.parse({ id, stack: "local", kind, body }), world.project.stack)[0];

const monitor = (message: string): JsonObject => ({
  ...{ name: "by hand", type: "query alert", query: "avg(last_5m):avg:system.load.1{*} > 1", tags: [] },
  ...{ message, options: { thresholds: { critical: 1 } } },
});

/** The findings of the stack with one more raw object, which is live as the code has it. */
async function findingsOf(raw: Resource, path: string) {
  const made = await world.call(raw.vendor, "POST", path, raw.body);
  const report = await verify({
    ...{ resources: [...world.resources, raw], stack: "local", connections: world.connections },
    project: { ...world.project, config: world.project.stack },
    now: () => new Date(),
  });
  if (made.public_id === undefined) await world.call("datadog", "DELETE", `/api/v1/monitor/${made.id}`);
  else await world.call("datadog", "POST", "/api/v1/synthetics/tests/delete", { public_ids: [made.public_id] });
  expect(report.complete).toBe(true);
  return report.findings;
}

it.each(["@slack-acme-nowhere", "@pagerduty-nobody", "@webhook-gone", "@team-lost"])(
  "a raw monitor that names %s is a broken route",
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

it("a raw synthetic test that names nobody who exists is one, too", async () => {
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
  const raw = keep("shop/by-hand", "monitor", monitor("@slack-acme-old-news"));
  expect(await findingsOf(raw, "/api/v1/monitor")).toMatchObject([
    { class: "broken-route", vendor: "slack", kind: "channel", definition: "shop/by-hand", path: "name" },
  ]);
});
