import pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { digestsOf } from "../../src/gate/digest.ts";
import { GateClosed } from "../../src/program/gate.ts";
import { gatedProgram } from "../../src/program/gated.ts";
import { evidence, judge, prod } from "../gate/world.ts";
import { covered, definition, everybody } from "../support/definitions.ts";
import { resource } from "./mocked.ts";
import { recordedRequest } from "./recorded.ts";

const one = definition();
const body = recordedRequest(
  "datadog-plugin",
  "POST",
  "/api/v1/integration/slack/configuration/accounts/acme/channels",
);
const channel = resource({
  vendor: "datadog",
  kind: "slack-channel",
  name: "channel",
  parent: { account: "acme" },
  body,
});

let made: string[];
let left: unknown;
beforeEach(() => {
  made = [];
  left = {};
});

/** Runs the program as the engine does, in a preview or an update. */
async function run(preview: boolean, given: { evidence?: unknown; breakGlass?: string } = {}) {
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ type, name, inputs }) => {
      if (!type.startsWith("pulumi:")) made.push(name);
      return { id: `${name}-id`, state: inputs };
    },
    call: ({ token, inputs }) => {
      expect([token, inputs]).toEqual(["pulumi:pulumi:readStackOutputs", { name: "organization/tocsin/prod" }]);
      return { name: inputs.name, outputs: left, secretOutputNames: [] };
    },
  };
  pulumi.runtime.setMocks(mocks, "tocsin", "prod", preview, "organization");
  const digests = digestsOf(covered([one], [everybody]));
  const input = { stack: prod, name: "prod", project: "tocsin", definitions: [one], digests };
  const gate = { input: { ...input, evidence: given.evidence }, breakGlass: given.breakGlass ?? null };
  return gatedProgram({ root: "", stack: prod, resources: [channel], digests, gate, secret: () => undefined });
}

const fresh = () => evidence([one], { createdAt: new Date().toISOString() });

describe("the program of a stack with a gate", () => {
  it("declares nothing when the gate refuses an update", async () => {
    await expect(run(false)).rejects.toThrow(GateClosed);
    await expect(run(false)).rejects.toThrow(/shop\/errors \(new, page\) needs recovered[\s\S]*Nothing was changed/);
    expect(made).toEqual([]);
  });

  it("goes on in a preview", async () => {
    const outputs = await run(true);
    await vi.waitFor(() => expect(made).toEqual(["channel"]));
    expect(outputs).not.toHaveProperty("gate");
  });

  it("keeps what ran among the outputs, and takes it up again", async () => {
    const { gate } = await run(false, { evidence: fresh() });
    expect(Object.keys(gate?.proven ?? {})).toEqual(["shop/errors"]);
    left = { tocsin: { gate } };
    expect((await run(false)).gate).toEqual(gate);
  });

  it("keeps the reason of broken glass, and drops it when evidence comes", async () => {
    const { gate } = await run(false, { breakGlass: "prod is on fire" });
    expect(gate?.breakGlass).toMatchObject([{ definition: "shop/errors", reason: "prod is on fire" }]);
    left = { tocsin: { gate } };
    expect((await run(false, { evidence: fresh() })).gate?.breakGlass).toEqual([]);
  });

  it("does not take for nothing what it cannot read", async () => {
    left = { tocsin: { gate: "all is well" } };
    await expect(run(false)).rejects.toThrow(/not what an update wrote/);
    left = { tocsin: { gate: judge([one], { evidence: fresh() }).next(null) }, other: 1 };
    expect((await run(false)).gate).toBeDefined();
  });
});
