/**
 * Layers of a graph without circles, for drawing: whatever a node needs is below it.
 *
 * @typedef {Readonly<Record<string, readonly string[]>>} Graph a node, and the nodes that it needs
 * @typedef {{name: string | null, x: number, width: number}} Place of a node in its row; without a name: an arrow passes here
 * @typedef {{from: string, to: string, through: {row: number, index: number}[]}} Arrow with the places from its start to its end
 * @typedef {{rows: Place[][], arrows: Arrow[], width: number}} Layout row 0 is the lowest; x is a middle
 */

/**
 * The graph without the arrows that follow from others: where a needs b and b needs c, that a needs c adds nothing to see.
 * @param {Graph} graph
 * @returns {Graph}
 */
export function reduced(graph) {
  /** @param {string} from @param {string} to @returns {boolean} */
  const reaches = (from, to) => (graph[from] ?? []).some((next) => next === to || reaches(next, to));
  return Object.fromEntries(
    Object.entries(graph).map(([name, needs]) => [
      name,
      needs.filter((to) => !needs.some((other) => other !== to && reaches(other, to))),
    ]),
  );
}

/**
 * How far above the ground each node is: one more than the highest that it needs.
 * @param {Graph} graph
 * @returns {Map<string, number>}
 */
function ranksOf(graph) {
  /** @type {Map<string, number>} */
  const ranks = new Map();
  /** @param {string} name @returns {number} */
  const rankOf = (name) => {
    const known = ranks.get(name);
    if (known !== undefined) return known;
    const rank = 1 + Math.max(-1, ...(graph[name] ?? []).map(rankOf));
    ranks.set(name, rank);
    return rank;
  };
  for (const name of Object.keys(graph)) rankOf(name);
  return ranks;
}

const gap = 24;
const passWidth = 6;
const sweeps = 40;

/**
 * @param {Graph} graph without circles
 * @param {(name: string) => number} widthOf
 * @returns {Layout}
 */
export function layout(graph, widthOf) {
  const ranks = ranksOf(graph);
  const rankOf = (/** @type {string} */ name) => ranks.get(name) ?? 0;
  /** @type {{name: string | null, x: number, width: number, up: number[], down: number[]}[]} */
  const nodes = [];
  /** @type {number[][]} */
  const rows = Array.from({ length: 1 + Math.max(...ranks.values()) }, () => []);
  const add = (/** @type {string | null} */ name, /** @type {number} */ rank) => {
    nodes.push({ name, x: 0, width: name === null ? passWidth : widthOf(name), up: [], down: [] });
    rows[rank]?.push(nodes.length - 1);
    return nodes.length - 1;
  };
  const ids = new Map(Object.keys(graph).map((name) => [name, add(name, rankOf(name))]));
  const idOf = (/** @type {string} */ name) => ids.get(name) ?? 0;
  const nodeAt = (/** @type {number} */ id) => /** @type {(typeof nodes)[number]} */ (nodes[id]);

  const chains = Object.entries(graph).flatMap(([from, needs]) =>
    needs.map((to) => {
      const chain = [idOf(from)];
      for (let rank = rankOf(from) - 1; rank > rankOf(to); rank--) chain.push(add(null, rank));
      chain.push(idOf(to));
      for (const [index, id] of chain.entries()) {
        const next = chain[index + 1];
        if (next === undefined) continue;
        nodeAt(id).down.push(next);
        nodeAt(next).up.push(id);
      }
      return { from, to, chain };
    }),
  );

  order(rows, nodeAt);
  spread(rows, nodeAt);
  const left = Math.min(...nodes.map(({ x, width }) => x - width / 2));
  const right = Math.max(...nodes.map(({ x, width }) => x + width / 2));
  const place = new Map(rows.flatMap((row, rank) => row.map((id, index) => [id, { row: rank, index }])));
  return {
    rows: rows.map((row) =>
      row.map((id) => {
        const { name, x, width } = nodeAt(id);
        return { name, x: Math.round(x - left), width };
      }),
    ),
    arrows: chains.map(({ from, to, chain }) => ({
      from,
      to,
      through: chain.map((id) => place.get(id) ?? { row: 0, index: 0 }),
    })),
    width: Math.ceil(right - left),
  };
}

/** @typedef {(id: number) => {x: number, width: number, up: number[], down: number[]}} NodeAt */

/**
 * Orders each row so that few arrows cross: each node to the middle of those it is bound to, row by row, down and up again.
 * @param {number[][]} rows
 * @param {NodeAt} nodeAt
 */
function order(rows, nodeAt) {
  let best = rows.map((row) => [...row]);
  let fewest = crossings(rows, nodeAt);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    const side = sweep % 2 === 0 ? "down" : "up";
    for (const row of side === "down" ? rows : [...rows].reverse()) {
      const indexes = new Map(rows.flatMap((one) => one.map((id, index) => [id, index])));
      const middles = new Map(
        row.map((id, index) => {
          const bound = nodeAt(id)[side];
          return [id, bound.length === 0 ? index : mean(bound.map((other) => indexes.get(other) ?? 0))];
        }),
      );
      row.sort((a, b) => (middles.get(a) ?? 0) - (middles.get(b) ?? 0));
    }
    const now = crossings(rows, nodeAt);
    if (now < fewest) [best, fewest] = [rows.map((row) => [...row]), now];
  }
  for (const [rank, row] of best.entries()) rows[rank]?.splice(0, row.length, ...row);
}

/**
 * @param {number[][]} rows
 * @param {NodeAt} nodeAt
 */
function crossings(rows, nodeAt) {
  const indexes = new Map(rows.flatMap((row) => row.map((id, index) => [id, index])));
  const at = (/** @type {number} */ id) => indexes.get(id) ?? 0;
  return rows
    .map((row) => {
      const pairs = row.flatMap((id) => nodeAt(id).down.map((other) => [at(id), at(other)]));
      return pairs.flatMap(([a = 0, b = 0], index) =>
        pairs.slice(index + 1).filter(([c = 0, d = 0]) => (a - c) * (b - d) < 0),
      ).length;
    })
    .reduce((sum, count) => sum + count, 0);
}

/**
 * Gives each node its place in the row: near to what it is bound to, and clear of its neighbours.
 * @param {number[][]} rows
 * @param {NodeAt} nodeAt
 */
function spread(rows, nodeAt) {
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const row of sweep % 2 === 0 ? rows : [...rows].reverse()) {
      const wished = row.map((id) => {
        const bound = [...nodeAt(id).up, ...nodeAt(id).down];
        return bound.length === 0 ? nodeAt(id).x : mean(bound.map((other) => nodeAt(other).x));
      });
      const apart = (/** @type {number} */ a, /** @type {number} */ b) =>
        (nodeAt(row[a] ?? 0).width + nodeAt(row[b] ?? 0).width) / 2 + gap;
      const pushed = [...wished];
      for (let i = 1; i < row.length; i++) pushed[i] = Math.max(pushed[i] ?? 0, (pushed[i - 1] ?? 0) + apart(i - 1, i));
      const pulled = [...wished];
      for (let i = row.length - 2; i >= 0; i--)
        pulled[i] = Math.min(pulled[i] ?? 0, (pulled[i + 1] ?? 0) - apart(i, i + 1));
      // Each of the two keeps the distances, and so does what lies between them.
      for (const [i, id] of row.entries()) nodeAt(id).x = ((pushed[i] ?? 0) + (pulled[i] ?? 0)) / 2;
    }
  }
}

/** @param {readonly number[]} numbers */
const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
