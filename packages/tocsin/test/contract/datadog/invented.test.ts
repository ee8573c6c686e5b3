import { describe, expect, test } from "vitest";
import { evaluate, whyNotEvaluated } from "../../../src/evaluate/evaluate.ts";
import { faultsOf } from "../../../src/model/check.ts";
import { definitionSchema } from "../../../src/model/definition.ts";
import { days } from "../../../src/model/language.ts";
import { compile } from "../../../src/vendors/compile.ts";
import { stack as anyStack, definition, everybody } from "../../support/definitions.ts";
import { vendorFiles } from "../../support/vendor-files.ts";
import { checks } from "./invented/checks.ts";
import { metrics } from "./invented/metrics.ts";
import type { Row } from "./invented/row.ts";
import { searches } from "./invented/searches.ts";
import { faultsBy } from "./specification.ts";

/** Alerts as teams invent them, twenty a family: each can be said, compiles to what Datadog's specification takes, and is evaluated or says why not. */

const stack = { ...anyStack, hosts: { api: "https://api.example.com" } };
const from = Date.UTC(2026, 0, 5);
const schemas = { monitor: "Monitor", "synthetics-test": "SyntheticsAPITest" } as const;

describe.each<[family: string, rows: readonly Row[]]>([
  ["metrics", metrics],
  ["searches", searches],
  ["HTTP checks", checks],
])("of %s", (_family, rows) => {
  test("there are twenty", () => expect(rows.length).toBeGreaterThanOrEqual(20));

  test.each(rows.map((row) => [row[0], row] as const))(`%s (${vendorFiles})`, (_what, [, signal, condition, more]) => {
    const one = definitionSchema.parse({ ...definition(), signal, condition, ...more });
    expect(faultsOf(one)).toEqual([]);
    const bodies = compile([one], [everybody], stack).filter(({ definition: id }) => id === one.id);
    expect(bodies).toHaveLength(1);
    for (const { kind, body } of bodies) {
      if (kind !== "monitor" && kind !== "synthetics-test") throw new Error(`a ${kind} is none of these`);
      expect(faultsBy(`#/components/schemas/${schemas[kind]}`, body)).toEqual([]);
    }
    const why = whyNotEvaluated(one);
    if (why === null) expect(evaluate(one, { series: {} }, { from, to: from + days(1) * 1000 })).toBeInstanceOf(Array);
    else expect(why).toMatch(/\w/);
  });
});
