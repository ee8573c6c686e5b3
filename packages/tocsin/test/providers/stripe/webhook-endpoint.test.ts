import { describe, expect, it } from "vitest";
import { PartlyCreated } from "../../../src/providers/server/errors.ts";
import type { Properties } from "../../../src/providers/server/types.ts";
import type { LiveEndpoint, WebhookEndpoints } from "../../../src/providers/stripe/client.ts";
import { webhookEndpoint } from "../../../src/providers/stripe/webhook-endpoint.ts";
import { VendorError } from "../../../src/vendors/http/errors.ts";

const wanted: Properties = {
  url: "https://app.example.com/api/webhooks/stripe",
  enabled_events: ["invoice.paid", "invoice.payment_failed"],
  description: "Billing",
  metadata: { managed_by: "tocsin", tocsin_id: "stripe-webhook-delivery", tocsin_env: "staging" },
  api_version: "2026-10-28.endive",
};

/** Stripe in memory, with its memory of idempotency keys. */
function stripe() {
  const live = new Map<string, LiveEndpoint>();
  const keys = new Map<string, LiveEndpoint | null>();
  const calls: string[] = [];
  let made = 0;
  const failing = { remove: false };
  const endpoints: WebhookEndpoints = {
    async create(params, key) {
      calls.push("create");
      const known = keys.get(key);
      if (known !== undefined) return { live: known, replayed: true };
      made += 1;
      const id = `we_${made}`;
      const entry = {
        id,
        url: params.url,
        enabled_events: [...params.enabled_events].reverse(),
        description: params.description ?? null,
        metadata: Object.fromEntries(Object.entries(params.metadata || {}).map(([k, v]) => [k, String(v)])),
        api_version: params.api_version ?? null,
        status: "enabled",
        livemode: false,
      };
      live.set(id, entry);
      keys.set(key, { ...entry, secret: `whsec_${id}` });
      return { live: { ...entry, secret: `whsec_${id}` }, replayed: false };
    },
    retrieve: async (id) => live.get(id) ?? null,
    async update(id, params) {
      calls.push(`update ${id}`);
      const old = live.get(id);
      if (!old) throw new VendorError("Stripe", `no ${id}`, { status: 404 });
      const metadata = Object.entries({ ...old.metadata, ...(params.metadata || {}) }).filter(([, v]) => v !== "");
      const changed = {
        ...old,
        url: params.url ?? old.url,
        enabled_events: params.enabled_events ?? old.enabled_events,
        description: params.description || null,
        metadata: Object.fromEntries(metadata.map(([k, v]) => [k, String(v)])),
        status: params.disabled ? "disabled" : "enabled",
      };
      live.set(id, changed);
      return changed;
    },
    async remove(id) {
      calls.push(`remove ${id}`);
      if (failing.remove) throw new VendorError("Stripe", "Stripe failed", { status: 500 });
      live.delete(id);
    },
    list: async () => [...live.values()],
  };
  /** A run of the engine has a plugin process of its own. */
  const newRun = () => webhookEndpoint(() => endpoints);
  return { live, keys, calls, failing, newRun };
}

function checked(inputs: Properties): Properties {
  const result = stripe().newRun().check({ body: inputs }, undefined, new Set());
  expect(result.failures).toEqual([]);
  return result.inputs;
}

describe("making a webhook endpoint", () => {
  it("keeps the signing secret, through reads and updates as well", async () => {
    const { newRun } = stripe();
    const inputs = checked(wanted);
    const { id, outputs } = await newRun().create(inputs);
    expect(outputs).toMatchObject({ secret: "whsec_we_1", livemode: false });
    const read = await newRun().read(id, { inputs, outputs });
    expect(read).toEqual({ id, inputs, outputs });
    const news = checked({ ...wanted, description: "Other" });
    expect(await newRun().update(id, { inputs, outputs }, news)).toMatchObject({
      body: { description: "Other" },
      secret: "whsec_we_1",
    });
  });

  it("gets endpoint and secret again after a run that was killed before the state was written", async () => {
    const { live, newRun } = stripe();
    await newRun().create(checked(wanted));
    const again = await newRun().create(checked(wanted));
    expect(again).toMatchObject({ id: "we_1", outputs: { secret: "whsec_we_1" } });
    expect([...live.keys()]).toEqual(["we_1"]);
  });

  it("does not take the memory of a deleted endpoint for one that is there", async () => {
    const { live, newRun } = stripe();
    const first = await newRun().create(checked(wanted));
    await newRun().delete(first.id, first.outputs);
    const second = await newRun().create(checked(wanted));
    expect(second).toMatchObject({ id: "we_2", outputs: { secret: "whsec_we_2" } });
    expect([...live.keys()]).toEqual(["we_2"]);
  });

  it("does not stay with a failure that Stripe remembers", async () => {
    const { keys, newRun } = stripe();
    const first = await newRun().create(checked(wanted));
    await newRun().delete(first.id, first.outputs);
    for (const key of keys.keys()) keys.set(key, null);
    expect(await newRun().create(checked(wanted))).toMatchObject({ id: "we_2" });
  });

  it("replaces a twin whose secret nobody knows, and removes it only when the new one exists", async () => {
    const { live, keys, calls, newRun } = stripe();
    await newRun().create(checked(wanted));
    keys.clear();
    calls.length = 0;
    const made = await newRun().create(checked(wanted));
    expect(made).toMatchObject({ id: "we_2", outputs: { secret: "whsec_we_2" } });
    expect(calls).toEqual(["create", "remove we_1"]);
    expect([...live.keys()]).toEqual(["we_2"]);
  });

  it("keeps the new endpoint's secret when the old twin cannot be removed", async () => {
    const { keys, failing, newRun } = stripe();
    await newRun().create(checked(wanted));
    keys.clear();
    failing.remove = true;
    const error = await newRun()
      .create(checked(wanted))
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PartlyCreated);
    expect(error).toMatchObject({ id: "we_2", outputs: { secret: "whsec_we_2" } });
  });

  it("leaves the endpoint of another environment, definition or version alone", async () => {
    const { live, newRun } = stripe();
    const metadata = { managed_by: "tocsin", tocsin_id: "stripe-webhook-delivery" };
    await newRun().create(checked({ ...wanted, metadata: { ...metadata, tocsin_env: "prod" } }));
    await newRun().create(checked({ ...wanted, metadata: { ...metadata, tocsin_id: "other", tocsin_env: "staging" } }));
    await newRun().create(checked({ ...wanted, api_version: "2026-09-30.endive" }));
    await newRun().create(checked(wanted));
    expect(live.size).toBe(4);
  });

  it("does not delete in the same run what it has just taken over", async () => {
    const { live, newRun } = stripe();
    const first = await newRun().create(checked(wanted));
    const run = newRun();
    const second = await run.create(checked(wanted));
    await run.delete(first.id, first.outputs);
    expect([...live.keys()]).toEqual([second.id]);
  });

  it("makes a disabled one in two steps", async () => {
    const { live, newRun } = stripe();
    await newRun().create(checked({ ...wanted, status: "disabled" }));
    expect(live.get("we_1")?.status).toBe("disabled");
  });
});

describe("comparing and reading webhook endpoints", () => {
  const diff = async (olds: Properties, news: Properties) => {
    const inputs = checked(olds);
    return (await stripe().newRun().diff("we_1", { inputs, outputs: inputs }, checked(news), new Set())).detailed;
  };

  it("events have no order", async () => {
    expect(await diff(wanted, { ...wanted, enabled_events: ["invoice.payment_failed", "invoice.paid"] })).toEqual({});
    expect(await diff(wanted, { ...wanted, enabled_events: ["invoice.payment_failed", "charge.failed"] })).toEqual({
      "body.enabled_events": "update",
    });
  });

  it("version and connect make another endpoint, everything else is changed in place", async () => {
    const other = {
      ...wanted,
      api_version: "2026-09-30.endive",
      connect: true,
      url: "https://b.example.com/",
      status: "disabled",
    };
    expect(await diff(wanted, other)).toEqual({
      "body.api_version": "update-replace",
      "body.connect": "update-replace",
      "body.url": "update",
      "body.status": "update",
    });
  });

  it("removes metadata that is no longer stated and leaves what others have added", async () => {
    const { live, newRun } = stripe();
    const inputs = checked({ ...wanted, metadata: { tocsin_id: "a", team: "billing" } });
    const { id, outputs } = await newRun().create(inputs);
    const entry = live.get(id);
    if (entry) live.set(id, { ...entry, metadata: { ...entry.metadata, note: "by hand" } });
    await newRun().update(id, { inputs, outputs }, checked({ ...wanted, metadata: { tocsin_id: "a" } }));
    expect(live.get(id)?.metadata).toEqual({ tocsin_id: "a", note: "by hand" });
  });

  it("imports by id, without a secret; a missing one is gone; another id is refused", async () => {
    const { newRun } = stripe();
    await newRun().create(checked(wanted));
    const imported = await newRun().read("we_1", undefined);
    expect(imported?.inputs).toMatchObject({ body: { url: wanted.url, metadata: wanted.metadata } });
    const stored = { inputs: imported?.inputs ?? {}, outputs: imported?.outputs ?? {} };
    expect(await newRun().diff("we_1", stored, checked(wanted), new Set())).toMatchObject({ detailed: {} });
    expect(imported?.outputs).not.toHaveProperty("secret");
    expect(await newRun().read("we_9", undefined)).toBeNull();
    await expect(newRun().read("evt_1", undefined)).rejects.toThrow("must start with we_");
  });
});

describe("refused inputs", () => {
  it.each([
    [{ url: "ftp://example.com" }, "url", "must be an http or https URL"],
    [{ enabled_events: [] }, "enabled_events", "needs at least one event"],
    [{ enabled_events: ["Invoice Paid"] }, "enabled_events[0]", "must be an event such as"],
    [{ enabled_events: ["invoice.paid", "invoice.paid"] }, "enabled_events", "names an event twice"],
    [{ api_version: "latest" }, "api_version", "must be a version such as"],
    [{ enabledEvents: ["*"] }, "enabledEvents", "is no property that exists here"],
    [{ description: 7 }, "description", "must be a string"],
  ])("%j", (change, property, reason) => {
    const { failures } = stripe()
      .newRun()
      .check({ body: { ...wanted, ...change } }, undefined, new Set());
    expect(failures).toEqual([{ property: `body.${property}`, reason: expect.stringContaining(reason) }]);
  });

  it("a missing one is named; one that is not known yet is no failure", () => {
    const { url: _url, ...rest } = wanted;
    expect(stripe().newRun().check({ body: rest }, undefined, new Set()).failures).toEqual([
      { property: "body.url", reason: "is missing" },
    ]);
    expect(
      stripe()
        .newRun()
        .check({ body: rest }, undefined, new Set(["body.url"])).failures,
    ).toEqual([]);
  });
});
