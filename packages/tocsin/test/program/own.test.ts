import pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { ResourceKind } from "../../src/model/resource.ts";
import { detector, ownResource, workflow } from "../../src/program/own.ts";
import { create, mockEngine, resource } from "./mocked.ts";
import { recordedRequests } from "./recorded.ts";

const asked = mockEngine();

const [monitor] = recordedRequests("sentry-provider", "POST", "/0/organizations/acme/projects/web/detectors/");
const [alert] = recordedRequests("sentry-provider", "POST", "/0/organizations/acme/workflows/");

describe("a body goes to our plugin as it was compiled, beside what says where it lives", () => {
  it("a monitor", async () => {
    const parent = { organization: "acme", project: "web" };
    await create(detector, resource({ vendor: "sentry", kind: "detector", parent, body: monitor ?? {} }));
    expect(asked.at(-1)).toMatchObject({ type: "tocsin:sentry:Monitor", inputs: { ...parent, body: monitor } });
  });

  it("an alert, with the id of a monitor of ours", async () => {
    const body = { ...alert, detectorIds: [null] };
    const refs = [{ path: "detectorIds.0", resource: "monitor", property: "id" }];
    const spec = resource({ vendor: "sentry", kind: "workflow", parent: { organization: "acme" }, body, refs });
    await create(workflow, spec, { others: { monitor: { id: pulumi.output("50") } } });
    expect(asked.at(-1)).toMatchObject({
      type: "tocsin:sentry:Alert",
      inputs: { organization: "acme", body: { ...alert, detectorIds: ["50"] } },
    });
  });

  it("a header that is a secret, as one", async () => {
    const parent = { organization: "acme", project: "web" };
    const body = {
      type: "uptime_domain_failure",
      dataSources: [{ headers: [["authorization", "secret:UPTIME_KEY"]] }],
    };
    const spec = resource({ vendor: "sentry", kind: "detector", parent, body });
    await create(detector, spec, { secret: () => "of the environment" });
    expect(JSON.stringify(asked.at(-1)?.inputs)).toContain("of the environment");
  });

  it("an endpoint and the switch of crons", async () => {
    const own = (kind: ResourceKind) => ownResource(kind) ?? (() => expect.fail(`our plugin has no ${kind}`));
    const endpoint = { url: "https://a.example/", enabled_events: ["*"], metadata: {} };
    await create(own("webhook-endpoint"), resource({ vendor: "stripe", kind: "webhook-endpoint", body: endpoint }));
    expect(asked.at(-1)).toMatchObject({ type: "tocsin:stripe:WebhookEndpoint", inputs: { body: endpoint } });
    const parent = { team: "team_1", projectId: "prj_1" };
    const body = { enabled: true };
    await create(own("project-crons"), resource({ vendor: "vercel", kind: "project-crons", parent, body }));
    expect(asked.at(-1)).toMatchObject({ type: "tocsin:vercel:Crons", inputs: { ...parent, body } });
  });

  it("refuses a monitor that does not say its project", async () => {
    const spec = resource({
      vendor: "sentry",
      kind: "detector",
      parent: { organization: "acme" },
      body: monitor ?? {},
    });
    await expect(create(detector, spec)).rejects.toThrow("does not have the form");
  });
});
