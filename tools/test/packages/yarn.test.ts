import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { teamProject } from "./team-project.ts";
import { yarn } from "./tools.ts";
import { tryPackages } from "./trial.ts";

describe("installed by yarn into node_modules", () => {
  const project = teamProject((files) => ({ resolutions: { "tocsin-probe": files["tocsin-probe"] } }));

  beforeAll(async () => {
    const settings = { nodeLinker: "node-modules", enableTelemetry: false, enableScripts: false };
    writeFileSync(join(project.folder, ".yarnrc.yml"), JSON.stringify(settings, null, 2));
    // Empty: the folder is a project of its own, whatever lies above it.
    writeFileSync(join(project.folder, "yarn.lock"), "");
    const ran = await project.run(process.execPath, [yarn, "install", "--no-immutable"]);
    expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 });
  });

  tryPackages(() => project);
});
