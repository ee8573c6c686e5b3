import path from "node:path";
import pulumi from "@pulumi/pulumi";
import { afterEach, expect, it, vi } from "vitest";
import { secretNames, secretVariable } from "../../src/model/secrets.ts";
import { loadProject } from "../../src/project/project.ts";

const root = path.resolve(import.meta.dirname, "../../../..");

afterEach(() => vi.unstubAllEnvs());

it("the stock command line gets the whole stack, by its name", async () => {
  const made: string[] = [];
  const mocks: pulumi.runtime.Mocks = {
    newResource(args) {
      if (!args.type.startsWith("pulumi:")) made.push(args.name);
      return { id: `${args.name}-id`, state: args.inputs };
    },
    call: () => ({}),
  };
  pulumi.runtime.setMocks(mocks, "tocsin", "local");
  const { resources } = await loadProject(root, "local");
  for (const name of secretNames(resources)) vi.stubEnv(secretVariable(name), `planted ${name}`);
  const { default: run } = await import("../../src/pulumi/index.ts");
  const { tocsin: outputs } = await run();
  const ids = [...outputs.shared, ...Object.values(outputs.definitions).flat()].map(({ id }) => id);
  await new Promise((resolve) => {
    pulumi.all(ids).apply(resolve);
  });
  expect(made.sort()).toEqual(resources.map(({ name }) => name).sort());
});

it("tells from what the stack was made", async () => {
  const { resources } = await loadProject(root, "local");
  for (const name of secretNames(resources)) vi.stubEnv(secretVariable(name), `planted ${name}`);
  const { default: run } = await import("../../src/pulumi/index.ts");
  const { tocsin } = await run();
  expect(tocsin).toMatchObject({ version: 1, stack: "local", settings: { name: "local" } });
  expect(Object.keys(tocsin.digests).sort()).toEqual(
    expect.arrayContaining(Object.keys(tocsin.definitions).slice(0, 3)),
  );
});
