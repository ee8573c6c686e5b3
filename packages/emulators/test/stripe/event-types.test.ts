import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { apiVersions, eventTypes } from "../../src/stripe/event-types.ts";

/** The vendor's own client says in its types what an endpoint can be made with. */
const types = readFileSync(
  new URL("../../../../node_modules/stripe/esm/resources/WebhookEndpoints.d.ts", import.meta.url),
  "utf8",
);

function members(type: string): string[] {
  const [, union = ""] =
    new RegExp(`namespace WebhookEndpointCreateParams[\\s\\S]*?type ${type} = ([^;]*);`).exec(types) ?? [];
  return [...union.matchAll(/'([^']+)'/g)].map(([, name = ""]) => name);
}

test("the event types are those of the vendor's client", () => {
  const real = members("EnabledEvent").filter((name) => name !== "*");
  expect(real.length).toBeGreaterThan(200);
  expect([...eventTypes].sort()).toEqual(real.sort());
});

test("the versions are the vendor's, up to the newest", () => {
  const real = members("ApiVersion");
  expect(apiVersions.filter((version) => !real.includes(version))).toEqual([]);
  expect(apiVersions.at(-1)).toBe(real.at(-1));
});
