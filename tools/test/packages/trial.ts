/** What a team does first with the packages, however they were installed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import ts from "typescript";
import { expect, test } from "vitest";
import type { CreatedProject } from "./created-project.ts";

/** The ways in which programs of teams find packages; the second is that of `pulumi new typescript`. */
const compilers: Record<string, { type: "module" | "commonjs"; options: ts.CompilerOptions }> = {
  nodenext: {
    type: "module",
    options: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  },
  "nodenext, CommonJS": {
    type: "commonjs",
    options: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  },
  "node10, CommonJS": {
    type: "commonjs",
    options: {
      module: ts.ModuleKind.CommonJS,
      moduleResolution: ts.ModuleResolutionKind.Node10,
      ignoreDeprecations: "6.0",
      // As `pulumi new typescript` leaves it.
      esModuleInterop: false,
    },
  },
  bundler: {
    type: "module",
    options: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  },
};

/** One right and one wrong use: a check that resolves nothing would find neither. */
const typed = `import { alert, above, hours, sentryErrors } from "tocsin";
import program, { Alerts } from "tocsin/pulumi";
import * as pulumi from "@pulumi/pulumi";

alert({
  id: "shop/errors", source: ["monitoring 1"], title: "Orders fail", service: "shop", owner: "sam", severity: "page",
  signal: sentryErrors({ project: "shop", tags: {} }), condition: above(10, { per: hours(1) }), route: "oncall",
  why: "Customers cannot order.", causes: ["a release"], firstChecks: ["Releases?"], recovered: "Orders come in.",
  runbook: "orders-fail",
});
// @ts-expect-error a threshold is a number
above("10", { per: hours(1) });
export const started: Promise<{ tocsin: { stack: string } }> = program();

const made = pulumi.output("prj_1");
const alerts = new Alerts("alerts", {
  definitions: "./alerts",
  settings: { vercel: { team: "acme", projects: { web: { id: made, url: made } } }, people: { sam: { mail: made } } },
});
export const tocsin: pulumi.Output<{ version: number }> = alerts.manifest;
// @ts-expect-error a team shapes what is compiled
new Alerts("alerts", { definitions: "./alerts", settings: { vercel: { team: made } } });
// @ts-expect-error a tag is compiled too
new Alerts("alerts", { definitions: "./alerts", settings: { sentry: { environment: made } } });
`;

/** Registers the tests of a project that is created and installed before them. */
export function tryPackages(project: CreatedProject): void {
  const bin = join(project.folder, "node_modules", ".bin", "tocsin");

  test("no more than 15 files are written, and no package's script runs or is asked about", () => {
    const own = readdirSync(project.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(project.folder, join(entry.parentPath, entry.name)))
      .filter(
        (file) =>
          !/^(node_modules|vendor|\.yarn)\/|^(package-lock\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lock)$/.test(file),
      );
    expect(own.length, own.join("\n")).toBeLessThanOrEqual(15);
    // bun says how many scripts it has not run, and asks nothing.
    expect(project.created()).not.toMatch(/install-scripts|ignored build scripts|must be built/i);
  });

  test("`start` provisions, verifies and drills; the first alert has fired, arrived and recovered", async () => {
    const { code, stdout, stderr } = await project.script("start");
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/(All \d+ alerts|1 of 1 alert) proven: \d+ fired, arrived and recovered/);
    expect(stdout).toMatch(/as it arrived in (Slack|mail)/);
  });

  test("`test` is clean: lint, types, alert tests and runbook links", async () => {
    const { code, stdout, stderr } = await project.script("test");
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/no problems\.[\s\S]*tests passed/);
  });

  test("tocsin --help lists the commands", async () => {
    const { code, stdout, stderr } = await project.run(bin, ["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("lint");
  });

  test("tocsin lint reads the definitions, in a subfolder too", async () => {
    const expected = {
      code: 0,
      stdout: expect.stringMatching(/^\d+ definitions? \(compiled for local\), no problems\.\n$/),
      stderr: "",
    };
    expect(await project.run(bin, ["lint"])).toEqual(expected);
    expect(await project.run(bin, ["lint"], { cwd: join(project.folder, "alerts") })).toEqual(expected);
  });

  test("tocsin lint in an empty folder says how to create a project", async () => {
    const empty = realpathSync(mkdtempSync(join(tmpdir(), "tocsin-empty-")));
    const { code, stdout, stderr } = await project.run(bin, ["lint"], { cwd: empty });
    rmSync(empty, { recursive: true });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("There is no project here");
    expect(stderr).toContain("To create a project, ");
  });

  test("the plugin starts and answers on its port", async () => {
    await startPlugin(join(project.folder, "node_modules", "tocsin", "plugin", "pulumi-resource-tocsin"));
  });

  test.each(Object.keys(compilers))("definitions and program type-check: %s", (name) => {
    expect(typeErrors(project.folder, name)).toEqual([]);
  });

  test.each(["module", "commonjs"])(
    "the Pulumi program loads without SDKs that no definition needs: %s",
    async (type) => {
      const load = type === "module" ? 'const m = await import("tocsin/pulumi")' : 'const m = require("tocsin/pulumi")';
      const script = `${load}; console.log(typeof m.default)`;
      const ran = await project.run(process.execPath, [`--input-type=${type}`, "--eval", script]);
      expect(ran).toEqual({ code: 0, stdout: "function\n", stderr: "" });
    },
  );
}

/** Starts a plugin as the engine does, and connects to the port that it prints. */
export async function startPlugin(script: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const child = spawn(script, [], { env, stdio: ["pipe", "pipe", "inherit"] });
  try {
    const [port] = await Promise.race([
      once(createInterface(child.stdout), "line"),
      once(child, "exit").then(([code]) => {
        throw new Error(`${script} ended with exit code ${code}`);
      }),
    ]);
    expect(port).toMatch(/^\d+$/);
    const socket = createConnection(Number(port), "127.0.0.1");
    await once(socket, "connect");
    socket.destroy();
  } finally {
    const ended = child.exitCode === null ? once(child, "exit") : undefined;
    child.kill();
    await ended;
  }
}

/** What the compiler says of a program in the project. */
function typeErrors(folder: string, name: string): string[] {
  const { type, options } = compilers[name] ?? {};
  const place = join(folder, "typed", name.replaceAll(/\W+/g, "-"));
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), JSON.stringify({ type }));
  const file = join(place, "index.ts");
  writeFileSync(file, typed);
  const program = ts.createProgram([file], {
    ...options,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    types: [],
    strict: true,
    noEmit: true,
    // The engine's SDK has declarations of its own that need Node's; ours are read all the same.
    skipLibCheck: true,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map((one) => `${one.file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(one.messageText, "\n")}`);
}
