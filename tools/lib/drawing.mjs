/** The drawing of docs/explanation/architecture.md: packages and rooms as `rooms.mjs` lists them, an arrow to whatever each may import. */
import { layout, reduced } from "./layers.mjs";
import { cores, engineRooms, packageArrows, toolArrows } from "./rooms.mjs";

const height = 34;
const rowStep = 84;
const margin = 28;
const heading = 58;
const between = 70;

/** Names as people know them; a folder of `packages/`, or a room, is its own. */
const titles = /** @type {Record<string, string>} */ ({ top: "the team's project" });
const titleOf = (/** @type {string} */ name) => titles[name] ?? name;
const widthOf = (/** @type {string} */ name) => Math.max(78, Math.round(titleOf(name).length * 8.1) + 26);

/** @param {string} name @returns {string} classes of a box */
function classOf(name) {
  const kind = cores.includes(name) ? "core" : name in packageArrows ? "package" : "room";
  return engineRooms.includes(name) ? `${kind} engine` : kind;
}

/**
 * One graph, its upper left corner at x and y.
 * @param {string} title
 * @param {import("./layers.mjs").Graph} graph
 * @param {number} x
 */
function panel(title, graph, x) {
  const { rows, arrows, width } = layout(reduced(graph), widthOf);
  const yOf = (/** @type {number} */ row) => heading + (rows.length - 1 - row) * rowStep;
  const placeOf = (/** @type {{row: number, index: number}} */ { row, index }) => ({
    x: x + (rows[row]?.[index]?.x ?? 0),
    y: yOf(row),
  });
  /** Arrows of one box leave it, and reach it, side by side. @param {string} name @param {"from" | "to"} end */
  const fan = (name, end) => {
    const own = arrows.filter((arrow) => arrow[end] === name);
    const toward = (/** @type {(typeof arrows)[number]} */ { through }) =>
      placeOf(through.at(end === "from" ? 1 : -2) ?? { row: 0, index: 0 }).x;
    own.sort((a, b) => toward(a) - toward(b));
    const step = Math.min(13, (widthOf(name) - 24) / Math.max(1, own.length - 1));
    return (/** @type {(typeof arrows)[number]} */ arrow) => (own.indexOf(arrow) - (own.length - 1) / 2) * step;
  };
  const lines = arrows.map((arrow) => {
    const points = arrow.through.map(placeOf);
    const shifts = points.map((_, index) =>
      index === 0 ? fan(arrow.from, "from")(arrow) : index === points.length - 1 ? fan(arrow.to, "to")(arrow) : 0,
    );
    const [start, ...rest] = points.map((point, index) => ({
      ...point,
      x: Math.round(point.x + (shifts[index] ?? 0)),
    }));
    if (start === undefined) return "";
    let [fromX, fromY] = [start.x, start.y + height];
    let path = `M${fromX} ${fromY}`;
    for (const [index, { x: toX, y: toY }] of rest.entries()) {
      const isLast = index === rest.length - 1;
      // Room for the head of the arrow.
      const end = isLast ? toY - 2 : toY;
      const bend = Math.round((end - fromY) / 2);
      path += `C${fromX} ${fromY + bend} ${toX} ${end - bend} ${toX} ${end}`;
      if (!isLast) path += `V${toY + height}`;
      [fromX, fromY] = [toX, toY + height];
    }
    return `<path d="${path}"><title>${titleOf(arrow.from)} may import ${titleOf(arrow.to)}</title></path>`;
  });
  const boxes = rows.flatMap((row, rank) =>
    row.flatMap(({ name, x: middle, width: wide }) =>
      name === null
        ? []
        : [
            `<g class="${classOf(name)}"><rect x="${x + middle - wide / 2}" y="${yOf(rank)}" width="${wide}" height="${height}" rx="6"/>` +
              `<text x="${x + middle}" y="${yOf(rank) + 22}">${titleOf(name)}</text></g>`,
          ],
    ),
  );
  const head = `<text class="head" x="${x}" y="${heading - 28}">${title}</text>`;
  return { svg: [head, '<g class="arrows">', ...lines, "</g>", ...boxes], width, bottom: yOf(0) + height };
}

const style = `
  .paper { fill: #ffffff; } text { font: 14px ui-sans-serif, system-ui, sans-serif; fill: #1f2328; text-anchor: middle; }
  .head { font-weight: 600; text-anchor: start; } .note { font-size: 13px; text-anchor: start; fill: #59636e; }
  .tip { fill: #6e7781; } .arrows path { fill: none; stroke: #6e7781; stroke-width: 1.4; marker-end: url(#head); }
  rect { stroke-width: 1.4; } .room rect, .package rect { fill: #f6f8fa; stroke: #8c959f; } .core rect { fill: #ddf4ff; stroke: #218bff; }
  .engine rect { stroke-dasharray: 5 3; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117; } text { fill: #f0f6fc; } .note { fill: #9198a1; }
    .tip { fill: #9198a1; } .arrows path { stroke: #9198a1; }
    .room rect, .package rect { fill: #212830; stroke: #656c76; } .core rect { fill: #10304f; stroke: #4493f8; }
  }`;

/**
 * The whole drawing.
 * @returns {string} an SVG
 */
export function drawing() {
  const left = panel("Packages", packageArrows, margin);
  const right = panel("Rooms of packages/tocsin/src", toolArrows, margin + left.width + between);
  const width = margin + left.width + between + right.width + margin;
  const bottom = Math.max(left.bottom, right.bottom);
  const notes = [
    ["core", "a pure core: data in, data out"],
    ["room engine", "may use the engine's packages"],
  ].map(
    ([kind, text], index) =>
      `<g class="${kind}"><rect x="${margin}" y="${bottom - 60 + index * 34}" width="30" height="20" rx="4"/>` +
      `<text class="note" x="${margin + 40}" y="${bottom - 45 + index * 34}">${text}</text></g>`,
  );
  const label =
    "An arrow leads to what may be imported. Where a longer way leads there too, it is left out; tools/lib/rooms.mjs has them all.";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 48}" width="${width}" height="${bottom + 48}" role="img">`,
    "<title>Packages and rooms of tocsin, and what each may import</title>",
    `<style>${style}\n</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0L8 4L0 8Z"/></marker></defs>',
    `<rect class="paper" width="${width}" height="${bottom + 48}"/>`,
    ...left.svg,
    ...right.svg,
    ...notes,
    `<text class="note" x="${margin}" y="${bottom + 28}">${label}</text>`,
    "</svg>",
    "",
  ].join("\n");
}
