import { describe, expect, it } from "vitest";
import { markdown } from "../../src/review/markdown.ts";
import { reviewPage } from "../../src/review/page.ts";
import { type CodeRepository, placesOf } from "../../src/review/places.ts";
import { type CompiledState, emptyState } from "../../src/review/state.ts";
import { definition, threshold } from "../support/definitions.ts";
import { reviewed } from "./scenario.ts";

const repository: CodeRepository = {
  url: "https://github.com/acme/shop",
  folder: "",
  base: "b".repeat(40),
  head: "a".repeat(40),
};
const at = (places: NonNullable<CompiledState["places"]>): CompiledState => ({ ...emptyState("prod"), places });
const one = (file: string, own: CodeRepository | null = repository) =>
  placesOf(["shop/errors"], { base: null, head: at({ "shop/errors": { file, line: 7 } }) }, own)["shop/errors"];

describe("the place of a definition", () => {
  it("is its line at the reviewed commit, within the project's folder of the repository", () => {
    expect(one("alerts/shop.ts")?.url).toBe(`https://github.com/acme/shop/blob/${"a".repeat(40)}/alerts/shop.ts#L7`);
    expect(one("alerts/a b(1).ts", { ...repository, folder: "ops/alerting/" })?.url).toBe(
      `https://github.com/acme/shop/blob/${"a".repeat(40)}/ops/alerting/alerts/a%20b%281%29.ts#L7`,
    );
  });

  it("of one that is removed is its line in the base", () => {
    const base = at({ "shop/errors": { file: "alerts/shop.ts", line: 3 } });
    expect(placesOf(["shop/errors"], { base, head: emptyState("prod") }, repository)).toEqual({
      "shop/errors": {
        file: "alerts/shop.ts",
        line: 3,
        url: `https://github.com/acme/shop/blob/${"b".repeat(40)}/alerts/shop.ts#L3`,
      },
    });
  });

  it("has no link without a repository or a commit, nor out of the repository", () => {
    expect(one("alerts/shop.ts", null)).toEqual({ file: "alerts/shop.ts", line: 7, url: null });
    expect(one("alerts/shop.ts", { ...repository, head: null })?.url).toBeNull();
    for (const file of ["../../../evil/x.ts", "/etc/x.ts", "alerts/../../x.ts", "alerts//x.ts"]) {
      expect(one(file)?.url, file).toBeNull();
    }
  });

  it("is left out of what no state names", () => {
    expect(placesOf(["shop/other"], { base: null, head: emptyState("prod") }, repository)).toEqual({});
  });
});

const twenty = (critical: number) =>
  Array.from({ length: 20 }, (_, n) => definition({ id: `bulk/alert-${n}`, condition: threshold({ critical }) }));
const changed = reviewed({ before: { definitions: twenty(50) }, after: { definitions: twenty(80) } });
const url = `https://github.com/acme/shop/blob/${"a".repeat(40)}/alerts/bulk.ts#L1`;
const places = Object.fromEntries(twenty(1).map(({ id }) => [id, { file: "alerts/bulk.ts", line: 1, url }]));

describe("twenty equal changes", () => {
  it("are one line and one resource in the comment, the first four with their links", () => {
    const text = markdown({ ...changed, places });
    const rows = text.split("\n").filter((line) => line.includes("Fires above 80"));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain(
      `| [bulk/alert-0](${url})<br>[bulk/alert-1](${url})<br>[bulk/alert-10](${url})<br>[bulk/alert-11](${url})<br>and 16 more<br>`,
    );
    expect(text.match(/```diff/g)).toHaveLength(1);
    expect(text).toContain(
      "datadog monitor bulk/alert-0/monitor, bulk/alert-1/monitor, bulk/alert-10/monitor, bulk/alert-11/monitor and 16 more",
    );
  });

  it("are one row and one resource on the page, all names folded", () => {
    const page = reviewPage({ ...changed, places });
    expect(page.match(/<tr><td><span class="tag bad">/g)).toHaveLength(1);
    expect(page.match(/<pre /g)).toHaveLength(1);
    expect(page).toContain("<summary>20 alerts</summary>");
    expect(page).toContain(
      `<a class="id" href="${url}" rel="noreferrer" title="alerts/bulk.ts:1">bulk/<wbr>alert-<wbr>0<wbr></a>`,
    );
  });

  it("of lint are one line", () => {
    const problem = {
      rule: "alert/owner-unknown",
      severity: "error",
      file: null,
      line: null,
      message: "nobody",
      remedy: "Name one.",
    };
    const lint = { new: twenty(1).map(({ id }) => ({ ...problem, definition: id })), gone: 0 };
    const text = markdown({ ...changed, places: {}, lint });
    expect(text).toContain(
      "- **error** bulk/alert-0, bulk/alert-1, bulk/alert-10, bulk/alert-11 and 16 more: nobody. Name one. \\[alert/owner-unknown\\]\n",
    );
    expect(text.match(/nobody\. Name one/g)).toHaveLength(1);
    expect(reviewPage({ ...changed, places: {}, lint }).match(/nobody\. Name one/g)).toHaveLength(1);
  });
});
