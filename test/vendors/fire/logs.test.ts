import { beforeAll, describe, expect, it } from "vitest";
import { loadProject } from "../../../src/cli/project.ts";
import type { Project } from "../../../src/model/project.ts";
import {
  lineFor,
  logCountInjection,
  logEntry,
  logMeasureInjection,
  logRatioInjection,
  matchesFilter,
  withNumber,
} from "../../../src/vendors/datadog/fire-logs.ts";

let project: Project;
beforeAll(async () => {
  project = await loadProject(process.cwd(), "local");
});

function find(id: string) {
  const definition = project.definitions.find((one) => one.id === id);
  if (definition?.condition.kind !== "threshold") throw new Error(id);
  return { definition, signal: definition.signal, condition: definition.condition };
}

describe("log lines", () => {
  it("are one more than the limit, and each phrase takes its turn", () => {
    const { signal, condition } = find("tips/blob-deletion-failures");
    if (signal.kind !== "log-count") throw new Error("kind");
    const { lines } = logCountInjection(signal, condition);
    expect(lines).toHaveLength(51);
    expect(new Set(lines.map(({ message }) => message))).toEqual(new Set(signal.filter.phrases));
  });

  it("match the filter that they are made from", () => {
    for (const { signal } of project.definitions) {
      if (signal.kind !== "log-count" && signal.kind !== "log-measure") continue;
      for (const n of [0, 1, 2])
        expect(matchesFilter(lineFor(signal.source, signal.filter, n), signal.filter)).toBe(true);
    }
  });

  it("of a share are beyond its minimum and its limit, with as many healthy ones beside them", () => {
    for (const id of ["web-api/5xx-rate", "tips/webhook-duplicates"]) {
      const { signal, condition } = find(id);
      if (signal.kind !== "log-ratio") throw new Error("kind");
      const { lines } = logRatioInjection(signal, condition);
      expect(lines.length).toBeGreaterThan(signal.minimum);
      expect((100 * lines.length) / (lines.length + signal.minimum)).toBeGreaterThan(condition.critical);
    }
  });

  it("of a measure hold the number where the rule reads it", () => {
    const { definition, signal, condition } = find("tips/orphaned-photos");
    if (signal.kind !== "log-measure") throw new Error("kind");
    expect(logMeasureInjection(definition, signal, condition).lines.map(({ message }) => message)).toEqual([
      "[cleanup-photos] Deleted 201 orphaned records",
    ]);
  });

  it("of a rule that does not fit its sample are refused", () => {
    expect(withNumber("r took %{integer:x} ms", "took long", 5)).toBeNull();
    expect(withNumber("r no number here", "no number here", 5)).toBeNull();
    expect(withNumber("r took %{number:x} ms.*", "took 1.5 ms in all", 7)).toBe("took 7 ms in all");
  });

  it("look as the integrations write them, with a request of their own and the drill's mark", () => {
    const { signal } = find("tips/clerk-webhook-500s");
    if (signal.kind !== "log-count") throw new Error("kind");
    expect(logEntry(lineFor(signal.source, signal.filter), project.stack, "d1-x", "request-1")).toEqual({
      message: "GET /api/clerk/webhook 500",
      ddsource: "vercel",
      service: "tips",
      ddtags: "env:production",
      source: "lambda",
      proxy: { host: "tips.example", method: "GET", path: "/api/clerk/webhook", statusCode: 500 },
      vercel: { requestId: "request-1" },
      tocsin_drill: "d1-x",
    });
    const slow = find("database/slow-queries").signal;
    if (slow.kind !== "log-count") throw new Error("kind");
    expect(logEntry(lineFor(slow.source, slow.filter), project.stack, "d1-x", "r")).toMatchObject({
      ddsource: "supabase",
      service: "postgres_logs",
      data: { project: "localref" },
      supabase: { pg_duration: 2001 },
    });
  });
});
