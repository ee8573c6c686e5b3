import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { dashboardSchema } from "../../../src/model/dashboard.ts";
import type { Project } from "../../../src/model/project.ts";
import type { Json, JsonObject } from "../../../src/model/resource.ts";
import { loadProject } from "../../../src/project/project.ts";
import { compile } from "../../../src/vendors/compile.ts";
import { definition, everybody, stack, threshold } from "../../support/definitions.ts";

const widget = z.object({
  definition: z.looseObject({ type: z.string(), title: z.string().optional(), content: z.string().optional() }),
  layout: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
});
const group = z.object({
  definition: z.object({ title: z.string(), widgets: z.array(widget) }),
  layout: widget.shape.layout,
});

const widgetsOf = (body: JsonObject) =>
  z
    .array(group)
    .parse(body.widgets)
    .flatMap(({ definition: inside }) => inside.widgets);

const surface = (changes: Record<string, unknown>) =>
  dashboardSchema.parse({
    id: "dashboards/shop",
    source: ["monitoring 2.1"],
    title: "Shop",
    about: "The shop.",
    rank: 1,
    shows: [{ services: ["shop"] }],
    ...changes,
  });
const overview = surface({ id: "dashboards/overview", title: "Overview", rank: 0, overview: true, shows: [] });

function shopWidgets(changes: Parameters<typeof definition>[0] = {}) {
  const boards = { dashboards: [overview, surface({})], objectives: [] };
  const body = compile([definition(changes)], [everybody], stack, [], boards).find(
    ({ definition: id }) => id === "dashboards/shop",
  )?.body;
  return widgetsOf(body ?? {});
}

describe("the dashboards of this checkout", () => {
  let project: Project;
  let boards: { id: string; body: JsonObject }[];
  beforeAll(async () => {
    project = await loadProject(process.cwd(), "local");
    boards = project.resources.flatMap(({ kind, definition: id, body }) =>
      kind === "dashboard" ? [{ id: id ?? "", body }] : [],
    );
  });
  const names = (text: Json, id: string) => new RegExp(`\\(${id}\\)`).test(JSON.stringify(text));

  it("show every definition once, on its surface, and its state on the overview", () => {
    for (const { id } of project.definitions) {
      const on = boards.filter(({ body }) =>
        widgetsOf(body).some(({ definition: { type, title, content } }) =>
          type === "timeseries" ? names(title ?? "", id) : type === "note" && names(content?.split("\n")[0] ?? "", id),
        ),
      );
      const status = boards.filter(({ body }) => JSON.stringify(body).includes(`\\"tocsin-id:${id}\\"`));
      // A synthetic test is shown by its state, and said in words.
      expect(
        on.map((board) => board.id).filter((board) => board !== "dashboards/overview"),
        id,
      ).toHaveLength(1);
      const elsewhere = boards.find((board) => board.id === "dashboards/overview");
      expect(status.length === 2 || names(elsewhere?.body ?? null, id), id).toBe(true);
    }
  });

  it("leave nothing to the overview that no surface claims", () => {
    const all = boards.find(({ id }) => id === "dashboards/overview");
    expect(JSON.stringify(all?.body)).not.toContain('"timeseries"');
  });

  it("lie on the grid without overlapping", () => {
    for (const { id, body } of boards) {
      for (const inside of [z.array(group).parse(body.widgets), ...groupsOf(body)]) {
        const taken = new Set<string>();
        for (const { layout } of inside) {
          expect(layout.x + layout.width, id).toBeLessThanOrEqual(12);
          for (let x = layout.x; x < layout.x + layout.width; x++) {
            for (let y = layout.y; y < layout.y + layout.height; y++) {
              expect(taken.has(`${x} ${y}`), `${id} ${x} ${y}`).toBe(false);
              taken.add(`${x} ${y}`);
            }
          }
        }
      }
    }
  });

  const groupsOf = (body: JsonObject) =>
    z
      .array(group)
      .parse(body.widgets)
      .map((one) => one.definition.widgets);

  it("hold the second playbook's searches word for word", () => {
    const tips = JSON.stringify(boards.find(({ id }) => id === "dashboards/tips")?.body);
    for (const query of [
      '"[cleanup-photos]" OR "[upload] Failed to clean up"',
      '"[capture-tip]" event_type',
      '"Race condition detected"',
      '"[social-links] Idempotency"',
      '"Failed to process user.created" OR "Failed to sync username"',
    ]) {
      expect(tips).toContain(JSON.stringify(`source:vercel @environment:production service:tips (${query})`));
    }
  });

  it("say nowhere what is secret, and carry no tag that Datadog refuses", () => {
    for (const { body } of boards) {
      expect(JSON.stringify(body)).not.toContain("secret:");
      expect(body.tags).toBeUndefined();
      expect(body.description).toMatch(/\ntocsin:dashboards\/[a-z-]+$/);
      expect(body.title).toMatch(/^\[local\] /);
    }
  });
});

describe("the graph of a definition", () => {
  it("reads what its monitor reads, in steps of its window, with both thresholds drawn in", () => {
    const [, graph] = shopWidgets({ condition: threshold({ critical: 50, warning: 10, window: 300 }) });
    expect(graph?.definition).toMatchObject({
      type: "timeseries",
      title: "Errors in the shop (shop/errors)",
      requests: [
        {
          queries: [
            {
              data_source: "logs",
              search: { query: 'source:vercel @environment:production service:shop-staging "it broke"' },
              compute: { aggregation: "count", interval: 300_000 },
            },
          ],
          display_type: "bars",
        },
      ],
      markers: [
        { value: "y = 10", display_type: "warning dashed" },
        { value: "y = 50", display_type: "error dashed" },
      ],
      custom_links: [{ link: "https://example.com/runbooks/shop.md#shoperrors" }],
    });
  });

  it("draws a metric's arithmetic with the stack's limits", () => {
    const signal = {
      kind: "metric",
      source: "supabase",
      expression: "100 * open / limit:connectionPool",
      series: { open: { metric: "a.b", aggregate: "sum", as: "rate" } },
      groupBy: ["host"],
      unit: "%",
      interval: 60,
    };
    const [, graph] = shopWidgets({ signal, condition: threshold({ noData: "ok" }) });
    expect(graph?.definition.requests).toMatchObject([
      {
        queries: [
          { data_source: "metrics", name: "open", query: "sum:a.b{supabase_project_ref:ref} by {host}.as_rate()" },
        ],
        formulas: [{ formula: "100 * open / 60" }],
      },
    ]);
  });

  it("is words and a way there for what Datadog does not see", () => {
    const signal = { kind: "sentry-errors", project: "web", tags: { service: ["api", "apps/web"] } };
    const [only, ...more] = shopWidgets({ signal, title: "Errors [of] *all*" });
    expect(more).toEqual([]);
    expect(only?.definition.content).toContain("**Errors \\[of\\] \\*all\\*** (shop/errors)");
    expect(only?.definition.content).toContain(
      "https://acme.sentry.io/issues/?environment=staging&query=project%3Ashop-web+service%3A%5Bapi%2C+apps%2Fweb%5D",
    );
  });
});

describe("which surface a definition belongs to", () => {
  it("is the first by rank that claims it, or else the overview", () => {
    const dashboards = [surface({ id: "dashboards/late", rank: 5 }), surface({ rank: 2 }), overview];
    const resources = compile(
      [definition(), definition({ id: "other/one", service: "other" })],
      [everybody],
      stack,
      [],
      {
        dashboards,
        objectives: [],
      },
    );
    const graphs = (id: string) =>
      widgetsOf(resources.find((one) => one.definition === id)?.body ?? {})
        .filter(({ definition: { type } }) => type === "timeseries")
        .map(({ definition: { title } }) => title);
    expect(graphs("dashboards/shop")).toEqual(["Errors in the shop (shop/errors)"]);
    expect(graphs("dashboards/late")).toEqual([]);
    expect(graphs("dashboards/overview")).toEqual(["Errors in the shop (other/one)"]);
  });
});
