import { expect, test } from "vitest";
import { previewText } from "../../src/app/run-text.ts";
import type { RunResult } from "../../src/engine/engine.ts";
import { importOpen, stillToImport } from "../../src/project/imported.ts";

const step = (op: RunResult["steps"][number]["op"], name: string, changed: string[] = []) => ({
  ...{ op, name, urn: `urn:${name}`, type: "datadog:index/monitorJson:MonitorJson", id: null, changed },
});
const run = (steps: RunResult["steps"]): RunResult => ({ changed: true, durationMs: 1500, steps, drifted: [] });

test("a preview names what the update imports, a line each, and says what importing does", () => {
  expect(previewText(run([step("import", "web/errors/monitor"), step("update", "web/slow/monitor", ["query"])]))).toBe(
    `  = web/errors/monitor: import
  ~ web/slow/monitor: update (query)
1 to update, 1 to import (1.5 s).
To import: resources that exist, by the ids in imported.yaml. Only what differs from the code is written, such as identity.`,
  );
  expect(previewText(run([step("create", "web/errors/monitor")]))).toBe(
    "  + web/errors/monitor: create\n1 to create (1.5 s).",
  );
});

test("hundreds of imports are one line that can be read", async () => {
  const ids = new Map(Array.from({ length: 262 }, (_, at) => [`web/n${at}/monitor`, String(at)]));
  const known = new Map<string, string>();
  const engine = {
    known: async () => known,
    importInto: async (open: ReadonlyMap<string, string>) => {
      for (const [name, id] of open) known.set(name, id);
    },
  };
  expect(await stillToImport(engine, ids)).toEqual(new Set(ids.keys()));
  expect(await importOpen(engine, ids)).toBe(
    "Imported, as imported.yaml says: web/n0/monitor, web/n1/monitor, web/n2/monitor and 259 more.",
  );
  expect(await stillToImport(engine, ids)).toEqual(new Set());
  expect(await importOpen(engine, ids)).toBeNull();
});
