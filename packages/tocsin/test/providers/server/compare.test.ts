import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, sameValue } from "../../../src/providers/server/compare.ts";
import { formatPath, touches } from "../../../src/providers/server/path.ts";

describe("comparison of properties", () => {
  it("names each difference by its path and kind", () => {
    const olds = { name: "a", group: { conditions: [{ comparison: 50 }, { comparison: 60 }] }, gone: 1 };
    const news = { name: "a", group: { conditions: [{ comparison: 40 }] }, added: { x: 1 } };
    expect(compare(olds, news).detailed).toEqual({
      "group.conditions[0].comparison": "update",
      "group.conditions[1]": "delete",
      gone: "delete",
      added: "add",
    });
  });

  it("takes an absent member and null for one", () => {
    expect(compare({ a: null, c: 1 }, { b: null, c: 1 }).detailed).toEqual({});
  });

  it("asks for a replacement where a property makes another object, never with the delete first", () => {
    const result = compare({ project: "web", name: "a" }, { project: "worker", name: "b" }, { replaceOn: ["project"] });
    expect(result).toEqual({ detailed: { project: "update-replace", name: "update" }, deleteBeforeReplace: false });
  });

  it("counts what is not known yet as changed", () => {
    const result = compare(
      { ids: ["1", "2"], project: "web" },
      { ids: ["1", null] },
      {
        replaceOn: ["project"],
        unknown: new Set(["ids[1]", "project"]),
      },
    );
    expect(result.detailed).toEqual({ "ids[1]": "update", project: "update-replace" });
  });

  it("finds nothing between a value and itself, something between different ones", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const x = JSON.parse(JSON.stringify(a));
        const y = JSON.parse(JSON.stringify(b));
        expect(compare({ v: x }, { v: x }).detailed).toEqual({});
        expect(Object.keys(compare({ v: x }, { v: y }).detailed).length === 0).toBe(sameValue(x, y));
      }),
    );
  });
});

describe("paths", () => {
  it("are written as the engine reads them", () => {
    expect(formatPath(["a", 0, "b-c", 'd"e', "f"])).toBe('a[0]["b-c"]["d\\"e"].f');
  });

  it("touch what holds them and what they hold", () => {
    expect(touches(["a.b"], "a")).toBe(true);
    expect(touches(["a"], "a[0].b")).toBe(true);
    expect(touches(["ab"], "a")).toBe(false);
  });
});
