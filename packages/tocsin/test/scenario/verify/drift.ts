import { expect, it } from "vitest";
import type { Finding } from "../../../src/vendors/finding.ts";
import type { Report } from "../../../src/verify/report.ts";
import { followRemedies } from "./follow.ts";
import { startWorld, type World } from "./world.ts";

/** What a finding must be; what is left out may be anything. */
export type Expected = Partial<Finding> & Pick<Finding, "class">;

/**
 * One scenario: a stack that was just brought up and has no finding; then somebody does something by the vendors' own
 * interfaces; then verify finds exactly what the deed returns, in any order, and nothing else; then somebody does what each finding
 * says, and verify finds it no more.
 *
 * @param look at the whole report, for what is no finding
 */
export function drift(
  what: string,
  deed: (world: World) => Promise<Expected | Expected[]>,
  look: (report: Report, world: World) => void = () => {},
): void {
  it(what, async () => {
    const world = await startWorld();
    try {
      const before = await world.verify();
      expect([before.complete, before.findings]).toEqual([true, []]);
      const expected = [await deed(world)].flat();
      const report = await world.verify();
      expect(report.complete).toBe(true);
      const byClass = (a: Expected, b: Expected) => keyOf(a).localeCompare(keyOf(b));
      expect(report.findings.toSorted(byClass)).toMatchObject(expected.toSorted(byClass));
      expect(report.findings.length).toBe(expected.length);
      for (const { message } of report.findings) expect(message).toMatch(/^[A-Z].*\.$/);
      look(report, world);
      const left = await followRemedies(world, report.findings);
      if (left.length < report.findings.length) {
        const after = await world.verify();
        expect([after.complete, after.findings.map(keyOf)]).toEqual([true, left.map(keyOf)]);
      }
    } finally {
      await world.close();
    }
  });
}

const keyOf = ({ class: named, definition, path }: Expected) => `${named} ${definition} ${path}`;
