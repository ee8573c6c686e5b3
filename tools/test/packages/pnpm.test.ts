import { lstatSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { teamProject } from "./team-project.ts";
import { pnpm } from "./tools.ts";
import { tryPackages } from "./trial.ts";

describe("installed by pnpm: a store of links, in which a package finds what it lists and nothing else", () => {
  let probe = "";
  const project = teamProject((files) => {
    probe = files["tocsin-probe"] ?? "";
    return {};
  });

  beforeAll(async () => {
    const settings = {
      // No script of any package runs.
      allowBuilds: { esbuild: false, protobufjs: false },
      overrides: { "tocsin-probe": probe },
      storeDir: join(project.folder, ".store"),
    };
    writeFileSync(join(project.folder, "pnpm-workspace.yaml"), JSON.stringify(settings, null, 2));
    const ran = await project.run(process.execPath, [pnpm, "install", "--prefer-offline", "--no-frozen-lockfile"]);
    expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 });
  });

  test("the package is a link into the store", () => {
    expect(lstatSync(join(project.folder, "node_modules", "tocsin")).isSymbolicLink()).toBe(true);
  });

  tryPackages(() => project);
});
