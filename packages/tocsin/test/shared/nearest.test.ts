import { expect, it } from "vitest";
import { nearest } from "../../src/shared/nearest.ts";

it.each([
  ["stagin", ["local", "staging", "prod"], ["staging"]],
  ["locl", ["local", "staging", "prod"], ["local"]],
  ["nowhere", ["local", "staging", "prod"], []],
  ["5xx-rat", ["web-api/5xx-rate", "web-api/errors"], ["web-api/5xx-rate"]],
  ["mian", ["origin/main", "main", "next"], ["origin/main", "main"]],
])("%s among %j is %j", (word, names, expected) => {
  expect(nearest(word, names)).toEqual(expected);
});
