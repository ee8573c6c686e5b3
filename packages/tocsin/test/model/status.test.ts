import { expect, test } from "vitest";
import { type ExpectedStatus, healthyStatus, statusText, takesStatus } from "../../src/model/signals/status.ts";

test.each<[ExpectedStatus, string, number[], number[], number]>([
  [undefined, "any", [200, 503], [], 200],
  [204, "204", [204], [200], 204],
  [[300, 399], "300 to 399", [300, 399], [299, 400], 300],
  [{ isNot: 500 }, "not 500", [200, 503], [500], 200],
  [{ below: 400 }, "below 400", [399], [400], 200],
  [{ matches: "^4" }, "one that matches ^4", [404], [200], 400],
  [{ doesNotMatch: "^[25]" }, "one that does not match ^[25]", [301], [200, 500], 100],
])("%j is %s", (expected, text, taken, refused, healthy) => {
  expect(statusText(expected)).toBe(text);
  expect(taken.every((status) => takesStatus(expected, status))).toBe(true);
  expect(refused.some((status) => takesStatus(expected, status))).toBe(false);
  expect(healthyStatus(expected)).toBe(healthy);
});
