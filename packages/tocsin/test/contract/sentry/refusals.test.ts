import { beforeAll, expect, test } from "vitest";
import { callSentry, createAll, pathsOf } from "../support/sentry.ts";
import { emulators } from "../support/vendors.ts";
import { spoilt, spoiltDetectors, spoiltWorkflows } from "./mutations.ts";
import { faultsOf } from "./schema/index.ts";

const section = emulators();
let all: Awaited<ReturnType<typeof createAll>> = [];

beforeAll(async () => {
  all = await createAll(section, () => {});
});

const spoils = [
  ...Object.entries(spoiltDetectors).map(([name, spoil]) => ["detector", name, spoil] as const),
  ...Object.entries(spoiltWorkflows).map(([name, spoil]) => ["workflow", name, spoil] as const),
];

test.each(spoils)("%s with %s: the schema and the emulated Sentry both refuse it", async (kind, _name, spoil) => {
  let tried = 0;
  for (const { resource, sent } of all.filter((one) => one.resource.kind === kind)) {
    const body = spoilt(spoil, sent);
    if (body === null) continue;
    tried += 1;
    const { create } = pathsOf(resource);
    expect(faultsOf("request", "POST", create, body), resource.name).not.toEqual([]);
    const answer = await callSentry(section, "POST", create, body);
    expect(answer, resource.name).toMatchObject({ status: 400, body: expect.any(Object) });
  }
  expect(tried, "no compiled body has a place for this").toBeGreaterThan(0);
});
