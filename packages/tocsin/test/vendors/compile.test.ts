import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faultsOf } from "../../src/model/check.ts";
import { compile, withOverrides } from "../../src/vendors/compile.ts";
import { definition, everybody, stack, threshold } from "../support/definitions.ts";

describe("compile", () => {
  it("does not depend on the order of definitions", () => {
    const a = definition({ id: "shop/a" });
    const b = definition({ id: "shop/b" });
    expect(compile([b, a], [everybody], stack)).toEqual(compile([a, b], [everybody], stack));
  });

  it("keeps the objects of a renamed definition", () => {
    const [, monitor] = compile([definition({ id: "shop/faults", aliases: ["shop/errors"] })], [everybody], stack);
    expect(monitor).toMatchObject({ name: "shop/faults/monitor", aliases: ["shop/errors/monitor"] });
  });

  it("marks every monitor as ours, with the definition and the environment", () => {
    const [, monitor] = compile([definition()], [everybody], stack);
    expect(monitor?.body.tags).toEqual(
      expect.arrayContaining(["managed-by:tocsin", "tocsin-id:shop/errors", "env:staging"]),
    );
  });

  it("keeps the threshold in the query equal to the one in the options", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom("above", "below"), (critical, comparison) => {
        const condition = threshold({ critical: critical + 1, comparison });
        const [, monitor] = compile([definition({ condition })], [everybody], stack);
        const sign = comparison === "above" ? ">" : "<";
        expect(monitor?.body.query).toMatch(new RegExp(` ${sign} ${critical + 1}$`));
        expect(monitor?.body.options).toMatchObject({ thresholds: { critical: critical + 1 } });
      }),
    );
  });

  it.each([
    [1e-7, "0.0000001"],
    [-2.5e-9, "-0.0000000025"],
    [1e21, "1000000000000000000000"],
    [-1.5e22, "-15000000000000000000000"],
    [1e12, "1000000000000"],
  ])("writes %d without a power of ten, which no vendor's page shows in a query", (critical, text) => {
    const [, monitor] = compile([definition({ condition: threshold({ critical }) })], [everybody], stack);
    expect(monitor?.body.query).toMatch(new RegExp(` > ${text}$`));
    expect(monitor?.body.options).toMatchObject({ thresholds: { critical } });
  });

  it("writes any phrase so that it can be read back from the query", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const signal = { kind: "log-count", source: { kind: "vercel", service: "shop" }, filter: { phrases: [text] } };
        const [, monitor] = compile([definition({ signal })], [everybody], stack);
        const search =
          /^logs\("((?:[^"\\]|\\[\s\S])*)"\)/.exec(String(monitor?.body.query))?.[1]?.replace(/\\([\s\S])/g, "$1") ??
          "";
        const phrase = /"((?:[^"\\]|\\[\s\S])*)"$/.exec(search)?.[1]?.replace(/\\([\s\S])/g, "$1");
        expect(phrase).toBe(text);
      }),
    );
  });
});

const issues = { kind: "sentry-issues", projects: ["web"], tags: { severity: "critical" } };
const check = { kind: "http-check", service: "shop", path: "/readyz", every: 60, expect: { status: 200 } };
const share = {
  kind: "log-ratio",
  source: { kind: "vercel", service: "shop" },
  part: { status: [500, 599] },
  whole: [{}],
  minimum: 20,
};
const nightly = { kind: "crons", service: "shop", crons: [{ path: "/c", schedule: "0 3 * * *" }] };

describe("a stack's overrides", () => {
  const overridden = (override: Record<string, unknown>) => ({
    ...stack,
    overrides: { "shop/errors": { reason: "busier", ...override } },
  });

  it("replace the numbers and nothing else", () => {
    const [changed] = withOverrides([definition()], overridden({ critical: 80 }), faultsOf);
    expect(changed).toEqual(definition({ condition: threshold({ critical: 80 }) }));
  });

  it.each([
    ["make it impossible", overridden({ warning: 90 }), /warning/],
    ["are of nothing", { ...stack, overrides: { "shop/gone": { critical: 1, reason: "x" } } }, /shop\/gone/],
  ])("are refused when they %s", (_, changed, message) => {
    expect(() => withOverrides([definition()], changed, faultsOf)).toThrow(message);
  });

  it.each([
    ["window", { window: 600 }, { condition: threshold({ window: 600 }) }, {}],
    [
      "warningRecovery",
      { warning: 20, warningRecovery: 10 },
      { condition: threshold({ warning: 20, warningRecovery: 10 }) },
      {},
    ],
    [
      "throttle",
      { throttle: 600 },
      { condition: { kind: "each-event", throttle: 600 } },
      { signal: issues, condition: { kind: "each-event", throttle: 300 } },
    ],
    [
      "failures",
      { failures: 3 },
      { condition: { kind: "consecutive-failures", failures: 3 } },
      { signal: check, condition: { kind: "consecutive-failures", failures: 2 } },
    ],
    ["minimum", { minimum: 5 }, { signal: { ...share, minimum: 5 } }, { signal: share }],
  ])("may set %s where there is one", (field, numbers, after, before) => {
    const [changed] = withOverrides([definition(before)], overridden(numbers), faultsOf);
    expect(changed).toEqual(definition({ ...before, ...after }));
    const crons = definition({ signal: nightly, condition: { kind: "declared" } });
    expect(() => withOverrides([crons], overridden(numbers), faultsOf)).toThrow(`has no \`${field}\` to override`);
  });

  it("are refused where there is no threshold", () => {
    const crons = definition({
      signal: { kind: "crons", service: "shop", crons: [{ path: "/c", schedule: "* * * * *" }] },
      condition: { kind: "declared" },
    });
    expect(() => withOverrides([crons], overridden({ critical: 80 }), faultsOf)).toThrow(/no `critical` to override/);
  });
});
