import { expect } from "vitest";
import { watched } from "./baseline.ts";
import { drift } from "./drift.ts";

drift(
  "a stack that was just brought up has seen no signal yet: told, and no finding",
  async () => [],
  ({ pending }, world) => {
    const metrics = new Set(watched(world).map(({ metric, tags }) => `${metric}{${tags}}`)).size;
    expect(metrics).toBeGreaterThan(5);
    expect(pending.map(({ kind }) => kind).toSorted()).toEqual([
      ...Array.from({ length: 3 }, () => "log-source"),
      ...Array.from({ length: metrics }, () => "metric"),
      ...Array.from({ length: 2 }, () => "project"),
      ...Array.from({ length: 2 }, () => "synthetics-test"),
    ]);
    for (const { definitions } of pending) expect(definitions.length).toBeGreaterThan(0);
  },
);
