import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { coveredBy, digestsOf } from "../../src/gate/digest.ts";
import type { Project } from "../../src/model/project.ts";
import type { Resource } from "../../src/model/resource.ts";
import { loadProject } from "../../src/project/project.ts";
import { evidence, judge } from "./world.ts";

const root = new URL("../../../..", import.meta.url).pathname;

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
  it("is the same in every stack", async () => {
    const { stack } = project;
    const renamed = {
      ...stack,
      name: "other",
      runbooks: "https://elsewhere.example",
      datadog: { ...stack.datadog, slackAccount: "another", locations: ["aws:elsewhere"] },
      sentry: { ...stack.sentry, organization: "another", environment: "another", slackIntegration: "77" },
    };
    const { neutralStack } = await import("../../src/vendors/neutral.ts");
    expect(neutralStack(renamed)).toEqual(neutralStack(stack));
    expect(JSON.stringify(neutralStack(renamed))).not.toMatch(/another|elsewhere/);
  });

  it("holds all that reaches a stack: definitions, dashboards, objectives, channels and the probe", () => {
    const inDigests = new Set(Object.keys(digests));
    for (const { definition, name } of project.resources) expect(inDigests).toContain(definition ?? name);
    const beside = coveredBy(project.written, digests).filter(({ severity }) => severity === null);
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
    expect(asked(now)).toMatchObject({ open: true, definitions: [{ definition: "objectives/x", state: "heard" }] });
  });

  it("is closed when staging has another version, or none", () => {
    expect(asked({ "objectives/x": `sha256:${"b".repeat(64)}` }).open).toBe(false);
    expect(asked({})).toMatchObject({
      open: false,
      definitions: [{ state: "unheard", needs: null, reason: "Stack staging did not have it." }],
    });
  });
});
