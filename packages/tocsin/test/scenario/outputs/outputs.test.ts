import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { outputFiles, parseOutputs } from "./outputs.ts";
import { type OutputWorld, worlds } from "./worlds.ts";

it("a file of outputs ends each command with its exit code", () => {
  expect(() => parseOutputs("a.txt", "$ tocsin list\nnothing\n")).toThrow('a.txt: "tocsin list" has no [exit N]');
});

describe.each(Object.entries(worlds))("the outputs of the world %s", (folder, start) => {
  let world: OutputWorld;
  beforeAll(async () => {
    world = await start();
  });
  afterAll(() => world.close());

  it.each(outputFiles(folder))("$name", async ({ parts }) => {
    for (const part of parts)
      if (typeof part !== "string") expect(await world.output(part.command), part.command).toBe(part.output);
  });

  // Its numbers differ from run to run.
  if (folder === "emulated")
    it("daily counts what is within its limits, and lists it when asked", async () => {
      const [counted, listed] = [
        await world.output("daily --stack local"),
        await world.output("daily --stack local --all"),
      ];
      expect([counted, listed].map((text) => /\d+ within their limits \(--all lists them\)/.test(text))).toEqual([
        true,
        false,
      ]);
      expect(counted.split("\n").length).toBeLessThan(listed.split("\n").length);
    });
});
