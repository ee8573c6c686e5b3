import { expect, it } from "vitest";
import { signalSchema } from "../../../src/model/signal.ts";
import { eventDestination } from "../../../src/model/words/signals.ts";
import { signalText } from "../../../src/review/signal/index.ts";
import { compile } from "../../../src/vendors/compile.ts";
import { objectLink } from "../../../src/vendors/object-links.ts";
import { listedDestination, StripeClient } from "../../../src/vendors/stripe/client.ts";
import { liveDestination, stripeKinds, stripeLists } from "../../../src/vendors/stripe/live.ts";
import { definition, everybody, stack } from "../../support/definitions.ts";

const client = new StripeClient({ url: "https://stripe.example", apiKey: "sk_test_1" });
const hosted = { ...stack, hosts: { shop: "https://shop.example/" } };
const of = (signal: Parameters<typeof eventDestination>[0]) =>
  definition({
    id: "shop/stripe",
    title: "Stripe's events",
    signal: eventDestination(signal),
    condition: { kind: "declared" },
  });
const compiled = (signal: Parameters<typeof eventDestination>[0]) => compile([of(signal)], [everybody], hosted);

const thin = {
  service: "shop",
  path: "/api/events",
  events: ["v2.core.account.updated", "v1.invoice.paid"],
  payload: "thin",
} as const;

it("becomes the body that /v2 takes, without a version of thin events", () => {
  expect(compiled({ ...thin, events: [...thin.events] })).toEqual([
    {
      vendor: "stripe",
      kind: "event-destination",
      name: "shop/stripe/event-destination",
      definition: "shop/stripe",
      parent: {},
      body: {
        name: "[staging] Stripe's events",
        type: "webhook_endpoint",
        event_payload: "thin",
        enabled_events: ["v1.invoice.paid", "v2.core.account.updated"],
        description: "[staging] Stripe's events tocsin:shop/stripe",
        metadata: { managed_by: "tocsin", tocsin_id: "shop/stripe", tocsin_env: "staging" },
        events_from: ["@self"],
        webhook_endpoint: { url: "https://shop.example/api/events" },
      },
      refs: [],
    },
  ]);
});

it("states the version of snapshots, and whose events; its secret goes into the variable", () => {
  const signal = { service: "shop", path: "/s", events: ["invoice.paid"], payload: "snapshot" } as const;
  const [made, variable] = compiled({
    ...signal,
    events: [...signal.events],
    connect: true,
    secretVariable: "EVENTS_SECRET",
  });
  expect(made?.body).toMatchObject({
    ...{ event_payload: "snapshot", snapshot_api_version: hosted.stripe.apiVersion, events_from: ["@accounts"] },
  });
  expect([variable?.body.key, variable?.refs]).toEqual([
    "EVENTS_SECRET",
    [{ path: "value", resource: "shop/stripe/event-destination", property: "secret" }],
  ]);
});

it("is told in review, and has a page at Stripe", () => {
  const signal = signalSchema.parse(eventDestination({ ...thin, events: ["v1.invoice.paid"] }));
  expect(signalText(signal)).toBe(
    "that Stripe sends v1.invoice.paid to /api/events of shop, by an event destination (thin)",
  );
  const destination = { vendor: "stripe", kind: "event-destination", parent: {} } as const;
  expect(objectLink(destination, "ed_test_1", { stack, datadog: "https://app.datadoghq.com" })).toBe(
    "https://dashboard.stripe.com/test/workbench/webhooks/ed_test_1",
  );
});

it("is listed beside webhook endpoints, whichever a stack has: what was created by hand may be of the other", () => {
  const kinds = (resources: Parameters<typeof stripeLists>[1]) =>
    stripeLists(client, resources).map(({ kind, covers }) => [kind, covers.length]);
  const destinations = compiled({ ...thin, events: [...thin.events] });
  const [first] = destinations;
  expect(kinds(destinations)).toEqual([
    ["webhook-endpoint", 0],
    ["event-destination", 1],
  ]);
  expect(kinds(first === undefined ? [] : [{ ...first, kind: "webhook-endpoint" }])).toEqual([
    ["webhook-endpoint", 1],
    ["event-destination", 0],
  ]);
});

it("goes by its name where it is no address, and lies on none of the stack's hosts", () => {
  const { title, within } = stripeKinds["event-destination"];
  const body = { name: "To the bus", type: "amazon_eventbridge" };
  const live = liveDestination(
    listedDestination.parse({ ...body, id: "ed_1", status: "enabled", enabled_events: ["*"] }),
  );
  const covered = { config: stack, definitions: [], resources: [], live: [] };
  expect([title(live.body), within?.(covered)(live)]).toEqual(["To the bus", false]);
});

it.each([
  [{ payload: "fat" }, "payload"],
  [{ events: [] }, "events"],
  [{ events: ["v2.core.account[requirements.updated"] }, "events.0"],
  [{ path: "api" }, "path"],
])("%j is refused", (change, at) => {
  const parsed = signalSchema.safeParse({ kind: "stripe-events", ...thin, ...change });
  expect(parsed.error?.issues.map(({ path }) => path.join("."))).toEqual([at]);
});
