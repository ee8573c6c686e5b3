import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createdProject, readIn } from "./created-project.ts";
import { tryPackages } from "./trial.ts";

describe("created and installed by npm, for a team with every vendor", () => {
  const project = createdProject({ name: "npm", command: () => ["npm"] }, []);

  tryPackages(project);

  test.each(["verify", "check", "daily", "weekly", "list", "report", "preview", "backtest", "quarterly"])(
    "right after `start` nothing needs attention: tocsin %s",
    async (command) => {
      const { code, stdout, stderr } = await project.run("npx", ["--no-install", "tocsin", command]);
      expect(code, stdout + stderr).toBe(0);
    },
  );

  test("npx finds the command", async () => {
    const { code, stdout } = await project.run("npx", ["--no-install", "tocsin", "--help"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("Usage: tocsin") });
  });

  test("an alert is added by hand, reviewed, tested, and brought up beside the others", async () => {
    const tool = join(project.folder, "node_modules", ".bin", "tocsin");
    const identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    for (const words of [
      ["init", "--quiet"],
      ["add", "--all"],
      [...identity, "commit", "--quiet", "--message", "a"],
    ]) {
      const { code, stderr } = await project.run("git", words);
      expect(code, stderr).toBe(0);
    }
    const files = ["alerts/first-alerts.ts", "test/alerts/first-alerts.test.yaml"] as const;
    const [definitions, tests] = [readIn(project, files[0]), readIn(project, files[1])];
    const [health = ""] = /export const webHealth[\s\S]*?\n\}\);\n/.exec(definitions) ?? [];
    const start = health
      .replace("webHealth", "webStart")
      .replace("web/health", "web/start")
      .replace('"/api/readyz"', '"/"');
    const [tested = ""] = /# 1 is a run[\s\S]*/.exec(tests) ?? [];
    writeFileSync(join(project.folder, files[0]), `${definitions}\n${start}`);
    writeFileSync(join(project.folder, files[1]), `${tests}\n${tested.replaceAll("web/health", "web/start")}`);
    const review = await project.run(tool, ["review", "--base", "HEAD"]);
    expect(review, review.stdout + review.stderr).toMatchObject({ code: 0 });
    expect(review.stdout).toMatch(/web\/start.*\*\*added\*\*/);
    const clean = await project.script("test");
    expect(clean, clean.stdout + clean.stderr).toMatchObject({ code: 0 });
    const up = await project.run(tool, ["up", "--stack", "local", "--yes"]);
    expect(up, up.stdout + up.stderr).toMatchObject({ code: 0 });
    expect(up.stdout).toMatch(/1 created/);
  });
});
