import { describe, expect, it } from "vitest";
import { markdown } from "../../src/review/markdown.ts";
import type { Review } from "../../src/review/report.ts";
import { definition, threshold } from "../support/definitions.ts";
import { reviewed } from "./scenario.ts";

const hostile = [
  "@everyone | ``` </details> <script>alert(1)</script>",
  "<!-- tocsin-review:prod --> [x](javascript:alert(1)) ![i](https://evil.example/p.png)",
  "::error::pwned ##[group]x #12 GH-7 www.evil.example **bold** \u202e$x$",
];

const hostileReview = (): Review =>
  reviewed({
    before: { definitions: [definition()] },
    after: {
      definitions: [
        definition({ title: hostile[0], why: hostile[1], causes: [hostile[2]], firstChecks: [hostile[2]] }),
      ],
    },
  });

const many = (count: number, critical: number, title = "Errors of part") =>
  Array.from({ length: count }, (_, n) =>
    definition({ id: `bulk/alert-${n}`, title: `${title} ${n}`, condition: threshold({ critical: critical + n }) }),
  );

describe("a review as Markdown", () => {
  it("begins with the marker, then says the verdict", () => {
    const text = markdown(reviewed({ before: { definitions: [definition()] }, after: { definitions: [] } }));
    expect(text.split("\n").slice(0, 4)).toEqual([
      "<!-- tocsin-review:prod -->",
      "### Alerts of prod",
      "",
      "**2 dangerous changes to the alerting of prod: 1 removed, 1 deleted.**",
    ]);
  });

  it("takes nothing out of a definition for markup, a mention, a link, a reference or a command", () => {
    const text = markdown(hostileReview());
    const prose = text.replace(/^(`{3,})diff\n[\s\S]*?\n\1$/gm, "");
    expect(prose).toMatch(/Is called/);
    expect(prose).not.toMatch(/<(?!\/?(details|summary)>|br>|!-- tocsin-review:prod -->)/);
    expect(prose.match(/<!--/g)).toHaveLength(1);
    expect(text).not.toMatch(/(^|\n)[ +-]*::\w/);
    expect(text).not.toContain("##[group]");
    expect(text).not.toContain("\u202e");
    expect(prose).not.toMatch(/@\w|#\d(?!\d*;)|GH-\d|www\.|:\/\//);
    expect(prose).not.toMatch(/(^|[^\\])`{3}/);
    expect(text.match(/<details>/g)?.length).toBe(prose.match(/<\/details>/g)?.length);
  });

  it("shows a message as a diff within a fence that it cannot end", () => {
    const text = markdown(hostileReview());
    const fence = /^(`{4,})diff$/m.exec(text)?.[1] ?? "";
    expect(fence.length).toBeGreaterThan(3);
    expect(text).toMatch(/^-.*Nobody can buy anything\.$/m);
  });

  it("says the same of many alerts once", () => {
    const parts = Array.from({ length: 30 }, (_, n) => `bulk/alert-${n}`);
    const text = markdown(
      reviewed({
        before: { definitions: parts.map((id) => definition({ id })) },
        after: { definitions: parts.map((id) => definition({ id, condition: threshold({ critical: 80 }) })) },
      }),
    );
    expect(text.match(/Fires above 80 lines instead of 50\./g)).toHaveLength(1);
    expect(text).toContain("and 26 more");
  });

  it.each([40, 400, 3000])("of %i changes stays under the platform's limit, every part whole", (count) => {
    const review = reviewed({
      before: { definitions: many(count, 50) },
      after: { definitions: many(count, 1050, hostile[0]) },
    });
    const text = markdown(review, { wholeAt: "https://ci.example/artefact" });
    expect(text.length).toBeLessThan(65_536);
    const prose = text.replace(/^(`{3,})diff\n[\s\S]*?\n\1$/gm, "");
    expect(prose.match(/<details>/g)?.length ?? 0).toBe(prose.match(/<\/details>/g)?.length ?? 0);
    expect((text.match(/^`{3,}/gm)?.length ?? 0) % 2).toBe(0);
    const rows = text.match(/^\| \*\*DANGEROUS\*\*.*$/gm) ?? [];
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(4);
    const left = Number(/And (\d+) more changes? that this comment has no room for/.exec(text)?.[1] ?? 0);
    // One row more: Datadog takes what looks like a handle in a title for one, in all of them.
    if (left === 0) expect(text).toContain("Also notifies pager everyone.");
    expect(rows.length + left).toBe(left === 0 ? count : count + 1);
    if (left > 0) expect(text).toContain("All of it: https://ci.example/artefact");
    expect(text).toContain(`**${count} dangerous changes to the alerting of prod`);
  });

  it("lists what is dangerous before anything else when there is no room for all", () => {
    const review = reviewed({
      before: { definitions: [...many(800, 50), definition()] },
      after: { definitions: many(800, 20) },
    });
    expect(
      markdown(review)
        .split("\n")
        .find((line) => line.startsWith("| **")),
    ).toContain("REMOVED");
  });

  it("shows what runs behind broken glass", () => {
    const review = reviewed({ before: { definitions: [definition()] }, after: { definitions: [definition()] } });
    const at = "2026-11-24T10:00:00.000Z";
    const digest = `sha256:${"0".repeat(64)}`;
    const text = markdown({
      ...review,
      breakGlass: [{ definition: "shop/errors", digest, reason: "staging @ is down", at }],
    });
    expect(text).toContain("**Runs under a break-glass override, unproven in staging**");
    expect(text).toContain("- shop/errors since 2026-11-24: staging @ is down");
  });
});
