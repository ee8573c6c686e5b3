import { describe, expect, it } from "vitest";
import { drillTable } from "../../src/cli/live-table.ts";
import { progressLog } from "../../src/shared/progress.ts";

/** What a CI run keeps of the output. */
function logFile() {
  const written: string[] = [];
  return { written, write: (text: string) => written.push(text) };
}

describe("in the log of a CI run", () => {
  it("progress says each sentence once, whatever its numbers, and not what is over at once", () => {
    const file = logFile();
    const log = progressLog(file);
    log.update("waiting 1 s");
    log.update("waiting 2 s");
    log.passing("1/49 unchanged: web-api/5xx-rate/monitor");
    log.update("2/49 created web-api/errors/monitor");
    log.clear();
    log.done("done");
    expect(file.written).toEqual(["waiting 1 s\n", "2/49 created web-api/errors/monitor\n", "done\n"]);
  });

  it("a drill names who did not recover, and now and then how many are done", () => {
    const file = logFile();
    const ids = Array.from({ length: 16 }, (_, index) => `shop/alert-${index}`);
    const table = drillTable(ids, file);
    for (const [index, id] of ids.entries()) {
      table.update(id, "fired", "waiting for its message");
      table.finish(id, index === 2 ? "fired" : "recovered");
    }
    expect(file.written).toContain("shop/alert-2: done, fired\n");
    expect(file.written.at(-1)).toBe("16 of 16 drilled\n");
    expect(file.written).toHaveLength(9);
  });
});

describe("on a terminal", () => {
  it("draws one line over itself", () => {
    const file = { ...logFile(), isTTY: true, columns: 30 };
    const ci = process.env.CI;
    delete process.env.CI;
    try {
      const log = progressLog(file);
      log.passing("1/49 unchanged: web-api/5xx-rate/monitor");
      log.clear();
    } finally {
      if (ci !== undefined) process.env.CI = ci;
    }
    expect(file.written).toEqual(["\r\u001b[K1/49 unchanged: web-api/5xx-r", "\r\u001b[K"]);
  });
});
