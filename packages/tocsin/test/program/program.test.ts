import { Provider } from "@pulumi/sentry";
import { describe, expect, it } from "vitest";
import type { Resource } from "../../src/model/resource.ts";
import { optionsFor, program, providerOf } from "../../src/program/program.ts";
import { mockEngine, resolved, resource } from "./mocked.ts";
import { recordedRequest } from "./recorded.ts";

const asked = mockEngine();

const endpoint = resource({
  vendor: "stripe",
  kind: "webhook-endpoint",
  name: "endpoint",
  definition: "billing/webhook",
  body: {
    url: "https://example.com/hook",
    enabled_events: ["*"],
    description: "d",
    metadata: { a: "b" },
    api_version: "2026-10-28.endive",
  },
});

const variable = resource({
  vendor: "vercel",
  kind: "environment-variable",
  name: "variable",
  definition: "billing/webhook",
  parent: { projectId: "prj_1", team: "team_1" },
  body: { key: "HOOK_SECRET", target: ["production"], type: "sensitive", comment: "c" },
  refs: [{ path: "value", resource: "endpoint", property: "secret" }],
});

const channel = resource({
  vendor: "datadog",
  kind: "slack-channel",
  name: "channel",
  parent: { account: "acme" },
  body: recordedRequest("datadog-plugin", "POST", "/api/v1/integration/slack/configuration/accounts/acme/channels"),
});

/** Runs the program as the engine does and gives what was asked for. */
async function run(resources: Resource[]) {
  asked.length = 0;
  const outputs = await program(resources, { production: false, secret: () => undefined });
  const all = [...outputs.shared, ...Object.values(outputs.definitions).flat()];
  await Promise.all(all.map((one) => resolved(one.id)));
  return { outputs, asked: [...asked] };
}

describe("the program", () => {
  it("hands the signing secret from its endpoint to the variable, as a secret", async () => {
    const { asked: made } = await run([variable, endpoint]);
    expect(made.map(({ name }) => name)).toEqual(["vercel", "endpoint", "variable"]);
    // The plugin knows a team only by its configuration.
    expect(made[0]?.inputs).toEqual({ team: "team_1" });
    expect(made[2]?.inputs).toMatchObject({
      projectId: "prj_1",
      key: "HOOK_SECRET",
      targets: ["production"],
      sensitive: true,
    });
    expect(made[2]?.inputs).not.toHaveProperty("value", "whsec_made_by_the_vendor");
  });

  it("tells which objects carry which definition, and which are shared", async () => {
    const { outputs } = await run([endpoint, variable, channel]);
    expect(Object.keys(outputs.definitions)).toEqual(["billing/webhook"]);
    expect(outputs.definitions["billing/webhook"]?.map(({ kind }) => kind)).toEqual([
      "webhook-endpoint",
      "environment-variable",
    ]);
    const [shared] = outputs.shared;
    expect(shared && (await resolved(shared.id))).toBe("channel-id");
  });

  it("has the engine start our plugin once where one vendor has an instance of it, and gives each vendor its own where it has", () => {
    const [sentry, stripe, vercel, datadog] = ["sentry", "stripe", "vercel", "datadog"].map(
      (name) => new Provider(name),
    );
    const crons = resource({ vendor: "vercel", kind: "project-crons", body: {} });
    const of = (given: Parameters<typeof providerOf>[1]) =>
      [endpoint, crons, variable, channel].map((one) => providerOf(one, given));
    expect(of({ sentry, vercel, datadog })).toEqual([sentry, sentry, vercel, datadog]);
    expect(of({ sentry, stripe, vercel, datadog })).toEqual([stripe, sentry, vercel, datadog]);
    expect(of({ vercel, datadog })).toEqual([undefined, undefined, vercel, datadog]);
  });

  it("protects routes and endpoints of production, keeps former names, and deletes before it replaces only what can not be there twice", () => {
    const protectedIn = (production: boolean) =>
      [channel, endpoint, variable].map((one) => optionsFor(one, production).protect);
    expect(protectedIn(true)).toEqual([true, true, false]);
    expect(protectedIn(false)).toEqual([false, false, false]);
    expect(optionsFor({ ...channel, aliases: ["before"] }, false).aliases).toEqual([{ name: "before" }]);
    expect([channel, endpoint, variable].map((one) => optionsFor(one, true).deleteBeforeReplace)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it("names every missing secret before it asks for anything", async () => {
    const body = {
      ...recordedRequest("datadog-plugin", "POST", "/api/v1/synthetics/variables"),
      value: { secure: true, value: "secret:ONE" },
    };
    const needy = resource({ vendor: "datadog", kind: "global-variable", name: "needy", body });
    const other = { ...variable, body: { ...variable.body, value: "secret:TWO" }, refs: [] };
    await expect(run([channel, needy, other])).rejects.toThrow("TOCSIN_SECRET_ONE, TOCSIN_SECRET_TWO");
    expect(asked).toEqual([]);
  });
});
