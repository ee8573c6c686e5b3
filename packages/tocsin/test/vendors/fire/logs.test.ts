import { beforeAll, describe, expect, it } from "vitest";
import type { Project } from "../../../src/model/project.ts";
import { loadProject } from "../../../src/project/project.ts";
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
  it("that count are one more than the limit, each of a request of its own, and each phrase takes its turn", () => {
    const { signal, condition } = find("tips/blob-deletion-failures");
    if (signal.kind !== "log-count") throw new Error("kind");
    const { lines } = logCountInjection(signal, condition);
    const counted = lines.filter((line) => matchesFilter(line, signal.filter));
    expect(counted).toHaveLength(51);
    expect(new Set(counted.map(({ message }) => message))).toEqual(new Set(signal.filter.phrases));
    expect(new Set(counted.map(({ request }) => request)).size).toBe(51);
  });

  it("are those of whole requests, of which each ends with its report", () => {
    const { signal, condition } = find("tips/clerk-webhook-500s");
    if (signal.kind !== "log-count") throw new Error("kind");
    const { lines } = logCountInjection(signal, condition);
    expect(lines).toHaveLength(2 * 21);
    for (const request of Array.from({ length: 21 }, (_, n) => n)) {
      const own = lines.filter((line) => line.request === request);
      expect(own.map(({ path, status }) => [path, status])).toEqual(Array(2).fill(["/api/clerk/webhook", 500]));
      expect(own.map(({ message }) => message.split(/[ \n]/)[0])).toEqual(["GET", "START"]);
    }
    // Where lines are counted and not requests, both lines of a request count: one request is beyond a limit of 1.
    const each = { ...signal, count: "lines" } as const;
    expect(logCountInjection(each, { ...condition, critical: 1 }).lines).toHaveLength(2);
    expect(logCountInjection(each, { ...condition, critical: 2 }).lines).toHaveLength(4);
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
      const lines = logRatioInjection(signal, condition).lines.filter((line) => matchesFilter(line, signal.part));
      const part = new Set(lines.map(({ request }) => request)).size;
      expect(part).toBeGreaterThan(signal.minimum);
      expect((100 * part) / (part + signal.minimum)).toBeGreaterThan(condition.critical);
    }
  });

  it("of a measure hold the number where the rule reads it", () => {
    const { definition, signal, condition } = find("tips/orphaned-photos");
    if (signal.kind !== "log-measure") throw new Error("kind");
    expect(logMeasureInjection(definition, signal, condition).lines.map(({ message }) => message)).toEqual([
      "[cleanup-photos] Deleted 201 orphaned records",
      expect.stringContaining("REPORT RequestId"),
    ]);
  });

  it("of a rule that does not fit its sample are refused", () => {
    expect(withNumber("r took %{integer:x} ms", "took long", 5)).toBeNull();
    expect(withNumber("r no number here", "no number here", 5)).toBeNull();
    expect(withNumber("r took %{number:x} ms.*", "took 1.5 ms in all", 7)).toBe("took 7 ms in all");
  });

  it("look as their source sends them, with the drill's mark, whatever names the stack's queries ask for", () => {
    const { signal } = find("tips/clerk-webhook-500s");
    if (signal.kind !== "log-count") throw new Error("kind");
    const at = new Date(1_700_000_000_000);
    const sent = {
      message: "GET /api/clerk/webhook 500",
      ddsource: "vercel",
      source: "lambda",
      deploymentId: "tocsin-drill",
      host: "tips.example",
      timestamp: 1_700_000_000_000,
      projectId: "prj_tips",
      projectName: "tips",
      level: "error",
      path: "/api/clerk/webhook",
      requestId: "request-1",
      statusCode: 500,
      environment: "production",
      branch: "tocsin-drill",
      proxy: {
        timestamp: 1_700_000_000_000,
        method: "GET",
        host: "tips.example",
        path: "/api/clerk/webhook",
        scheme: "https",
        statusCode: 500,
      },
      tocsin_drill: "d1-x",
    };
    const line = lineFor(signal.source, signal.filter);
    expect(logEntry(line, project.stack, "d1-x", "request-1", at)).toEqual(sent);
    const vercelLogs = { requestId: "@vercel.requestId", environment: "env" };
    const otherwise = { ...project.stack, datadog: { ...project.stack.datadog, vercelLogs } };
    expect(logEntry(line, otherwise, "d1-x", "request-1", at)).toEqual(sent);
    const slow = find("database/slow-queries").signal;
    if (slow.kind !== "log-count") throw new Error("kind");
    expect(logEntry(lineFor(slow.source, slow.filter), project.stack, "d1-x", "r", at)).toMatchObject({
      ddsource: "supabase",
      service: "postgres_logs",
      data: { project: "localref" },
      supabase: { pg_duration: 2001 },
    });
  });
});
