import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { PLANTED, programOf } from "./program.ts";
import { type Bench, bench } from "./stack.ts";

/** Our plugins on the real engine against emulated vendors: one stack's life, each step building on the one before. */
let on: Bench;
beforeAll(async () => {
  on = await bench();
});
afterAll(() => on?.close());

const rows = z.array(z.looseObject({ id: z.string(), name: z.string() }));
async function sentryId(folder: "detectors" | "workflows", name: string): Promise<string> {
  const found = rows.parse(await on.byHand("sentry", "GET", `/api/0/organizations/acme/${folder}/`));
  return found.find((one) => one.name === name)?.id ?? "none";
}
const endpoints = z.object({ data: z.array(z.looseObject({ id: z.string(), url: z.string() })) });
const endpointIds = async () =>
  endpoints.parse(await on.byHand("stripe", "GET", "/v1/webhook_endpoints")).data.map(({ id }) => id);

let signing = "";
const changes = async (settings = {}) =>
  (await on.stack.preview({ program: programOf(settings), color: "never" })).changeSummary;

describe("a stack of our plugins' resources", () => {
  it("is previewed without a call to a vendor", async () => {
    expect(await changes()).toMatchObject({ create: 5 });
    expect(on.calls()).toEqual([]);
  });

  it("is created: the alert with the monitor's id, the signing secret as a secret output", async () => {
    const { outputs, summary, stdout } = await on.stack.up({ program: programOf(), color: "never" });
    expect(summary.resourceChanges).toEqual({ create: 5 });
    expect(outputs.signing).toMatchObject({ secret: true, value: expect.stringMatching(/^whsec_/) });
    signing = String(outputs.signing?.value);
    expect(stdout).not.toContain(signing);
    const workflow = z.object({ detectorIds: z.array(z.string()) });
    const alert = await on.byHand(
      "sentry",
      "GET",
      `/api/0/organizations/acme/workflows/${await sentryId("workflows", "Error rate tocsin:errors")}/`,
    );
    expect(workflow.parse(alert).detectorIds).toEqual([await sentryId("detectors", "Error rate tocsin:errors")]);
  });

  it("keeps no secret in clear in its state", async () => {
    const state = await on.state();
    expect(state).toContain("ciphertext");
    for (const secret of [signing, PLANTED, on.context.tokens.sentry.token, on.context.tokens.stripe.apiKey]) {
      expect(state).not.toContain(secret);
    }
  });

  it("stays the same, in previews and refreshes", async () => {
    on.forget();
    expect(await changes()).toEqual({ same: 5 });
    expect(on.calls()).toEqual([]);
    expect((await on.stack.refresh({ color: "never" })).summary.resourceChanges).toEqual({ same: 5 });
    expect(await changes()).toEqual({ same: 5 });
    expect(await on.state()).not.toContain(signing);
  });

  it("changes what changed, and the secret outlives it", async () => {
    on.forget();
    const { summary, outputs } = await on.stack.up({ program: programOf({ threshold: 40 }), color: "never" });
    expect(summary.resourceChanges).toEqual({ same: 4, update: 1 });
    expect(on.calls()).toEqual([expect.stringMatching(/^PUT \/api\/0\/organizations\/acme\/detectors\/\d+\/$/)]);
    expect(outputs.signing?.value).toBe(signing);
  });

  it("shows what somebody changed by hand, and fixes it", async () => {
    const id = await sentryId("workflows", "Error rate tocsin:errors");
    await on.byHand("sentry", "PUT", `/api/0/organizations/acme/workflows/${id}/`, {
      name: "Error rate tocsin:errors",
      enabled: false,
    });
    const [endpoint] = await endpointIds();
    await on.byHand("stripe", "POST", `/v1/webhook_endpoints/${endpoint}`, new URLSearchParams({ disabled: "true" }));
    const drift: string[] = [];
    await on.stack.refresh({
      color: "never",
      onEvent: ({ resOutputsEvent }) => drift.push(...Object.keys(resOutputsEvent?.metadata.detailedDiff ?? {})),
    });
    expect(drift).toContain("body.enabled");
    expect(drift).toContain("body.status");
    const { summary } = await on.stack.up({ program: programOf({ threshold: 40 }), color: "never" });
    expect(summary.resourceChanges).toEqual({ same: 3, update: 2 });
    expect(await on.stack.outputs()).toMatchObject({ signing: { value: signing } });
  });

  it("makes anew what somebody deleted by hand", async () => {
    const id = await sentryId("detectors", "Error rate tocsin:errors");
    await on.byHand("sentry", "DELETE", `/api/0/organizations/acme/detectors/${id}/`);
    const refreshed = await on.stack.refresh({ color: "never" });
    expect(refreshed.summary.resourceChanges).toMatchObject({ delete: 1 });
    const { summary } = await on.stack.up({ program: programOf({ threshold: 40 }), color: "never" });
    expect(summary.resourceChanges).toMatchObject({ create: 1, update: 1 });
    expect(await sentryId("detectors", "Error rate tocsin:errors")).not.toBe("none");
  });

  it("makes a monitor in another project before it removes the old one", async () => {
    on.forget();
    const { summary } = await on.stack.up({ program: programOf({ threshold: 40, project: "worker" }), color: "never" });
    expect(summary.resourceChanges).toMatchObject({ replace: 2, update: 1 });
    const order = on
      .calls()
      .filter((call) => /^(POST|DELETE) .*detectors/.test(call))
      .map((call) => call.split(" ")[0]);
    expect(order).toEqual(["POST", "POST", "DELETE", "DELETE"]);
  });

  it("refuses inputs with the property and the reason, before anything is asked", async () => {
    on.forget();
    const program = async () => {
      const { Alert } = await import("../../../../pulumi-sentry/src/index.ts");
      const body = { name: "x", enabled: true, config: { frequency: 7 }, detectorIds: [], actionFilters: [] };
      new Alert("wrong", { organization: "acme", body });
    };
    const failed = await on.stack.preview({ program, color: "never" }).catch((error: Error) => error.message);
    expect(failed).toContain("body.config.frequency");
    expect(failed).toContain("must be one of 0, 5, 10, 30, 60, 180, 720, 1440");
    expect(on.calls()).toEqual([]);
  });

  it("is destroyed, and leaves nothing behind", async () => {
    await on.stack.destroy({ color: "never" });
    expect(await sentryId("detectors", "Error rate tocsin:errors")).toBe("none");
    expect(await endpointIds()).toEqual([]);
  });

  it("is made anew with a new secret, although Stripe remembers the first request", async () => {
    const { outputs } = await on.stack.up({ program: programOf(), color: "never" });
    expect(outputs.signing?.value).toMatch(/^whsec_/);
    expect(outputs.signing?.value).not.toBe(signing);
    expect(await endpointIds()).toHaveLength(1);
    await on.stack.destroy({ color: "never" });
  });
});
