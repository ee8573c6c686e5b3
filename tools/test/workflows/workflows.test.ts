/** What the workflows promise, read out of their text: who may see what, and what runs. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { secretNames, secretVariable } from "../../../packages/tocsin/src/model/secrets.ts";
import { probeFiles } from "../../../packages/tocsin/src/project/probe-files.ts";
import { loadProject } from "../../../packages/tocsin/src/project/project.ts";
import { compile } from "../../../packages/tocsin/src/vendors/compile.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const folder = path.join(root, ".github", "workflows");

const step = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const job = z.object({
  permissions: z.record(z.string(), z.enum(["read", "write"])),
  "timeout-minutes": z.number(),
  "runs-on": z.string(),
  environment: z.string().optional(),
  concurrency: z.object({ group: z.string(), "cancel-in-progress": z.literal(false) }).optional(),
  steps: z.array(step),
});
const workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: z.strictObject({}),
  jobs: z.record(z.string(), job),
});

const texts = new Map(readdirSync(folder).map((file) => [file, readFileSync(path.join(folder, file), "utf8")]));
const jobs = [...texts].flatMap(([file, text]) => {
  const parsed = workflow.parse(parse(text));
  return Object.entries(parsed.jobs).map(([name, one]) => ({ file, name, on: Object.keys(parsed.on), job: one }));
});
/** The text of one job. */
const textOf = (file: string, name: string) =>
  (texts.get(file) ?? "").split(/\n(?= {2}\S)/).find((part) => part.trimStart().startsWith(`${name}:`)) ?? "";

describe("the workflows", () => {
  it.each(jobs)("$file $name: pins every action by commit and says which version that is", ({ file, name }) => {
    const uses = textOf(file, name)
      .split("\n")
      .filter((line) => /\buses:/.test(line));
    expect(uses.length).toBeGreaterThan(1);
    for (const line of uses) expect(line).toMatch(/uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it.each(jobs)(
    "$file $name: keeps no credential in its checkout, and ends by itself",
    ({ job: { steps, ...one } }) => {
      const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
      expect(checkouts.map((checkout) => checkout.with)).toEqual([{ "persist-credentials": false }]);
      expect(one["timeout-minutes"]).toBeLessThanOrEqual(240);
    },
  );

  it.each(jobs)(
    "$file $name: runs only commands of the project, with nothing of an event in the shell",
    ({ job: one }) => {
      for (const { run } of one.steps) {
        if (run === undefined) continue;
        expect(run).toMatch(/^(npx tocsin |mkdir -p |npm (ci|test)$|node tools\/publish\.mjs$)/);
        expect(run).not.toContain("${{");
      }
    },
  );

  it("have secrets nowhere but in jobs that run reviewed code in an environment", () => {
    const withSecrets = jobs.filter(({ file, name }) => textOf(file, name).includes("secrets."));
    expect(withSecrets.map(({ file, name }) => `${file} ${name}`)).toEqual([
      "daily.yml daily",
      "deploy.yml staging",
      "deploy.yml prod",
      "drift.yml drift",
      "drill.yml drill",
      "project.yml staging",
      "project.yml prod",
      "project.yml drift-staging",
      "project.yml drift-prod",
      "pull-request-review.yml review",
      "pull-request-review.yml preview",
      "weekly.yml weekly",
    ]);
    for (const { job: one, on } of withSecrets) {
      expect(one.environment).toBeDefined();
      expect(on.filter((event) => event.startsWith("pull_request"))).toEqual([]);
    }
  });

  it("let a pull request's code run with the right to read it, and no other", () => {
    const own = jobs.filter(({ on }) => on.includes("pull_request"));
    expect(own.map(({ job: one }) => one.permissions)).toEqual([{ contents: "read" }]);
    expect([...texts.values()].filter((text) => /pull_request_target/.test(text))).toEqual([]);
  });

  it("never check out what a pull request holds where it is only read as data", () => {
    for (const { job: one } of jobs.filter(({ on }) => on.includes("workflow_run"))) {
      for (const { uses, with: given } of one.steps) {
        if (uses?.startsWith("actions/checkout@")) expect(given).not.toHaveProperty("ref");
      }
    }
    const text = texts.get("pull-request-review.yml") ?? "";
    const guards = text.match(/^ {4}if: .*head_repository\.full_name == github\.repository$/gm);
    expect(guards).toHaveLength(2);
  });

  it("may write comments in one job and issues in another, and in a third prove to npm what they are", () => {
    const writes = jobs.flatMap(({ name, job: { permissions } }) =>
      Object.entries(permissions).flatMap(([what, how]) => (how === "write" ? [`${name} ${what}`] : [])),
    );
    expect(writes.sort()).toEqual(["drift issues", "publish id-token", "review pull-requests"]);
  });

  it("publish from a tag only, after every test, in an environment and without a token", () => {
    const release = jobs.filter(({ file }) => file === "release.yml");
    expect(release.map(({ name, job: { steps } }) => [name, steps.flatMap(({ run }) => run ?? [])])).toEqual([
      ["test", ["npm ci", "npm test"]],
      ["publish", ["npm ci", "node tools/publish.mjs"]],
    ]);
    const text = texts.get("release.yml") ?? "";
    expect(parse(text).on).toEqual({ push: { tags: ["v*"] } });
    expect(parse(text).jobs.publish).toMatchObject({ needs: "test", environment: "npm" });
    expect(text).not.toMatch(/TOKEN|secrets\./);
    const publish = readFileSync(path.join(root, "tools/publish.mjs"), "utf8");
    expect(publish).toContain('"--provenance"');
  });

  it("never change a stack in two runs at once, and never cancel one that works", () => {
    const changing = jobs.filter(({ job: { steps } }) => steps.some(({ run }) => /tocsin (up|drill)/.test(run ?? "")));
    expect(changing.map(({ name, job: { concurrency } }) => [name, concurrency?.group])).toEqual([
      ["staging", "tocsin-staging"],
      ["prod", "tocsin-prod"],
      ["drill", "tocsin-staging"],
      ["staging", "tocsin-staging"],
      ["prod", "tocsin-prod"],
    ]);
  });

  it("look at prod each morning and each week with what may only read, and say what they could not tell", () => {
    for (const name of ["daily", "weekly"]) {
      const { job: one } = jobs.find(({ file }) => file === `${name}.yml`) ?? {};
      expect(one?.environment).toBe("prod-read");
      const given = [...textOf(`${name}.yml`, name).matchAll(/TOCSIN_SECRET_\w+(?=:)/g)].map(([variable]) => variable);
      expect(given).toEqual(["TOCSIN_SECRET_ADMIN_TOKEN"]);
      const script = one?.steps.find(({ run }) => run !== undefined)?.run;
      expect(script).toBe(`npx tocsin ${name} --stack "$STACK" --post || test $? -eq 1`);
    }
  });

  it("keep the page of every night, whatever was found", () => {
    const [night] = jobs.filter(({ file }) => file === "drift.yml").map(({ file, name }) => textOf(file, name));
    expect(night).toMatch(/tocsin report .* --out report\.html .*\n {8}if: \$\{\{ !cancelled\(\) \}\}/);
    expect(night).toMatch(/upload-artifact@\S+ # \S+\n {8}if: \$\{\{ !cancelled\(\) \}\}[\s\S]*path: report\.html/);
  });

  it("let the job that writes comments see the state, and no credential of a vendor", () => {
    const seen = textOf("pull-request-review.yml", "review").match(/secrets\.\w+/g);
    expect(seen).toEqual(["secrets.PULUMI_CONFIG_PASSPHRASE"]);
  });

  it("give staging's key to staging only, and to prod no way to sign", () => {
    const signing = jobs.filter(({ file, name }) => textOf(file, name).includes("TOCSIN_EVIDENCE_KEY"));
    expect(signing.map(({ job: { environment } }) => environment)).toEqual(["staging", "staging", "staging"]);
  });

  it("pass on every secret that the definitions use", async () => {
    const { definitions, routes, stack } = await loadProject(root, "local");
    // A stack at real vendors redirects nothing and states the probe's addresses in its file.
    const { probe } = stack;
    const reached = { probe: { url: "https://ref.supabase.co", publishableKey: "sb_publishable_1" } };
    const supabase = Object.entries(stack.supabase).map(([service, one]) => [service, { ...one, ...reached }]);
    const staging = {
      ...stack,
      name: "staging",
      supabase: Object.fromEntries(supabase),
      ...(probe === undefined ? {} : { probe: { ...probe, redirected: [] } }),
    };
    const resources = compile(definitions, routes, staging, await probeFiles(definitions));
    const needed = secretNames(resources).map(secretVariable);
    expect(needed.length).toBeGreaterThan(0);
    // A routine only calls the health checks; what is provisioned with the others it does not need to know.
    const provisions = ({ file, name }: { file: string; name: string }) =>
      // What other projects call knows no secret of this one's.
      file !== "project.yml" &&
      textOf(file, name).includes("secrets.DD_API_KEY") &&
      !/tocsin (daily|weekly) /.test(textOf(file, name));
    for (const { file, name } of jobs.filter(provisions)) {
      for (const variable of needed) expect(textOf(file, name)).toContain(`${variable}: \${{ secrets.${variable} }}`);
    }
  });
});
