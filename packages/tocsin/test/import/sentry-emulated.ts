import { createContext } from "../../../emulators/src/context.ts";
import { createSentry } from "../../../emulators/src/sentry/app.ts";
import type { Definition } from "../../src/model/definition.ts";
import type { JsonObject, Resource, ResourceKind } from "../../src/model/resource.ts";
import type { StackConfig } from "../../src/model/stack.ts";
import { compile } from "../../src/vendors/compile.ts";
import { listedDetector, listedWorkflow } from "../../src/vendors/sentry/client.ts";
import { liveDetector, liveWorkflow } from "../../src/vendors/sentry/live.ts";
import { stack as anyStack, everybody } from "../support/definitions.ts";

/** The emulated Sentry, with resources as somebody makes them in the browser, read as verify and the import read them. */

export const stack: StackConfig = {
  ...anyStack,
  hosts: { shop: "https://shop.example", api: "https://api.example" },
  sentry: {
    ...anyStack.sentry,
    projects: {
      web: { slug: "web", errorMonitor: "50", issueStreamMonitor: "60" },
      worker: { slug: "worker", errorMonitor: "51" },
    },
    teams: { payments: "3" },
  },
};

const made = { name: "made in the browser" };

export function newSentry() {
  const context = createContext();
  const { app } = createSentry(context, async () => "C1");
  const headers = { authorization: `Bearer ${context.tokens.sentry.token}`, "content-type": "application/json" };
  const organization = "/api/0/organizations/acme";
  const call = async (method: string, path: string, body?: JsonObject): Promise<unknown> => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await app.request(organization + path, { method, headers, ...sent });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return JSON.parse(text);
  };
  return {
    alert: async (body: JsonObject) =>
      liveWorkflow("acme", listedWorkflow.parse(await call("POST", "/workflows/", { ...body, ...made }))),
    monitor: async (body: JsonObject) => {
      const own = { ...body, ...made, description: null };
      return liveDetector("acme", listedDetector.parse(await call("POST", "/projects/web/detectors/", own)));
    },
    monitors: async () =>
      listedDetector
        .array()
        .parse(await call("GET", "/detectors/"))
        .map((one) => liveDetector("acme", one)),
  };
}

/** What a definition is compiled to, of a kind. */
export function bodyOf(definition: Definition, kind: ResourceKind): JsonObject {
  const found = compile([definition], [everybody], stack).find((one: Resource) => one.kind === kind);
  if (found === undefined) throw new Error(`${definition.id} has no ${kind}`);
  return found.body;
}
