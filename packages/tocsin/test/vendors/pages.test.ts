import { describe, expect, it } from "vitest";
import { numberedPages, readPages } from "../../src/vendors/pages.ts";

const list = { vendor: "Sentry", what: "alerts" };
const endless = "Sentry gives the same part of its list of alerts again and again.";

describe("a list that is read by marks", () => {
  it("is read to its end", async () => {
    const pages: Record<string, { items: number[]; next: string | null }> = {
      "": { items: [1, 2], next: "a" },
      a: { items: [3], next: "b" },
      b: { items: [], next: null },
    };
    expect(await readPages(list, async (mark) => pages[mark] ?? { items: [], next: null })).toEqual([1, 2, 3]);
  });

  it.each([
    ["the same mark for ever", () => "a"],
    ["two marks in turn", (mark: string) => (mark === "a" ? "b" : "a")],
  ])("is no list that was read whole, with %s", async (_, next) => {
    let calls = 0;
    const read = readPages(list, async (mark) => {
      calls++;
      return { items: [mark], next: next(mark) };
    });
    await expect(read).rejects.toThrow(endless);
    expect(calls).toBeLessThan(4);
  });
});

describe("a list that is read by numbers", () => {
  it("is read to the first page that is not full", async () => {
    expect(await numberedPages(list, 2, async (page) => [[1, 2], [3, 4], [5]][page] ?? [])).toEqual([1, 2, 3, 4, 5]);
    expect(await numberedPages(list, 2, async (page) => [[1, 2]][page] ?? [])).toEqual([1, 2]);
  });

  it("is none where every number is answered with the same page", async () => {
    let calls = 0;
    const read = async () => {
      calls++;
      return [{ id: 1 }, { id: 2 }];
    };
    await expect(numberedPages(list, 2, read)).rejects.toThrow(endless);
    expect(calls).toBe(2);
  });
});
