import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { firstAlertsFor } from "../src/first-alerts.ts";
import { packageManagerOf } from "../src/package-manager.ts";
import { ownPackages, projectFiles } from "../src/project-files.ts";
import { ciValues, commandsFor } from "../src/secrets.ts";
import { ownVersion, versions } from "../src/versions.ts";
import { choices } from "./choices.ts";

const all = ["datadog", "sentry", "vercel", "stripe"] as const;
const managers = ["npm", "pnpm", "yarn", "bun"] as const;
const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(import.meta.dirname, ...path), "utf8"));
const names = z.record(z.string(), z.string());

test.each(managers)("%s: at most 15 files, none of them empty or with a placeholder of the template", (manager) => {
  const files = projectFiles(choices(all, manager));
  const written = [...files].filter(([path]) => path !== "yarn.lock");
  expect(written.length).toBeLessThanOrEqual(15);
  for (const [path, text] of written) {
    expect(text.trim(), path).not.toBe("");
    expect(text, path).not.toMatch(/__[a-z]+__/);
  }
});

test("asks for nothing of a vendor that the project does not use", () => {
  const staging = projectFiles(choices(["datadog"])).get("Pulumi.staging.yaml") ?? "";
  expect(
    staging
      .match(/: <[^>]*>/g)
      ?.map((one) => one.slice(2))
      .sort(),
  ).toEqual([
    "<#channel of this stack>",
    "<address>",
    "<https address>",
    "<https address>",
    "<name of the account in Datadog's Slack integration>",
  ]);
});

test.each(managers)("%s: takes every package of ours from its tarball, whoever needs it", (manager) => {
  const files = projectFiles(choices(all, manager));
  const settings = [files.get("package.json"), files.get("pnpm-workspace.yaml")].join("\n");
  for (const name of ownPackages) expect(settings).toContain(`"file:./vendor/${name}-0.1.0.tgz"`);
});

test("the package manager that runs the command is the project's; npm where nobody says it", () => {
  const agents = [
    "pnpm/10.34.9 npm/? node/v22.1.0 linux x64",
    "yarn/4.18.1 npm/? node/v22",
    "bun/1.4.5 npm/?",
    undefined,
  ];
  expect(agents.map((agent) => packageManagerOf(agent).name)).toEqual(["pnpm", "yarn", "bun", "npm"]);
});

describe("first alerts", () => {
  test("are those that the vendors can measure", () => {
    expect(firstAlertsFor(all)).toEqual(["errors", "server-errors", "latency", "health", "crons", "webhook"]);
    expect(firstAlertsFor(["sentry"])).toEqual(["errors", "latency"]);
    expect(firstAlertsFor(["sentry", "vercel"])).toEqual(["errors", "latency", "crons"]);
    expect(firstAlertsFor(["stripe"])).toEqual([]);
  });

  test("are only those that were named", () => {
    const text = projectFiles({ ...choices(all), alerts: ["health"] }).get("alerts/first-alerts.ts");
    expect([...(text ?? "").matchAll(/ id: "([^"]+)"/g)].map(([, id]) => id)).toEqual([
      "shop/health",
      "back-office/health",
    ]);
  });

  test("none: no file of them is written", () => {
    const files = projectFiles(choices(["stripe"]));
    expect([...files.keys()].filter((path) => path.includes("first-alerts"))).toEqual([]);
  });
});

test("the SDKs of vendors that nobody uses are not installed: each would be a required plugin", () => {
  const dependencies = (vendors: Parameters<typeof choices>[0]) =>
    Object.keys(
      z.object({ dependencies: names }).parse(JSON.parse(projectFiles(choices(vendors)).get("package.json") ?? ""))
        .dependencies,
    );
  expect(dependencies(["sentry"])).toEqual(["@pulumi/pulumi", "tocsin", "tsx"]);
  expect(dependencies(all)).toEqual(["@pulumi/datadog", "@pulumi/pulumi", "@pulumiverse/vercel", "tocsin", "tsx"]);
});

describe("what CI needs", () => {
  const jobs = z.object({ jobs: z.record(z.string(), z.looseObject({ env: names.optional() })) });
  const workflow = (vendors: Parameters<typeof choices>[0]) =>
    jobs.parse(parse(projectFiles(choices(vendors)).get(".github/workflows/alerts.yml") ?? "")).jobs;

  test.each([[all], [["sentry"] as const]])("is what the workflow asks for, no more and no less: %j", (vendors) => {
    for (const environment of ["staging", "prod"] as const) {
      const commands = commandsFor(vendors, environment);
      const set = commands.map((command) => /^gh (secret|variable) set (\S+) --env (\S+)/.exec(command)?.slice(1));
      const asked = Object.entries(workflow(vendors)[environment]?.env ?? {}).flatMap(([name, value]) => {
        const kind = /\{\{ (secrets|vars)\.(\w+) \}\}/.exec(value);
        return kind === null ? [] : [[kind[1] === "secrets" ? "secret" : "variable", name, environment]];
      });
      expect(set).toEqual(asked);
    }
  });

  test("stands in the README, with no vendor that is not in use", () => {
    const readme = projectFiles(choices(["sentry"])).get("README.md");
    expect(readme).toContain("gh secret set SENTRY_AUTH_TOKEN --env staging");
    expect(readme).not.toMatch(/DD_API_KEY|STRIPE/);
    expect(ciValues(all).length).toBeLessThan(14);
  });

  test("is nothing for a pull request", () => expect(workflow(all).check?.env).toBeUndefined());
});

test("a project gets the versions that this repository is tested with", () => {
  const root = z.object({ dependencies: names, devDependencies: names }).parse(read("../../../package.json"));
  expect({ ...root.dependencies, ...root.devDependencies }).toMatchObject(versions);
  expect(z.object({ version: z.string() }).parse(read("../package.json")).version).toBe(ownVersion);
});
