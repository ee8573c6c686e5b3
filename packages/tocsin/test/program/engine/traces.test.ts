import { describe, expect, it } from "vitest";
import { withoutTraces } from "../../../src/engine/traces.ts";

describe("work without stack traces", () => {
  it("has none while it runs, and they are back afterwards, also when it fails or overlaps other work", async () => {
    const usual = Error.stackTraceLimit;
    let end = () => {};
    const long = withoutTraces(() => new Promise<void>((resolve) => (end = resolve)));
    await expect(withoutTraces(() => Promise.reject(new Error("refused")))).rejects.toThrow("refused");
    expect(new Error("meanwhile").stack).toBe("Error: meanwhile");
    end();
    await long;
    expect(Error.stackTraceLimit).toBe(usual);
    expect(new Error("after").stack).toContain("traces.test.ts");
  });
});
