/** A team's project of three files, outside of this repository, that takes the packages from their tarballs. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { afterAll, inject } from "vitest";
import { plainEnvironment } from "../../../packages/create-tocsin/src/install.ts";

export const root = join(import.meta.dirname, "../../..");

const definitions = `import { above, alert, hours, route, sentryErrors } from "tocsin";

export const oncall = route({ name: "oncall", mail: ["sam"] });

export const errors = alert({
  id: "shop/errors",
  source: ["monitoring 1"],
  title: "Orders fail",
  service: "shop",
  owner: "sam",
  severity: "ticket",
  signal: sentryErrors({ project: "shop", tags: {} }),
  condition: above(10, { per: hours(1) }),
  route: "oncall",
  why: "Customers cannot order.",
  causes: ["a release broke the checkout"],
  firstChecks: ["What was deployed last?"],
  recovered: "Orders come in again.",
  runbook: "orders-fail",
});
`;

/** The version of the engine's SDK that this repository is tested with. */
const engineSdk = String(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).dependencies["@pulumi/pulumi"]);

interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

export interface TeamProject {
  folder: string;
  run(command: string, args: readonly string[], options?: { cwd?: string }): Promise<Ran>;
}

/**
 * Writes the project. The path has a space in it: paths of teams do.
 * @param more what a package manager needs in package.json so that our packages need each other's tarballs, no registry
 */
export function teamProject(more: (files: Record<string, string>) => object): TeamProject {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "tocsin-packages-")));
  afterAll(() => rmSync(base, { recursive: true, force: true, maxRetries: 5 }));
  const folder = join(base, "a team's project");
  const files: Record<string, string> = {};
  mkdirSync(join(folder, "vendor"), { recursive: true });
  mkdirSync(join(folder, "alerts"));
  for (const [name, tarball] of Object.entries(inject("tarballs"))) {
    copyFileSync(tarball, join(folder, "vendor", basename(tarball)));
    files[name] = `file:./vendor/${basename(tarball)}`;
  }
  const manifest = {
    name: "shop-alerts",
    version: "0.0.0",
    private: true,
    type: "module",
    dependencies: { tocsin: files.tocsin, "@pulumi/pulumi": engineSdk },
    ...more(files),
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: shop-alerts\nruntime: nodejs\nmain: infra\n");
  writeFileSync(join(folder, "alerts", "shop.ts"), definitions);
  return { folder, run: (command, args, { cwd = folder } = {}) => run(command, args, cwd) };
}

async function run(command: string, args: readonly string[], cwd: string): Promise<Ran> {
  const { spawn } = await import("node:child_process");
  // What the tests run as `node` comes first: a plugin's script asks the PATH for it.
  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const child = spawn(command, args, {
    cwd,
    env: { ...plainEnvironment(process.env), PATH },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}
