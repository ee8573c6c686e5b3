import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { pointsOf } from "../../support/kill-points.ts";
import { PLANTED, programOf } from "./program.ts";
import { type Bench, bench, enginesOfThisProcess } from "./stack.ts";

let on: Bench;
beforeAll(async () => {
  on = await bench();
});
afterAll(() => on?.close());

const rows = z.array(z.looseObject({ id: z.string(), name: z.string() }));
const endpoints = z.object({ data: z.array(z.looseObject({ id: z.string() })) });

/** Ids of our objects, by what they are. */
async function live() {
  const named = async (folder: string) =>
    rows
      .parse(await on.byHand("sentry", "GET", `/api/0/organizations/acme/${folder}/`))
      .filter(({ name }) => name.includes("tocsin:"))
      .map(({ id }) => id);
  return {
    detectors: await named("detectors"),
    workflows: await named("workflows"),
    endpoints: endpoints.parse(await on.byHand("stripe", "GET", "/v1/webhook_endpoints")).data.map(({ id }) => id),
  };
}

describe("a run that is killed", () => {
  it("between a vendor's answer and the state's write leaves no twins to the next one", async () => {
    let kills = 0;
    for (const [method, path] of [
      ["POST", "/v1/webhook_endpoints"],
      ["POST", "/api/0/organizations/acme/projects/web/detectors/"],
      ["POST", "/api/0/organizations/acme/workflows/"],
    ]) {
      let killed = false;
      on.onAnswer(async (askedMethod, askedPath) => {
        if (killed || askedMethod !== method || askedPath !== path) return;
        killed = true;
        for (const id of await enginesOfThisProcess()) process.kill(id, "SIGKILL");
        kills += 1;
      });
      await expect(on.stack.up({ program: programOf(), color: "never", parallel: 1 })).rejects.toThrow();
      await on.stack.cancel();
    }
    expect(kills).toBe(pointsOf("update, between an answer and the state"));
    on.onAnswer(async () => {});
    const { outputs } = await on.stack.up({ program: programOf(), color: "never" });
    const found = await live();
    expect([found.detectors.length, found.workflows.length, found.endpoints.length]).toEqual([2, 1, 1]);
    expect(outputs.signing?.value).toMatch(/^whsec_/);
    expect((await on.stack.refresh({ color: "never" })).summary.resourceChanges).toEqual({ same: 5 });
  });
});

describe("a state that is lost", () => {
  it("is rebuilt by import, and the import shows no difference", async () => {
    const before = await live();
    const exported = await on.stack.exportStack();
    const deployment = z
      .looseObject({ resources: z.array(z.looseObject({ type: z.string(), urn: z.string() })) })
      .parse(exported.deployment);
    const ours = new Set(["tocsin:sentry:Monitor", "tocsin:sentry:Alert", "tocsin:stripe:WebhookEndpoint"]);
    const resources = deployment.resources.filter(({ type, urn }) => !ours.has(type) || urn.endsWith("::ready"));
    await on.stack.importStack({ ...exported, deployment: { ...deployment, resources } });

    const detectors = rows.parse(await on.byHand("sentry", "GET", "/api/0/organizations/acme/detectors/"));
    const errors = detectors.find(({ name }) => name === "Error rate tocsin:errors")?.id;
    const imports = {
      errors: `acme/web/${errors}`,
      notifies: `acme/${before.workflows[0]}`,
      billing: before.endpoints[0] ?? "",
    };
    const { summary, outputs } = await on.stack.up({ program: programOf({ imports }), color: "never" });
    expect(summary.resourceChanges).toEqual({ import: 3, same: 2 });
    expect(outputs.signing?.value).toBeUndefined();
    expect(await live()).toEqual(before);
    const again = await on.stack.preview({ program: programOf(), color: "never" });
    expect(again.changeSummary).toEqual({ same: 5 });
  });

  it("is rebuilt without import too: everything is found by its identity", async () => {
    const before = await live();
    const exported = await on.stack.exportStack();
    await on.stack.importStack({
      ...exported,
      deployment: { manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" } },
    });
    const { outputs, summary } = await on.stack.up({ program: programOf(), color: "never" });
    expect(summary.resourceChanges).toEqual({ create: 5 });
    const after = await live();
    expect(after).toEqual(before);
    expect(outputs.signing?.value).toMatch(/^whsec_/);
  });
});

describe("a vendor that refuses", () => {
  it("is reported in one sentence without secrets, and without a stack", async () => {
    on.context.faults.add({
      vendor: "sentry",
      match: { method: "PUT" },
      status: 400,
      body: { detail: `cannot store Bearer ${PLANTED} with ${on.context.tokens.sentry.token}` },
    });
    const failed = await on.stack
      .up({ program: programOf({ threshold: 30 }), color: "never" })
      .catch((error: Error) => error.message);
    on.context.faults.clear();
    expect(failed).toContain("Sentry refused PUT 0/organizations/acme/detectors/");
    expect(failed).not.toContain(on.context.tokens.sentry.token);
    expect(failed).not.toMatch(/\n\s+at .*\.ts:/);
  });
});
