import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/model/resource.ts";
import { asStated, diff } from "../../src/vendors/diff.ts";
import type { Quirk } from "../../src/vendors/quirks.ts";

const about = { fact: "a fact", date: "2026-11-21" };
const paths = (expected: JsonObject, actual: JsonObject, quirks: Quirk[] = [], unknown: string[] = []) =>
  diff(expected, actual, quirks, unknown).map(({ path }) => path);

describe("diff", () => {
  it("sees additions, removals and changes at any depth", () => {
    expect(paths({ a: { b: 1, c: 2 } }, { a: { b: 2, d: 3 } })).toEqual(["a.b", "a.c", "a.d"]);
  });

  it("sees lists that are longer or shorter", () => {
    expect(paths({ a: [1, 2] }, { a: [1] })).toEqual(["a.1"]);
    expect(paths({ a: [1] }, { a: [1, { b: 1 }] })).toEqual(["a.1"]);
  });

  it("sees one element taken out of a list, or put into it, as one difference", () => {
    const one = (name: string, size = 1): JsonObject => ({ name, size });
    const [a, b, c, d] = [one("a"), one("b"), one("c"), one("d")];
    expect(paths({ list: [a, b, c, d] }, { list: [a, c, d] })).toEqual(["list.1"]);
    expect(paths({ list: [a, c, d] }, { list: [a, b, c, d] })).toEqual(["list.1"]);
    expect(paths({ list: [a, a] }, { list: [a] })).toEqual(["list.1"]);
    expect(paths({ list: [a, b, c] }, { list: [] })).toEqual(["list.0", "list.1", "list.2"]);
    expect(paths({ list: [a, b, c, d] }, { list: [a, one("c", 2), d] })).toEqual([
      "list.1.name",
      "list.1.size",
      "list.2",
    ]);
  });

  it("takes null for absent", () => {
    expect(paths({ a: null }, {})).toEqual([]);
    expect(paths({ a: null }, { a: 0 })).toEqual(["a"]);
  });

  it("reports a change of type once", () => {
    expect(paths({ a: [1] }, { a: "1" })).toEqual(["a"]);
    expect(paths({ a: {} }, { a: [] })).toEqual(["a"]);
  });

  it("does not compare a secret, wherever it stands", () => {
    expect(paths({ a: { b: "secret:TOKEN" } }, { a: { b: "whatever" } })).toEqual([]);
  });

  it("passes over unknown paths and what lies in them", () => {
    expect(paths({ a: { b: 1 }, c: 1 }, { a: { b: 2 }, c: 2 }, [], ["a"])).toEqual(["c"]);
  });

  it("pairs elements of a set so that one edit is one difference", () => {
    const quirks: Quirk[] = [{ rule: "unordered", path: "a", by: ["type", "name"], ...about }];
    const element = (type: string, name: string, value: number) => ({ type, name, value });
    const expected = { a: [element("x", "1", 1), element("x", "2", 2), element("y", "1", 3)] };
    expect(paths(expected, { a: [element("y", "1", 3), element("x", "2", 9), element("x", "1", 1)] }, quirks)).toEqual([
      "a.1.value",
    ]);
    expect(paths(expected, { a: [element("y", "1", 3), element("x", "3", 2), element("x", "1", 1)] }, quirks)).toEqual([
      "a.1.name",
    ]);
    expect(paths(expected, { a: [element("x", "2", 2), element("x", "1", 1)] }, quirks)).toEqual(["a.2"]);
  });

  const value = fc.jsonValue({ maxDepth: 3 }).map((json) => ({ root: JSON.parse(JSON.stringify(json)) }));

  it("finds nothing between a body and itself (property)", () => {
    fc.assert(
      fc.property(value, (body) => {
        expect(paths(body, structuredClone(body))).toEqual([]);
      }),
    );
  });

  it("finds something in one direction exactly when in the other (property)", () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(paths(a, b).length > 0).toBe(paths(b, a).length > 0);
      }),
    );
  });

  it("puts into a stated body what is live, and nothing is left to tell (property)", () => {
    const quirks: Quirk[] = [
      { rule: "unordered", path: "root", by: ["type"], ...about },
      { rule: "default", path: "root.size", value: 1, ...about },
    ];
    fc.assert(
      fc.property(value, value, (stated, live) => {
        expect(paths(asStated(stated, live, quirks), live, quirks)).toEqual([]);
      }),
    );
  });

  it("leaves as stated what the vendor reorders, and shows a change where it was stated", () => {
    const quirks: Quirk[] = [{ rule: "unordered", path: "list", by: ["type"], ...about }];
    const stated = {
      list: [
        { type: "a", n: 1 },
        { type: "b", n: 2 },
      ],
      owner: null,
    };
    expect(
      asStated(
        stated,
        {
          list: [
            { type: "b", n: 2 },
            { type: "a", n: 1 },
          ],
        },
        quirks,
      ),
    ).toEqual(stated);
    const live: JsonObject = { list: [{ type: "b", n: 3 }, { type: "a", n: 1 }, { type: "c" }], owner: "team:3" };
    expect(asStated(stated, live, quirks)).toEqual({
      list: [{ type: "a", n: 1 }, { type: "b", n: 3 }, { type: "c" }],
      owner: "team:3",
    });
  });

  it("finds nothing between a set and its shuffle (property)", () => {
    const quirks: Quirk[] = [{ rule: "unordered", path: "root", by: ["type"], ...about }];
    const elements = fc.array(fc.record({ type: fc.constantFrom("a", "b"), n: fc.nat(3) }));
    const shuffled = elements.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(paths({ root: list }, { root: other }, quirks)).toEqual([]);
      }),
    );
  });
});
