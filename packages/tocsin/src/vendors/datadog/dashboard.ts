import { type Dashboard, definitionsOf } from "../../model/dashboard.ts";
import type { Definition } from "../../model/definition.ts";
import type { JsonObject, Resource } from "../../model/resource.ts";
import { hasMonitor } from "../../model/signals/facts.ts";
import type { StackConfig } from "../../model/stack.ts";
import { managedBy } from "../context.ts";
import { consoleLinks, definitionLinks, type Link } from "../links.ts";
import { limitText, runbookUrl } from "../message.ts";
import { graphWidget } from "./graph.ts";
import { searchWithin } from "./query.ts";

/** Columns of Datadog's grid. */
const columns = 12;

/** A widget with the size that it wants. */
interface Tile {
  definition: JsonObject;
  width: number;
  height: number;
}

/**
 * `POST /api/v1/dashboard` for each surface. Datadog's dashboards take no tags but `team:`, so the description's last line
 * says whose they are, and the title which stack's. Widgets need no ids of other objects: state is shown by tag.
 */
export function compileDashboards(
  dashboards: readonly Dashboard[],
  definitions: readonly Definition[],
  stack: StackConfig,
): Resource[] {
  const homes = definitionsOf(dashboards, definitions);
  const surfaces = [...dashboards].sort((a, b) => a.rank - b.rank);
  return surfaces.map((dashboard) => {
    const own = homes.get(dashboard.id) ?? [];
    const groups = dashboard.overview
      ? [...overviewGroups(surfaces, homes, stack), ...surfaceGroups(dashboard, own, stack)]
      : surfaceGroups(dashboard, own, stack);
    return {
      vendor: "datadog",
      kind: "dashboard",
      name: `${dashboard.id}/dashboard`,
      definition: dashboard.id,
      parent: {},
      body: {
        title: dashboardTitle(dashboard, stack),
        description: `${dashboard.about} Made from the alert definitions: change those.\ntocsin:${dashboard.id}`,
        layout_type: "ordered",
        reflow_type: "fixed",
        notify_list: [],
        template_variables: [],
        widgets: stacked(groups),
      },
      refs: [],
    };
  });
}

const dashboardTitle = ({ title }: Dashboard, stack: StackConfig): string => `[${stack.name}] ${title}`;

/** What a surface shows, top down: state, graphs, what Datadog cannot graph, its log searches, its consoles. */
function surfaceGroups(dashboard: Dashboard, own: readonly Definition[], stack: StackConfig): Tile[] {
  const graphs: Tile[] = [];
  const notes: Tile[] = [];
  for (const definition of own) {
    const graph = graphWidget(definition, stack, runbookUrl(definition, stack));
    if (graph !== null) graphs.push({ definition: graph, width: 6, height: 3 });
    else notes.push({ definition: note(definitionText(definition, stack)), width: 4, height: 3 });
  }
  const searches = dashboard.searches.map(
    ({ title, source, query }): Tile => ({
      definition: logStream(title, searchWithin(source, query, stack)),
      width: 12,
      height: 4,
    }),
  );
  const links = dashboard.consoles.flatMap((vendor) => consoleLinks(stack, vendor, dashboard.services));
  return [
    ...group("State", status(`Alerts of ${dashboard.title}`, own, stack)),
    ...group("What the alerts see", graphs),
    ...group("What has no graph", notes),
    ...group("Log searches", searches),
    ...group("Consoles", links.length === 0 ? [] : [{ definition: note(linkList(links)), width: 12, height: 3 }]),
  ];
}

/** The state of every surface side by side, then what it promises. */
function overviewGroups(
  surfaces: readonly Dashboard[],
  homes: ReadonlyMap<string, readonly Definition[]>,
  stack: StackConfig,
): Tile[] {
  const states = surfaces
    .filter(({ overview }) => !overview)
    .flatMap((surface): Tile[] => {
      const own = homes.get(surface.id) ?? [];
      const elsewhere = own.filter((definition) => !hasMonitor(definition.signal));
      return [
        ...status(surface.title, own, stack).map((tile) => ({ ...tile, width: 6 })),
        ...(elsewhere.length === 0
          ? []
          : [{ definition: note(elsewhereText(surface, elsewhere, stack)), width: 6, height: 3 }]),
      ];
    });
  const promises: Tile = {
    definition: {
      type: "slo_list",
      title: "Objectives",
      requests: [{ request_type: "slo_list", query: { query_string: `env:${stack.name} ${managedBy}`, limit: 20 } }],
    },
    width: 12,
    height: 3,
  };
  return [...group("State by surface", states), ...group("Objectives", [promises])];
}

/** The monitors of some definitions with their state, found by our tags; nothing where none has a monitor. */
function status(title: string, definitions: readonly Definition[], stack: StackConfig): Tile[] {
  const ids = definitions.filter(({ signal }) => hasMonitor(signal)).map(({ id }) => `"tocsin-id:${id}"`);
  if (ids.length === 0) return [];
  const tile = {
    definition: {
      type: "manage_status",
      title,
      summary_type: "monitors",
      display_format: "countsAndList",
      color_preference: "text",
      hide_zero_counts: true,
      show_last_triggered: true,
      show_priority: true,
      sort: "status,asc",
      query: `tag:"env:${stack.name}" tag:(${ids.join(" OR ")})`,
    },
    width: columns,
    height: 3,
  };
  return [tile];
}

function logStream(title: string, query: string): JsonObject {
  const column = (field: string) => ({ field, width: "auto" });
  return {
    type: "list_stream",
    title,
    requests: [
      {
        response_format: "event_list",
        query: { data_source: "logs_stream", query_string: query, indexes: [] },
        columns: [column("status_line"), column("timestamp"), column("service"), column("content")],
      },
    ],
  };
}

const note = (content: string): JsonObject => ({
  type: "note",
  content,
  background_color: "white",
  font_size: "14",
  text_align: "left",
  vertical_align: "top",
  show_tick: false,
  has_padding: true,
});

/** What a definition that Datadog cannot graph says, with the pages that show what it watches. */
function definitionText(definition: Definition, stack: StackConfig): string {
  const links = [...definitionLinks(definition, stack), { title: "Runbook", url: runbookUrl(definition, stack) }];
  return [
    `**${plain(definition.title)}** (${definition.id})`,
    `Fires: ${plain(limitText(definition))}.`,
    links.map(markdown).join(" | "),
  ].join("\n\n");
}

function elsewhereText({ title }: Dashboard, definitions: readonly Definition[], stack: StackConfig): string {
  const lines = definitions.map((definition) => {
    const links = definitionLinks(definition, stack).map(markdown).join(", ");
    return `- ${plain(definition.title)} (${definition.id})${links === "" ? "" : `: ${links}`}`;
  });
  return [`**${plain(title)}: watched elsewhere**`, lines.join("\n")].join("\n\n");
}

const linkList = (links: readonly Link[]): string => links.map((link) => `- ${markdown(link)}`).join("\n");

const markdown = ({ title, url }: Link): string => `[${plain(title)}](${url.replace(/[()]/g, encodeURIComponent)})`;

/** Text of a definition is no Markdown. */
const plain = (text: string): string => text.replace(/[\\`*_[\]<>]/g, "\\$&");

/** A group over the whole width, its tiles in rows; none without tiles. */
function group(title: string, tiles: readonly Tile[]): Tile[] {
  if (tiles.length === 0) return [];
  let [x, y, tallest] = [0, 0, 0];
  const widgets = tiles.map(({ definition, width, height }): JsonObject => {
    if (x + width > columns) [x, y, tallest] = [0, y + tallest, 0];
    const layout = { x, y, width, height };
    x += width;
    tallest = Math.max(tallest, height);
    return { definition, layout };
  });
  const definition = { type: "group", title, layout_type: "ordered", show_title: true, widgets };
  // A group has a line of its own above what it holds.
  return [{ definition, width: columns, height: y + tallest + 1 }];
}

/** Groups one below the other. */
function stacked(groups: readonly Tile[]): JsonObject[] {
  let y = 0;
  return groups.map(({ definition, width, height }) => {
    const layout = { x: 0, y, width, height };
    y += height;
    return { definition, layout };
  });
}
