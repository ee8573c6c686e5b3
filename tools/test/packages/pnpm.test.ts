import { lstatSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createdProject } from "./created-project.ts";
import { pnpm } from "./tools.ts";
import { tryPackages } from "./trial.ts";

describe("created and installed by pnpm, for a team with every vendor: a store of links, in which a package finds what it lists and nothing else", () => {
  const project = createdProject({ name: "pnpm", command: () => [process.execPath, pnpm] }, []);

  test("the package is a link into the store", () => {
    expect(lstatSync(join(project.folder, "node_modules", "tocsin")).isSymbolicLink()).toBe(true);
  });

  tryPackages(project);
});
