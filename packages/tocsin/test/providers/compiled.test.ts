import path from "node:path";
import { expect, it } from "vitest";
import type { Resource } from "../../src/model/resource.ts";
import { loadProject } from "../../src/project/project.ts";
import type { ResourceHandler } from "../../src/providers/server/types.ts";
import { webhookEndpoint } from "../../src/providers/stripe/webhook-endpoint.ts";
import { crons } from "../../src/providers/vercel/crons.ts";
import { sentry } from "./sentry/memory.ts";

/** What the plugin refuses, the compiler must not make: every kind of alert that our projects say is taken as it is. */

const root = path.resolve(import.meta.dirname, "../../../..");
const projects = path.join(import.meta.dirname, "../projects");

/** A check asks nobody. */
function nobody(): never {
  throw new Error("a vendor was asked");
}

const handlers: Partial<Record<Resource["kind"], ResourceHandler>> = {
  detector: sentry().monitor(),
  workflow: sentry().alert(),
  "webhook-endpoint": webhookEndpoint(nobody),
  "project-crons": crons({ ask: nobody, find: nobody, remove: nobody }),
};

it.each([
  ["this repository", root, "local"],
  ["harbor", path.join(projects, "harbor"), "local"],
  ["foundry", path.join(projects, "foundry"), "staging"],
])("the plugin takes everything that %s compiles to", async (_, folder, stack) => {
  const { resources } = await loadProject(folder, stack);
  let asked = 0;
  for (const { kind, name, parent, body, refs } of resources) {
    const handler = handlers[kind];
    if (handler === undefined) continue;
    asked += 1;
    const unknown = new Set(
      refs.map(({ path: at, in: where }) => {
        const place = at.replace(/\.(\d+)/g, "[$1]");
        return where === "parent" ? place : `body.${place}`;
      }),
    );
    expect(handler.check({ ...parent, body }, undefined, unknown).failures, name).toEqual([]);
  }
  expect(asked).toBeGreaterThan(5);
});
