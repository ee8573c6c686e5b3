import { beforeAll, describe, expect, it } from "vitest";
import type { Project } from "../../src/model/project.ts";
import type { Resource } from "../../src/model/resource.ts";
import { loadProject } from "../../src/project/project.ts";
import { compile } from "../../src/vendors/compile.ts";
import { definition, everybody, stack, threshold } from "../support/definitions.ts";

let project: Project;
beforeAll(async () => {
  project = await loadProject(process.cwd(), "local");
});

/** All text that a person gets to read because of an object. */
function texts(resource: Resource): string[] {
  const { body } = resource;
  if (resource.kind === "monitor" || resource.kind === "synthetics-test") return [String(body.message)];
  if (resource.kind === "detector") return [String(body.description)];
  if (resource.kind !== "workflow") return [];
  const filters = body.actionFilters as { actions: { type: string; data: { notes?: string } }[] }[];
  return filters.flatMap((f) => f.actions.filter((a) => a.type === "slack").map((a) => a.data.notes ?? ""));
}

describe("every message", () => {
  it("says what, why, the first checks, the runbook, the owner, the environment and the id", () => {
    let seen = 0;
    for (const resource of project.resources) {
      const d = project.definitions.find((candidate) => candidate.id === resource.definition);
      for (const text of texts(resource)) {
        if (!d) throw new Error(`${resource.name} tells somebody something and belongs to nothing`);
        seen++;
        for (const part of [
          d.title,
          d.service,
          "local",
          d.why,
          d.firstChecks[0] ?? "?",
          `/${d.runbook}.md`,
          d.recovered,
        ]) {
          expect(text, resource.name).toContain(part);
        }
        expect(text.split("\n").at(-1), resource.name).toBe(`tocsin:${d.id}`);
        // A phone shows about 1,500 characters on two screens; a vendor's event takes 4,000.
        expect(text.length, resource.name).toBeLessThan(1500);
      }
    }
    expect(seen).toBeGreaterThan(35);
  });

  it("names value and limit in every state that a monitor tells", () => {
    const [monitor] = compile([definition({ condition: threshold({ warning: 10 }) })], [everybody], stack).filter(
      (r) => r.kind === "monitor",
    );
    const message = String(monitor?.body.message);
    expect(message).toMatch(/\{\{#is_alert\}\}\n.*\{\{value\}\}.*\{\{threshold\}\}\n\{\{\/is_alert\}\}/);
    expect(message).toMatch(/\{\{#is_warning\}\}\n.*\{\{value\}\}.*\{\{warn_threshold\}\}\n\{\{\/is_warning\}\}/);
    expect(message).toMatch(/\{\{#is_recovery\}\}\nOver: /);
    expect(message).toContain("@slack-acme-alerts-staging @founder@example.com");
    expect(message.match(/\{\{[#^/]/g)).toHaveLength(8);
  });

  it("keeps names within what the vendors take", () => {
    for (const { kind, body } of project.resources) {
      if (kind === "detector") expect(String(body.name).length).toBeLessThanOrEqual(200);
      if (kind === "workflow") expect(String(body.name).length).toBeLessThanOrEqual(256);
    }
  });
});

describe("routes", () => {
  it("tells Slack and mail in Sentry, and says when it is over", () => {
    const workflow = project.resources.find((r) => r.name === "web-api/high-error-rate/workflow");
    expect(workflow?.body).toMatchObject({
      triggers: { conditions: expect.arrayContaining([expect.objectContaining({ type: "issue_resolved_trigger" })]) },
      actionFilters: [
        {
          actions: [
            { type: "email", config: { targetType: "user", targetIdentifier: "7" } },
            { type: "slack", integrationId: "55", config: { targetDisplay: "#alerts-local" } },
          ],
        },
      ],
    });
  });

  it("adds a pager where a route has one", () => {
    const route = { ...everybody, pager: ["webhook-pager"] };
    const [, monitor] = compile([definition()], [route], stack);
    expect(String(monitor?.body.message)).toContain("@webhook-pager");
    const warning = definition({ condition: threshold({ warning: 10 }) });
    const [, warned] = compile([warning], [route], stack);
    expect(String(warned?.body.message)).toContain("{{^is_warning}} @webhook-pager {{/is_warning}}");
  });

  it("tells every name that the stack file does not have, at once", () => {
    const unknown = { ...everybody, mail: ["stranger"], slack: ["nowhere"] };
    expect(() => compile([definition()], [unknown], stack)).toThrow(/channels\.nowhere/);
    const elsewhere = definition({
      id: "shop/other",
      signal: { kind: "log-count", source: { kind: "vercel", service: "gone" }, filter: {} },
    });
    expect(() => compile([definition(), elsewhere], [{ ...everybody, mail: ["stranger"] }], stack)).toThrow(
      /people\.stranger[\s\S]*vercel\.projects\.gone|vercel\.projects\.gone[\s\S]*people\.stranger/,
    );
  });
});
