import { beforeAll, describe, expect } from "vitest";
import { teamProject } from "./team-project.ts";
import { bun } from "./tools.ts";
import { tryPackages } from "./trial.ts";

describe("installed by bun", () => {
  const project = teamProject((files) => ({ overrides: { "tocsin-probe": files["tocsin-probe"] } }));

  beforeAll(async () => {
    const ran = await project.run(bun(), ["install", "--ignore-scripts"]);
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
  });

  tryPackages(() => project);
});
