/** A drill made visible: a table that is drawn over itself on a terminal, and a few lines elsewhere. Goes to stderr. */
import { createColors } from "picocolors";
import type { LiveTable } from "../app/drill.ts";
import { liveTable, type Row } from "../drill/render.ts";
import type { Screen } from "../shared/progress.ts";

/** Milliseconds between two drawings. */
const pace = 100;

export function drillTable(definitions: readonly string[], stream: Screen = process.stderr): LiveTable {
  const terminal = stream.isTTY === true && process.env.CI === undefined;
  const rows = new Map<string, Row>(
    definitions.map((definition) => [definition, { definition, level: "none", doing: "", done: false }]),
  );
  return terminal ? onTerminal(rows, stream) : asLines(rows, stream);
}

function onTerminal(rows: Map<string, Row>, stream: Screen): LiveTable {
  const colors = createColors(process.env.NO_COLOR === undefined);
  let drawn = 0;
  let at = 0;
  const wipe = () => {
    if (drawn > 0) stream.write(`\u001b[${drawn}A\u001b[J`);
    drawn = 0;
  };
  const draw = () => {
    if (performance.now() - at < pace) return;
    at = performance.now();
    wipe();
    const lines = liveTable([...rows.values()], stream.columns ?? 80, (stream.rows ?? 24) - 1, colors);
    stream.write(`${lines.join("\n")}\n`);
    drawn = lines.length;
  };
  return {
    update(definition, level, doing) {
      rows.set(definition, { definition, level, doing, done: false });
      draw();
    },
    finish(definition, level) {
      rows.set(definition, { definition, level, doing: "", done: true });
      draw();
    },
    clear: wipe,
  };
}

/** Only what is news: each definition that did not recover, and from time to time how many are done. */
function asLines(rows: Map<string, Row>, stream: Screen): LiveTable {
  const batch = Math.max(1, Math.ceil(rows.size / 8));
  return {
    update(definition, level, doing) {
      rows.set(definition, { definition, level, doing, done: false });
    },
    finish(definition, level) {
      rows.set(definition, { definition, level, doing: "", done: true });
      const done = [...rows.values()].filter((row) => row.done).length;
      if (level !== "recovered") stream.write(`${definition}: done, ${level}\n`);
      if (done % batch === 0 || done === rows.size) stream.write(`${done} of ${rows.size} drilled\n`);
    },
    clear() {},
  };
}

/** Says nothing: for `--json` in scripts. */
export const noTable: LiveTable = { update: () => {}, finish: () => {}, clear: () => {} };
