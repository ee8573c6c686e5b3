import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

test("nothing below packages/ knows the team whose project stands at the top", () => {
  const tests = ":(exclude,glob)packages/*/test/**";
  const args = [
    "grep",
    "-iEn",
    "cliply|\\btips\\b|prj_tips",
    "--",
    "packages",
    tests,
    ":(exclude,glob)**/CHANGELOG.md",
  ];
  let found = "";
  try {
    found = execFileSync("git", args, { encoding: "utf8" });
  } catch (error) {
    // It ends with 1 where it finds nothing, and with more where it cannot look.
    expect(error).toMatchObject({ status: 1, stdout: "" });
  }
  expect(found).toBe("");
});
