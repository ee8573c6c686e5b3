/** The lint rules as policies, called as `@pulumi/policy` calls them; test/engine/stock/alerts.test.ts has the real engine do it. */
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { PolicyPackArgs } from "@pulumi/policy";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rules } from "../../src/lint/rules.ts";
import { lintPolicies } from "../../src/policy/index.ts";
import { dayFromNow } from "../support/days.ts";
import { copyProject } from "../support/project-copy.ts";

let project: string;
beforeEach(async () => {
  project = await copyProject("harbor");
});
afterEach(() => rm(project, { recursive: true, force: true }));

const edit = async (file: string, from: string, to: string) => {
  const text = await readFile(path.join(project, file), "utf8");
  expect(text).toContain(from);
  await writeFile(path.join(project, file), text.replace(from, to));
};

const named = (name: string, stack = "local") => ({
  name,
  urn: `urn:pulumi:${stack}::harbor::any:index:Kind::${name}`,
});
const estate = ["berth/errors/detector", "berth/errors/workflow", "berth/failing-requests/monitor", "site"].map(
  (name) => named(name),
);

/** What each policy says of the resources, one by one and then of all: the policy, its level, the resource, the text. */
async function judged(resources = estate) {
  const said: string[] = [];
  for (const { name, enforcementLevel, validateResource, validateStack } of lintPolicies({ project })) {
    for (const one of resources)
      await validateResource(one, (text) => said.push(`${name} ${enforcementLevel} | ${one.name} | ${text}`));
    await validateStack({ resources }, (text) => said.push(`${name} ${enforcementLevel} | the stack | ${text}`));
  }
  return said;
}

describe("lintPolicies", () => {
  it("are policies of @pulumi/policy, one a rule that works offline", () => {
    const policies: PolicyPackArgs["policies"] = lintPolicies();
    const online = rules.filter(({ looksAt }) => looksAt === "live" || looksAt === "history");
    expect(policies).toHaveLength(rules.length - online.length + 1);
    expect(policies.map(({ name }) => name)).toEqual([...new Set(policies.map(({ name }) => name))]);
    // What a pack refuses as a name.
    for (const { name } of policies) expect(name).toMatch(/^(?!all$)[a-z0-9-]+$/);
  });

  it("say nothing of sound alerts", async () => {
    expect(await judged()).toEqual([]);
  });

  it("say nothing of another stack that is not complete", async () => {
    await writeFile(path.join(project, "Pulumi.prod.yaml"), "config: {}\n");
    expect(await judged()).toEqual([]);
  });

  it("blame a resource for its own body", async () => {
    await edit("alerts/berth.ts", "minimum: 20", "minimum: 1");
    expect(await judged()).toMatchInlineSnapshot(`
      [
        "alert-ratio-minimum-too-small advisory | berth/failing-requests/monitor | berth/failing-requests: one in 1 is 100 %, already above 10 % (alerts/berth.ts:54). Use a minimum of 10 or more. See docs/rules/alert-ratio-minimum-too-small.md.",
      ]
    `);
  });

  it("blame one of several resources for their definition, and the stack for those that it does not have yet", async () => {
    await edit("alerts/berth.ts", 'runbook: "storm"', 'runbook: "squall"');
    const said = await judged();
    expect(said.filter((one) => !one.includes("| the stack |"))).toMatchInlineSnapshot(`
      [
        "alert-runbook-page mandatory | berth/errors/detector | berth/errors: there is no page runbooks/squall.md (alerts/berth.ts:27). Write the page, or name one that is there. See docs/rules/alert-runbook-page.md.",
        "alert-runbook-page mandatory | berth/failing-requests/monitor | berth/failing-requests: there is no page runbooks/squall.md (alerts/berth.ts:45). Write the page, or name one that is there. See docs/rules/alert-runbook-page.md.",
      ]
    `);
    expect(said.find((one) => one.includes("| the stack |"))).toMatchInlineSnapshot(
      `"alert-runbook-page mandatory | the stack | berth/slow: there is no page runbooks/squall.md (alerts/berth.ts:36). Write the page, or name one that is there. See docs/rules/alert-runbook-page.md."`,
    );
  });

  it("say the same of the same resource again: an update is judged after its preview", async () => {
    await edit("alerts/berth.ts", 'runbook: "storm"', 'runbook: "squall"');
    const policy = lintPolicies({ project }).find(({ name }) => name === "alert-runbook-page");
    const said: string[] = [];
    for (const one of [...estate, ...estate]) await policy?.validateResource(one, () => said.push(one.name));
    expect(said).toEqual([
      ...["berth/errors/detector", "berth/failing-requests/monitor"],
      ...["berth/errors/detector", "berth/failing-requests/monitor"],
    ]);
  });

  it("leave out what exceptions.yaml accepts", async () => {
    await edit("alerts/berth.ts", "minimum: 20", "minimum: 1");
    const accepted = [
      "- id: alert/ratio-minimum-too-small",
      "  at: berth/failing-requests",
      `  until: ${dayFromNow(30)}`,
      "  reason: one of one",
    ];
    await writeFile(path.join(project, "exceptions.yaml"), `${accepted.join("\n")}\n`);
    expect(await judged()).toEqual([]);
  });

  it.each([
    {
      what: "a definition that is impossible",
      spoil: () => edit("alerts/berth.ts", "recovery: 1500", "recovery: 2500"),
      said: [
        "berth/slow: the recovery (2500) is not below the critical threshold (2000) (alerts/berth.ts:41). Put the recovery below 2000, or leave it out.",
      ],
    },
    {
      what: "a setting that is missing",
      spoil: () => edit("Pulumi.local.yaml", "tocsin:channels", "tocsin:canals"),
      said: [
        "tocsin:channels is missing (Pulumi.local.yaml). Add it to the stack file.",
        "tocsin:canals is no setting (Pulumi.local.yaml:26). Correct its name.",
      ],
    },
    {
      what: "exceptions that cannot be read",
      spoil: () => writeFile(path.join(project, "exceptions.yaml"), "- never\n"),
      said: [expect.stringContaining("exceptions.yaml cannot be used:\nexceptions.yaml:1: error: entry 1")],
    },
  ])("refuse $what, by the policy of the project", async ({ spoil, said }) => {
    await spoil();
    const texts: string[] = [];
    for (const { name, enforcementLevel, validateStack } of lintPolicies({ project }))
      await validateStack({ resources: estate }, (text) => {
        expect([name, enforcementLevel]).toEqual(["tocsin-project", "mandatory"]);
        texts.push(text);
      });
    expect(texts).toEqual(said);
  });

  it("say that there is no project, where there is none", async () => {
    const [policy] = lintPolicies({ project: path.parse(project).root });
    const said: string[] = [];
    await policy?.validateStack({ resources: estate }, (text) => said.push(text));
    expect(said).toMatchInlineSnapshot(`
      [
        "There is no project here: neither / nor a folder above it has a Pulumi.yaml. Go to a project's folder. To create a project, in a clone of Tocsin's repository, run \`npm run create -- DIR\`.",
      ]
    `);
  });
});
