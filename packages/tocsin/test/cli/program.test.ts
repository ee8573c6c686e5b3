import { expect, it } from "vitest";
import { completes } from "../../src/cli/commands/index.ts";
import { createProgram } from "../../src/cli/program.ts";

/** Only the command that is typed is read: of the others the list says what they say themselves. */
const names = Object.keys(completes);
const helpOf = async (...words: string[]) =>
  (await createProgram(process.cwd(), ["node", "tocsin", ...words])).helpInformation();
const whole = createProgram(process.cwd(), null);

it("says the same of every command, whichever of them is typed", async () => {
  const help = (await whole).helpInformation();
  expect(await helpOf("--help")).toBe(help);
  for (const name of names) expect(await helpOf(name), name).toBe(help);
});

it("lists every command that can be typed, once", async () => {
  expect((await whole).commands.map((command) => command.name()).sort()).toEqual([...names].sort());
});

it("knows the options of the command that is typed, and of all where they are to be completed", async () => {
  const optionsOf = async (words: string[], name: string) =>
    (await createProgram(process.cwd(), ["node", "tocsin", ...words])).commands
      .find((command) => command.name() === name)
      ?.options.map(({ long }) => long);
  expect(await optionsOf(["lint"], "lint")).toContain("--online");
  expect(await optionsOf(["completion", "bash"], "lint")).toContain("--online");
});
