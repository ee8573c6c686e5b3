/** What other projects take from here: a workflow, an action, templates of other CI systems, hooks. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { projectFiles, workflowOf } from "../../../packages/create-tocsin/src/project-files.ts";
import { choices } from "../../../packages/create-tocsin/test/choices.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const yaml = (file: string): unknown => parse(readFileSync(path.join(root, file), "utf8"));

const steps = z.array(z.object({ run: z.string().optional() }));
const workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  jobs: z.record(z.string(), z.object({ if: z.string().optional(), steps })),
});
const runs = (content: unknown) =>
  Object.entries(workflow.parse(content).jobs).map(([name, job]) => ({
    ...{ name, if: job.if, runs: job.steps.flatMap(({ run }) => run ?? []) },
  }));

/** Every command that a workflow of this repository or of a created project runs; they are run on the engine. */
const known = new Set(
  ["deploy", "drift", "drill", "pull-request"]
    .map((name) => yaml(`.github/workflows/${name}.yml`))
    .concat(parse(projectFiles(choices(["datadog"])).get(".github/workflows/alerts.yml") ?? ""))
    .flatMap(runs)
    .flatMap((job) => job.runs)
    .map((line) => line.trim()),
);

it("the workflow that projects call does what a created project's own does", () => {
  const created = parse(
    projectFiles(choices(["datadog", "sentry", "vercel", "stripe"])).get(".github/workflows/alerts.yml") ?? "",
  );
  const test = (line: string) => line.replace("npm run test", "npm test");
  expect(runs(yaml(".github/workflows/project.yml"))).toEqual(
    runs(created).map((job) => ({ ...job, runs: job.runs.map(test) })),
  );
});

it("is called in twelve lines, once there is a release to call", () => {
  const address = "acme/tocsin/.github/workflows/project.yml@v1.0.0";
  const calling = workflowOf(choices(["datadog"]), address);
  expect(calling.trimEnd().split("\n")).toHaveLength(12);
  expect(parse(calling).jobs.alerts.uses).toBe(address);
  expect(readFileSync(path.join(root, "docs/how-to/ci.md"), "utf8")).toContain(
    calling.replace("acme/tocsin", "owner/name"),
  );
  expect(workflowOf(choices(["datadog"], "pnpm"), address)).toContain("pnpm install");
  expect(workflowOf(choices(["datadog"]))).not.toContain("uses: acme");
});

it("the action installs, runs one command and hands its exit code on, step by step", () => {
  const action = z
    .object({
      runs: z.object({
        steps: z.array(z.object({ run: z.string().optional(), env: z.record(z.string(), z.string()).optional() })),
      }),
    })
    .parse(yaml(".github/actions/tocsin/action.yml"));
  const folder = mkdtempSync(path.join(tmpdir(), "tocsin-action-"));
  try {
    mkdirSync(path.join(folder, "bin"));
    for (const name of ["npm", "npx"])
      writeFileSync(
        path.join(folder, "bin", name),
        `#!/bin/sh\nprintf '%s|' ${name} "$@"\n[ ${name} = npm ] || exit 3\n`,
        { mode: 0o755 },
      );
    const output = path.join(folder, "output");
    const inputs: Record<string, string> = { install: "npm ci", command: "verify --stack staging" };
    const ran = action.runs.steps.flatMap(({ run, env = {} }) => {
      if (run === undefined) return [];
      const given = Object.entries(env).map(([name, text]) => [
        name,
        text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/, (_, input: string) => inputs[input] ?? ""),
      ]);
      const { status, stdout } = spawnSync("bash", ["-eo", "pipefail", "-c", run], {
        cwd: folder,
        encoding: "utf8",
        env: {
          ...Object.fromEntries(given),
          GITHUB_OUTPUT: output,
          PATH: `${path.join(folder, "bin")}${path.delimiter}${process.env.PATH}`,
        },
      });
      return [[stdout, status]];
    });
    expect(ran).toEqual([
      ["npm|ci|", 0],
      ["npx|tocsin|verify|--stack|staging|", 3],
    ]);
    expect(readFileSync(output, "utf8")).toBe("exit-code=3\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const lines = z.array(z.string());
const gitlab = z.object({
  default: z.strictObject({ image: z.string(), interruptible: z.boolean(), before_script: lines }),
});
const gitlabJob = z.strictObject({
  rules: z.array(z.strictObject({ if: z.string() })),
  needs: lines.optional(),
  environment: z.string().optional(),
  resource_group: z.string().optional(),
  parallel: z.strictObject({ matrix: z.array(z.record(z.string(), lines)) }).optional(),
  script: lines,
  artifacts: z
    .strictObject({
      when: z.literal("always"),
      paths: lines.optional(),
      reports: z.strictObject({ junit: z.string() }),
    })
    .optional(),
});
const bitbucketSteps = z.array(
  z.strictObject({
    step: z.strictObject({
      name: z.string(),
      deployment: z.enum(["test", "staging", "production"]).optional(),
      script: lines,
      artifacts: lines.optional(),
    }),
  }),
);
const bitbucket = z.strictObject({
  image: z.string(),
  pipelines: z.strictObject({
    "pull-requests": z.record(z.string(), bitbucketSteps),
    branches: z.record(z.string(), bitbucketSteps),
    custom: z.record(z.string(), bitbucketSteps),
  }),
});

/** A line without what only a CI system's report needs, for each stack that it stands for. */
const plain = (line: string) =>
  ["staging", "prod"].map((stack) =>
    line
      .replace(/ --junit \S+/, "")
      .replace(/ --evidence evidence\.json$/, line.includes("up") ? "" : "$&")
      .replace('"$STACK"', stack)
      .replace("npm test", "npm run test"),
  );

it.each([
  [
    "gitlab-ci.yml",
    () => {
      const { default: whole, ...jobs } = z.record(z.string(), z.unknown()).parse(yaml("docs/ci/gitlab-ci.yml"));
      gitlab.parse({ default: whole });
      return Object.values(jobs).flatMap((job) => gitlabJob.parse(job).script);
    },
  ],
  [
    "bitbucket-pipelines.yml",
    () => {
      const { pipelines } = bitbucket.parse(yaml("docs/ci/bitbucket-pipelines.yml"));
      return Object.values(pipelines).flatMap((group) =>
        Object.values(group)
          .flat()
          .flatMap(({ step }) => step.script),
      );
    },
  ],
])("%s has the form of its system, and runs what the workflows run", (_, scripts) => {
  const all = scripts().filter((line) => !/^npm ci$|^npx tocsin test\b/.test(line));
  expect(all.length).toBeGreaterThan(5);
  for (const line of all) for (const one of plain(line)) expect(known).toContain(one);
});

it("the hooks run commands of the project, for the files that they are about", () => {
  const hooks = z
    .array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        description: z.string(),
        entry: z.string(),
        language: z.literal("system"),
        files: z.string(),
        pass_filenames: z.literal(false),
      }),
    )
    .parse(yaml(".pre-commit-hooks.yaml"));
  expect(hooks.map(({ id, entry }) => [id, entry])).toEqual([
    ["tocsin-lint", "npx --no-install tocsin lint"],
    ["tocsin-test", "npx --no-install tocsin test"],
  ]);
  const meant = (file: string) => hooks.filter(({ files }) => new RegExp(files).test(file)).map(({ id }) => id);
  expect(["alerts/web.ts", "Pulumi.prod.yaml", "test/alerts/web.test.yaml", "src/app.ts"].map(meant)).toEqual([
    ["tocsin-lint", "tocsin-test"],
    ["tocsin-lint"],
    ["tocsin-test"],
    [],
  ]);
});
