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

/** A message as it is read: links by their titles, and of the blocks no more than one state's. */
const shown = (text: string): string =>
  text
    .replace(/\]\(\S+?\)(?= \||$)/gm, "]")
    .replace(/\{\{eval "[^"]*"\}\}/g, "0")
    .replace(/\{\{#(is_recovery|is_warning|is_no_data)\}\}[\s\S]*?\{\{\/\1\}\}/g, "");

/** All text that a person gets to read because of an object. */
function texts(resource: Resource): string[] {
  const { body } = resource;
  if (resource.kind === "monitor" || resource.kind === "synthetics-test") return [String(body.message)];
  if (resource.kind === "detector") return [String(body.description)];
  if (resource.kind !== "workflow") return [];
  const filters = body.actionFilters as { actions: { type: string; data: { notes?: string } }[] }[];
  return filters.flatMap((f) => f.actions.filter((a) => a.type === "slack").map((a) => a.data.notes ?? ""));
}

/** Whether it is of a recovery alone: there is nothing to do any more. */
const isRecovery = (text: string): boolean => text.startsWith("Recovered: ");

it("names an attribute whose values are counted without its @, which would be a handle", () => {
  const signal = { kind: "search", origin: "logs", find: {}, value: { of: "unique", attribute: "@usr.id" } };
  const [, monitor] = compile(
    [definition({ signal, condition: threshold({ critical: 1e-7, noData: "ok" }) })],
    [everybody],
    stack,
  );
  expect(monitor?.body.message).toContain('{{eval "round(value*10000000)/10000000"}} different usr.id');
  expect(monitor?.body.message).not.toContain("@usr");
});

describe("every message", () => {
  it("says what, why, the first checks, what to run, the runbook, the owner, the environment and the id once", () => {
    let seen = 0;
    for (const resource of project.resources) {
      const d = project.definitions.find((candidate) => candidate.id === resource.definition);
      for (const text of texts(resource)) {
        if (!d) throw new Error(`${resource.name} tells somebody something and belongs to nothing`);
        seen++;
        const name = String(resource.body.name);
        expect(name, resource.name).toMatch(/^\[DRILL STACK\] \[local\] /);
        expect(name, resource.name).toContain(d.title);
        expect(`${name}\n${text}`.split(`tocsin:${d.id}`), resource.name).toHaveLength(2);
        const parts = isRecovery(text)
          ? [d.title, d.recovered]
          : [d.why, d.firstChecks[0] ?? "?", `npx tocsin check ${d.runbook} --stack local`, `/${d.runbook}.md`];
        for (const part of [...parts, `Owner: ${d.owner}`]) expect(text, resource.name).toContain(part);
        // A vendor's event takes 4,000.
        expect(text.length, resource.name).toBeLessThan(3000);
        // A phone shows about 1,500 characters on two screens; of links their titles.
        expect(shown(text).length, resource.name).toBeLessThan(1500);
      }
    }
    expect(seen).toBeGreaterThan(35);
  });

  it("of a monitor says when it has recovered, how long it lasted and what to confirm", () => {
    for (const resource of project.resources.filter(({ kind }) => kind === "monitor" || kind === "synthetics-test")) {
      const { title, recovered } = project.definitions.find(({ id }) => id === resource.definition) ?? {};
      const text = /\{\{#is_recovery\}\}\n([\s\S]+)\n\{\{\/is_recovery\}\}/.exec(String(resource.body.message))?.[1];
      expect(text, resource.name).toMatch(/^Recovered: .*Lasted .*Confirm: /);
      expect(text, resource.name).toContain(title);
      expect(text, resource.name).toContain(recovered);
    }
  });

  it("names value and limit in every state that a monitor tells", () => {
    const [monitor] = compile([definition({ condition: threshold({ warning: 10 }) })], [everybody], stack).filter(
      (r) => r.kind === "monitor",
    );
    const message = String(monitor?.body.message);
    const since = "Since {{local_time 'last_triggered_at' 'UTC'}}.";
    expect(message).toContain(
      `{{#is_alert}}\n[PAGE] {{eval "round(value)"}} lines, limit: above 50 lines in 5 min. ${since}\n{{/is_alert}}`,
    );
    expect(message).toContain(
      `{{#is_warning}}\nWarning: {{eval "round(value)"}} lines, warns above 10 lines, fires above 50 lines in 5 min. ${since}\n{{/is_warning}}`,
    );
    expect(message).toMatch(/\{\{#is_recovery\}\}\nRecovered: /);
    expect(message).toContain("@slack-acme-alerts-staging @founder@example.com");
    expect(message.match(/\{\{[#^/]/g)).toHaveLength(10);
  });

  it.each([
    [
      "a share",
      { kind: "log-ratio", source: { kind: "vercel", service: "shop" }, part: {}, whole: [{}], minimum: 9 },
      5,
      10,
    ],
    [
      "a share of less than one",
      { kind: "log-ratio", source: { kind: "vercel", service: "shop" }, part: {}, whole: [{}], minimum: 9 },
      0.25,
      1000,
    ],
    ["a count", undefined, 3, null],
  ])("rounds %s", (_, signal, critical, scale) => {
    const own = definition({ ...(signal === undefined ? {} : { signal }), condition: threshold({ critical }) });
    const monitor = compile([own], [everybody], stack).find(({ kind }) => kind === "monitor");
    const rounded = scale === null ? '{{eval "round(value)"}}' : `{{eval "round(value*${scale})/${scale}"}}`;
    expect(monitor?.body.message).toContain(`[PAGE] ${rounded} `);
  });

  it("keeps names within what the vendors take", () => {
    for (const { kind, body } of project.resources) {
      if (kind === "detector") expect(String(body.name).length).toBeLessThanOrEqual(200);
      if (kind === "workflow") expect(String(body.name).length).toBeLessThanOrEqual(256);
    }
  });
});

const told = (beginning: string) => [
  { type: "email", config: { targetType: "user", targetIdentifier: "7" } },
  {
    ...{ type: "slack", integrationId: "55", config: { targetDisplay: "#alerts-local" } },
    data: { notes: expect.stringMatching(new RegExp(`^${beginning.replace(/[[\]]/g, "\\$&")}`)) },
  },
];

describe("routes", () => {
  it("tells Slack and mail in Sentry, and says when it is over", () => {
    const workflow = project.resources.find((r) => r.name === "web-api/high-error-rate/workflow");
    expect(workflow?.body).toMatchObject({
      triggers: { conditions: expect.arrayContaining([expect.objectContaining({ type: "issue_resolved_trigger" })]) },
      actionFilters: [
        { logicType: "none", conditions: [{ type: "issue_priority_deescalating" }], actions: told("[PAGE] Limit: ") },
        { logicType: "all", conditions: [{ type: "issue_priority_deescalating" }], actions: told("Recovered: ") },
      ],
    });
  });

  it("adds a pager where a route has one", () => {
    const route = { ...everybody, pager: ["webhook-pager"] };
    const production = { ...stack, allowDrills: false };
    const [, drilled] = compile([definition()], [route], stack);
    expect(String(drilled?.body.message)).not.toContain("@webhook-pager");
    const [, monitor] = compile([definition()], [route], production);
    expect(String(monitor?.body.message)).toContain("@webhook-pager");
    const warning = definition({ condition: threshold({ warning: 10 }) });
    const [, warned] = compile([warning], [route], production);
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
