import { describe, expect, it } from "vitest";
import { kinds } from "../../src/vendors/kinds.ts";
import { canonical, matches, type Quirk, touches, within } from "../../src/vendors/quirks.ts";

const about = { fact: "a fact", date: "2026-11-21" };

describe("canonical", () => {
  it("does not change what it is given", () => {
    const body = { a: { b: null, id: 1 } };
    canonical(body, [{ rule: "server-sets", path: "a.id", ...about }]);
    expect(body).toEqual({ a: { b: null, id: 1 } });
  });

  it("reaches into lists and maps by *", () => {
    const quirks: Quirk[] = [
      { rule: "server-sets", path: "list.*.id", ...about },
      { rule: "default", path: "map.*.on", value: true, ...about },
    ];
    expect(canonical({ list: [{ id: 1, a: 1 }, { id: 2 }], map: { x: {}, y: { on: false } } }, quirks)).toEqual({
      list: [{ a: 1 }, {}],
      map: { x: { on: true }, y: { on: false } },
    });
  });

  it("fills in a default for absent and for null, and not where its place is absent", () => {
    const quirks: Quirk[] = [{ rule: "default", path: "a.b", value: 1, ...about }];
    expect(canonical({ a: {} }, quirks)).toEqual({ a: { b: 1 } });
    expect(canonical({ a: { b: null } }, quirks)).toEqual({ a: { b: 1 } });
    expect(canonical({}, quirks)).toEqual({});
  });

  it("is not confused by a value of another type than the path supposes", () => {
    const quirks: Quirk[] = [{ rule: "server-sets", path: "a.b.c", ...about }];
    expect(canonical({ a: "text" }, quirks)).toEqual({ a: "text" });
    expect(canonical({ a: [1] }, quirks)).toEqual({ a: [1] });
  });
});

describe("paths", () => {
  it("match exactly, within, and touching", () => {
    expect(matches("a.*.c", "a.0.c")).toBe(true);
    expect(matches("a.*", "a.0.c")).toBe(false);
    expect(within("a.*", "a.0.c")).toBe(true);
    expect(within("a.0.c", "a.0")).toBe(false);
    expect(touches("a.0.c", "a.0")).toBe(true);
    expect(touches("a.b", "a.c")).toBe(false);
  });
});

describe("tables", () => {
  it.each(Object.entries(kinds))("of %s: every row states its fact and date", (_kind, { quirks }) => {
    for (const quirk of quirks) {
      expect(quirk.fact.length).toBeGreaterThan(3);
      expect(quirk.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});
