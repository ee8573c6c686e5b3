import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { installTools, node } from "../packages/tools.ts";
import { startPlugin } from "../packages/trial.ts";

const root = join(import.meta.dirname, "../../..");
const inTocsin = (...path: string[]) => join(root, "packages", "tocsin", ...path);
beforeAll(installTools);

const versions = [
  { major: 20, file: () => process.execPath },
  { major: 22, file: () => node(22) },
  { major: 24, file: () => node(24) },
];

/** npm has the newest versions as packages for this platform only; in CI they must be there. */
const isHere = (process.platform === "linux" && process.arch === "x64") || /^(1|true)$/.test(process.env.CI ?? "");

describe.each(versions.filter(({ major }) => major === 20 || isHere))(
  "what is built runs on Node $major",
  ({ major, file }) => {
    const env = () => ({ ...process.env, PATH: [dirname(file()), process.env.PATH].join(delimiter) });
    const run = (args: string[]) => {
      const { status, stdout, stderr } = spawnSync(file(), args, { cwd: root, env: env(), encoding: "utf8" });
      return { status, stdout, stderr };
    };
    const tocsin = (...args: string[]) => run([inTocsin("dist", "main.js"), ...args]);

    test("it is that version", () => {
      expect(existsSync(file())).toBe(true);
      expect(run(["--print", "parseInt(process.versions.node)"]).stdout).toBe(`${major}\n`);
    });

    test("--help, lint and compile", () => {
      expect(tocsin("--help")).toEqual({ status: 0, stdout: expect.stringContaining("Usage: tocsin"), stderr: "" });
      expect(tocsin("lint")).toEqual({ status: 0, stdout: expect.stringContaining("no problems"), stderr: "" });
      const compiled = tocsin("compile", "--stack", "local");
      expect(compiled).toEqual({ status: 0, stdout: expect.any(String), stderr: "" });
      expect(compiled.stdout.length).toBeGreaterThan(1_000);
    });

    test("the plugin starts", async () => {
      await startPlugin(inTocsin("plugin", "pulumi-resource-tocsin"), env());
    });

    test("the Pulumi program loads with the engine's SDK", () => {
      const script =
        'console.log(typeof (await import("tocsin/pulumi")).default, typeof (await import("@pulumi/pulumi")).all)';
      expect(run(["--input-type=module", "--eval", script])).toEqual({
        status: 0,
        stdout: "function function\n",
        stderr: "",
      });
    });
  },
);
