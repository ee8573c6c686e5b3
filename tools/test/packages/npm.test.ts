import { beforeAll, describe, expect, test } from "vitest";
import { teamProject } from "./team-project.ts";
import { tryPackages } from "./trial.ts";

describe("installed by npm", () => {
  const project = teamProject((files) => ({ overrides: { "tocsin-probe": files["tocsin-probe"] } }));

  beforeAll(async () => {
    const args = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
    const ran = await project.run("npm", args);
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
  });

  tryPackages(() => project);

  test("npx finds the command", async () => {
    const { code, stdout } = await project.run("npx", ["--no-install", "tocsin", "--help"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("Usage: tocsin") });
  });
});
