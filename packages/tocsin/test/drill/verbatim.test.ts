import { expect, it } from "vitest";
import { notExercised } from "../../src/drill/verbatim.ts";

/** What a drill leaves out is named with its reason, so that nobody takes it for proven. */

const left = (...ids: string[]) => ids.map((id) => ({ id, reason: "it is paused: it does not run" }));

it("is nothing where every alert is drilled", () => {
  expect(notExercised([])).toBeNull();
});

it("are the alerts that are imported verbatim, each with its reason", () => {
  expect(notExercised(left("shop/load"))).toBe(
    "1 alert that is imported verbatim is not exercised:\n  shop/load: it is paused: it does not run",
  );
  expect(notExercised([{ id: "shop/b", reason: "\u001b[2J" }, ...left("shop/a")])).toBe(
    "2 alerts that are imported verbatim are not exercised:\n  shop/a: it is paused: it does not run\n  shop/b: \\u{1b}[2J",
  );
  const many = notExercised(left(...Array.from({ length: 30 }, (_, n) => `shop/alert-${n}`)));
  expect(many?.split("\n").at(-1)).toBe("  And 10 more.");
});
