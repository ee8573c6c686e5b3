import { describe, expect, it } from "vitest";
import { coverageProblems, type Places } from "../../src/coverage/check.ts";
import { playbooksSchema } from "../../src/coverage/facts.ts";
import { renderCoverage, summaryOf } from "../../src/coverage/render.ts";
import { dashboardSchema } from "../../src/model/dashboard.ts";
import type { Definition } from "../../src/model/definition.ts";
import { objectiveSchema } from "../../src/model/objective.ts";
import { definition, threshold } from "../support/definitions.ts";

const ticket = (changes: Parameters<typeof definition>[0]) => definition({ severity: "ticket", ...changes });
const shop = ticket({ ours: { "condition.window": "No window is given: 5 minutes." } });
const complete = { "condition.critical": 50, "signal.filter.phrases": ["it broke"] };

const overview = dashboardSchema.parse({
  id: "boards/overview",
  source: ["monitoring 3.1"],
  title: "Overview",
  about: "All of it.",
  rank: 0,
  searches: [{ title: "It", source: { kind: "vercel", service: "shop" }, query: '"it broke"' }],
});
const sectionsOf = (...facts: object[]) =>
  playbooksSchema.parse({
    documents: ["monitoring"],
    sections: [
      {
        section: "monitoring 3.1",
        title: "Alerts",
        facts: facts.map((one) => ({ what: "Errors", kind: "alert", ...one })),
      },
    ],
  }).sections;

const told = (facts: object[], definitions: readonly Definition[] = [shop], more: Partial<Places> = {}) =>
  coverageProblems(sectionsOf(...facts), {
    definitions,
    runbooks: new Map([["shop", "Look at the **last**\ndeployment"]]),
    docs: new Map([["drill.md", "What is sent"]]),
    routines: new Set(["daily/health"]),
    objectives: [],
    dashboards: [],
    ...more,
  }).map(({ rule, message }) => `${rule}: ${message}`);

describe("a fact", () => {
  it("that only names a definition holds whatever that watches, and must say a value of it", () => {
    const message =
      'coverage/meaning: monitoring 3.1, "Errors" names shop/errors and no value there: it would hold whatever is watched';
    expect(told([{ definitions: { "shop/errors": {} } }])).toContain(message);
    expect(told([{ definitions: { "shop/errors": complete } }])).not.toContain(message);
    expect(told([{ definitions: { "shop/errors": {} }, routines: ["daily/health"] }])).not.toContain(message);
  });

  it("that lives where it says is fine, wherever that is", () => {
    expect(
      told(
        [
          { definitions: { "shop/errors": complete } },
          {
            runbooks: { shop: "LAST** deployment" },
            docs: { "drill.md": null },
            routines: ["daily/health"],
            dashboards: ["boards/overview"],
          },
          { because: "Nobody can see it." },
        ],
        [shop],
        { dashboards: [overview] },
      ),
    ).toEqual([]);
  });

  it.each([
    [{ definitions: { "shop/gone": {} } }, /definition shop\/gone, which is not there/],
    [
      { definitions: { "shop/errors": { ...complete, "condition.critical": 40 } } },
      /condition.critical of shop\/errors is 40; it is 50/,
    ],
    [
      { definitions: { "shop/errors": { ...complete, "condition.warning": 4 } } },
      /condition.warning .* is 4; it is not set/,
    ],
    [{ runbooks: { shop: "Roll back" } }, /runbook shop, where "Roll back" does not stand/],
    [{ runbooks: { pantry: null } }, /runbook pantry, which is not there/],
    [{ docs: { "pantry.md": null } }, /page pantry.md, which is not there/],
    [{ routines: ["daily/pantry"] }, /routine daily\/pantry, which is not there/],
    [{ dashboards: ["pantry"] }, /dashboard pantry, which is not there/],
  ])("%j is lost", (fact, message) => {
    const problems = told([{ definitions: { "shop/errors": complete } }, fact]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^coverage\/lost: monitoring 3.1, "Errors" /);
    expect(problems[0]).toMatch(message);
  });

  it("without a place and a reason is refused, and so is one that nobody can see, without saying why", () => {
    expect(() => sectionsOf({})).toThrow(/no place and no reason/);
    expect(() => sectionsOf({ definitions: { "shop/errors": {} }, outside: true })).toThrow(/does not say why/);
    expect(() => sectionsOf({ because: "x", colour: "red" })).toThrow(/colour/);
  });
});

describe("a definition", () => {
  it("may state only what a fact or `ours` says", () => {
    const invented = ticket({ condition: threshold({ warning: 10 }) });
    expect(told([{ definitions: { "shop/errors": { "condition.critical": 50 } } }], [invented])).toEqual([
      "coverage/invented: condition.warning is 10, which no fact says and `ours` does not explain",
      "coverage/invented: condition.window is 300, which no fact says and `ours` does not explain",
      'coverage/invented: signal.filter.phrases is ["it broke"], which no fact says and `ours` does not explain',
    ]);
  });

  it("wakes somebody only where a fact says so, or says why itself", () => {
    const facts = { "shop/errors": complete };
    const page = (changes: Parameters<typeof definition>[0] = {}) =>
      ticket({ severity: "page", ours: shop.ours, ...changes });
    expect(told([{ definitions: facts }], [page()])).toEqual([
      'coverage/invented: severity is "page", which no fact says and `ours` does not explain',
    ]);
    const asked = { "shop/errors": { ...complete, severity: "page" } };
    expect(told([{ definitions: asked }], [page()])).toEqual([]);
    const own = { ...shop.ours, severity: "Nobody can buy anything." };
    expect(told([{ definitions: facts }], [page({ ours: own })])).toEqual([]);
  });

  it("explains all members of a list at once", () => {
    const crons = ticket({
      signal: {
        kind: "crons",
        service: "shop",
        crons: [
          { path: "/a", schedule: "0 3 * * *" },
          { path: "/b", schedule: "0 4 * * *" },
        ],
      },
      condition: { kind: "declared" },
      ours: { "signal.crons.schedule": "At night.", "signal.crons.maxDuration": "As long as a function may take." },
    });
    const paths = { "signal.crons.0.path": "/a", "signal.crons.1.path": "/b" };
    expect(told([{ definitions: { "shop/errors": paths } }], [crons])).toEqual([]);
  });

  it("says only sections that have a fact for it", () => {
    const elsewhere = ticket({ source: ["monitoring 9"], ours: shop.ours });
    expect(told([{ definitions: { "shop/errors": complete } }], [elsewhere])).toEqual([
      "coverage/section: says that it is for monitoring 9, and there is no such section",
    ]);
    const unnamed = ticket({ ours: { condition: "All of it.", signal: "All of it." } });
    expect(told([{ because: "Nobody can see it." }], [unnamed])).toEqual([
      "coverage/section: says that it is for monitoring 3.1, and no fact of that section names it",
    ]);
  });
});

describe("an objective", () => {
  const promise = objectiveSchema.parse({
    id: "promises/shop",
    source: ["monitoring 3.1"],
    title: "The shop is open",
    service: "shop",
    owner: "founder",
    indicator: {
      kind: "good-time",
      source: "probe",
      expression: "open",
      series: { open: { metric: "shop.open", aggregate: "min" } },
      comparison: "at least",
      limit: 1,
    },
    target: 99,
    window: 30,
    why: "It is a shop.",
    ours: { window: "A month." },
  });
  const base = { definitions: { "shop/errors": complete } };

  it("may promise only what a fact or `ours` says, in sections that name it", () => {
    expect(told([base], [shop], { objectives: [promise] })).toEqual([
      "coverage/section: says that it is for monitoring 3.1, and no fact of that section names it",
      "coverage/invented: target is 99, which no fact says and `ours` does not explain",
      "coverage/invented: indicator.limit is 1, which no fact says and `ours` does not explain",
    ]);
    const kept = { objectives: { "promises/shop": { target: 99, "indicator.limit": 1 } } };
    expect(told([base, kept], [shop], { objectives: [promise] })).toEqual([]);
    const broken = { objectives: { "promises/shop": { target: 98, "indicator.limit": 1 }, "promises/gone": {} } };
    expect(told([base, broken], [shop], { objectives: [promise] })).toEqual([
      expect.stringContaining("target of promises/shop is 98; it is 99"),
      expect.stringContaining("objective promises/gone, which is not there"),
    ]);
  });

  it("stands on the page with what is ours in it", () => {
    const page = renderCoverage(sectionsOf({ objectives: { "promises/shop": {} } }), [], [promise]);
    expect(page).toContain("objective promises/shop");
    expect(page).toContain("| `promises/shop` | `window` | `30` | A month. |");
  });
});

describe("a dashboard", () => {
  const base = { definitions: { "shop/errors": complete } };

  it("says only sections that have a fact for it", () => {
    expect(told([base], [shop], { dashboards: [overview] })).toEqual([
      "coverage/section: says that it is for monitoring 3.1, and no fact of that section names it",
    ]);
  });

  it("shows exactly a search", () => {
    const search = (what: string) => ({ what, kind: "search", dashboards: ["boards/overview"] });
    expect(told([base, search('"it broke"')], [shop], { dashboards: [overview] })).toEqual([]);
    expect(told([base, search('"it broke down"')], [shop], { dashboards: [overview] })).toEqual([
      expect.stringContaining("no dashboard that it names shows exactly that"),
    ]);
  });
});

describe("the page", () => {
  const sections = sectionsOf(
    {
      what: "[upload] a | b *",
      definitions: { "shop/errors": complete },
      routines: ["daily/health"],
      because: "So it is.",
    },
    { what: "The weather", because: "Nobody can see it.", outside: true },
  );

  it("tells places and reasons, with the text of the playbooks taken literally", () => {
    const page = renderCoverage(sections, [shop]);
    expect(page).toContain("| \\[upload\\] a \\| b \\* | alert | `shop/errors`, `tocsin daily` health. So it is. |");
    expect(page).toContain("| monitoring 3.1 | The weather | Nobody can see it. |");
    expect(page).toContain("| `shop/errors` | `condition.window` | `300` | No window is given: 5 minutes. |");
  });

  it("is counted", () => {
    expect(summaryOf(sections)).toEqual({ sections: 1, facts: 2, placed: 1, reasoned: 1, outside: 1 });
  });
});
