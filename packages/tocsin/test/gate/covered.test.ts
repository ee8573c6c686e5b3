import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { coveredBy, digestsOf } from "../../src/gate/digest.ts";
import type { Project } from "../../src/model/project.ts";
import type { Resource } from "../../src/model/resource.ts";
import type { StackConfig } from "../../src/model/stack.ts";
import { loadProject } from "../../src/project/project.ts";
import { neutralStack } from "../../src/vendors/neutral.ts";
import { evidence, judge } from "./world.ts";

const root = new URL("../../../..", import.meta.url).pathname;

const stackShape = z.custom<StackConfig>((value) => typeof value === "object" && value !== null);

/** Every text, number and flag below the names of a stack's settings another one. */
function changedLeaves(value: unknown): unknown {
  if (typeof value === "string") return `${value}x`;
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (Array.isArray(value)) return [...value.map(changedLeaves), "more"];
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changedLeaves(inner)]));
}

let project: Project;
let digests: Record<string, string>;
beforeAll(async () => {
  project = await loadProject(root, "local");
  digests = digestsOf(project);
});

/** What would be compiled by another compiler. */
const digestsWith = (change: (resource: Resource) => Resource) =>
  digestsOf({ ...project, neutral: () => project.neutral().map(change) });
const changed = (other: Record<string, string>) => Object.keys(digests).filter((id) => digests[id] !== other[id]);

describe("what the gate covers", () => {
  it("is the same in every stack, whatever its settings are but the names that definitions use", async () => {
    const foundry = path.join(import.meta.dirname, "../projects/foundry");
    for (const stack of [project.stack, (await loadProject(foundry, "staging")).stack]) {
      const other = { ...stackShape.parse(changedLeaves(stack)), shard: { name: "a", of: "b", services: [] } };
      expect(neutralStack(other)).toEqual(neutralStack(stack));
    }
  });

  it("is what staging has proven where production has hosts, tags and a real pager of its own", async () => {
    const foundry = path.join(import.meta.dirname, "../projects/foundry");
    const staging = await loadProject(foundry, "staging");
    const production = await loadProject(foundry, "staging", {
      settings: {
        allowDrills: false,
        hosts: { api: "https://api.foundry.example", site: "https://foundry.example" },
        scopes: { cluster: ["kube_cluster_name:foundry"], account: ["aws_account:222222222222"] },
        destinations: {
          "on-call": { service: "real", sentry: { integration: "9", service: "P9", name: "real" }, test: false },
        },
      },
    });
    expect(JSON.stringify(production.resources)).toContain("@pagerduty-real");
    expect(digestsOf(production)).toEqual(digestsOf(staging));
  });

  it("holds all that reaches a stack: definitions, dashboards, objectives, channels and the probe", () => {
    const inDigests = new Set(Object.keys(digests));
    for (const { definition, name } of project.resources) expect(inDigests).toContain(definition ?? name);
    const beside = coveredBy(project, digests).filter(({ severity }) => severity === null);
    expect(beside.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["objectives/readyz", "shared/slack-channel/alerts"]),
    );
  });

  it("sees a compiler that makes every threshold a thousand times as high", () => {
    const other = digestsWith((resource) => {
      const text = JSON.stringify(resource).replace(
        /"critical":(\d+)/g,
        (_, n: string) => `"critical":${Number(n) * 1000}`,
      );
      return JSON.parse(text);
    });
    const critical = ({ body }: Resource) =>
      z.object({ thresholds: z.object({ critical: z.number() }) }).parse(body.options);
    const higher = project.resources.filter((one) => one.kind === "monitor" && critical(one).thresholds.critical > 0);
    expect(changed(other)).toEqual(expect.arrayContaining([...new Set(higher.map(({ definition }) => definition))]));
  });

  it.each(["slo", "dashboard", "deployment", "slack-channel", "global-variable"] as const)(
    "sees another %s",
    (kind) => {
      const other = digestsWith((resource) =>
        resource.kind === kind ? { ...resource, body: { ...resource.body, changed: true } } : resource,
      );
      const own = project.resources
        .filter((one) => one.kind === kind)
        .map(({ definition, name }) => definition ?? name);
      expect(changed(other).toSorted()).toEqual([...new Set(own)].toSorted());
    },
  );
});

describe("the gate for what wakes nobody", () => {
  const page = { id: "objectives/x", severity: null };
  const now = { "objectives/x": `sha256:${"a".repeat(64)}` };
  const asked = (digestsThere: Record<string, string>) =>
    judge([], { definitions: [page], digests: now, evidence: evidence([], { digests: digestsThere }) }).report;

  it("is open when staging has it as it is, without a drill of it", () => {
    expect(asked(now)).toMatchObject({ open: true, definitions: [{ definition: "objectives/x", state: "proven" }] });
  });

  it("is closed when staging has another version, or none", () => {
    expect(asked({ "objectives/x": `sha256:${"b".repeat(64)}` }).open).toBe(false);
    expect(asked({})).toMatchObject({
      open: false,
      definitions: [{ state: "unproven", needs: null, reason: "Stack staging did not have it." }],
    });
  });
});
