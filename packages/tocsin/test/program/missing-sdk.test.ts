import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { missingSdk } from "../../src/program/creators.ts";

/** What Node itself says of a package that is not there, in a folder without any. */
function refusedBy(script: string, type: "module" | "commonjs"): Error {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-sdk-"));
  try {
    const { stdout } = spawnSync(process.execPath, [`--input-type=${type}`, "-e", script], { cwd: folder });
    const { code, message } = z.object({ code: z.string(), message: z.string() }).parse(JSON.parse(stdout.toString()));
    return Object.assign(new Error(message), { code });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const told = "(e) => console.log(JSON.stringify({ code: e.code, message: e.message }))";
const imported = (name: string) => refusedBy(`import("${name}").catch(${told})`, "module");
const required = (name: string) => refusedBy(`try { require("${name}") } catch (e) { (${told})(e) }`, "commonjs");

test.each([
  ["an import", imported("@pulumi/datadog")],
  ["a require", required("@pulumi/datadog")],
])("says which SDK to install when %s does not find it", (_how, error) => {
  expect(missingSdk(error)?.message).toBe(
    "The definitions need the package @pulumi/datadog, which is not installed. Install it in the project: npm install @pulumi/datadog",
  );
});

test("leaves every other failure as it is", () => {
  expect(missingSdk(imported("@acme/own"))).toBeNull();
  expect(missingSdk(new Error("Cannot find package '@pulumi/datadog'"))).toBeNull();
});
