import { describe, expect, test } from "vitest";
import { chosenOf, definitionNamed } from "../../src/project/choose.ts";

const definitions = ["web-api/5xx-rate", "web-api/latency-upload", "worker/stuck-jobs", "database/high-cpu"].map(
  (id) => ({
    id,
  }),
);
const chosen = (...words: string[]) => chosenOf(definitions, words).map(({ id }) => id);
const refused =
  (...words: string[]) =>
  () =>
    chosenOf(definitions, words);

describe("words of a command line choose definitions", () => {
  test("none choose all, in the project's order", () => {
    expect(chosen()).toEqual(definitions.map(({ id }) => id));
  });

  test("an id chooses one, and a pattern what it matches, each once and in the project's order", () => {
    expect(chosen("worker/stuck-jobs", "web-api/*")).toEqual([
      "web-api/5xx-rate",
      "web-api/latency-upload",
      "worker/stuck-jobs",
    ]);
    expect(chosen("*latency*", "web-api/latency-upload")).toEqual(["web-api/latency-upload"]);
    expect(chosen("*")).toHaveLength(4);
  });

  test("only the star has a meaning of its own", () => {
    expect(refused("web.api/*")).toThrow("No definition has the id web.api/*. `tocsin list` shows all ids.");
    expect(refused("(*")).toThrow("No definition has the id (*.");
  });

  test.each([
    ["web-api/5xx-rat", "No definition has the id web-api/5xx-rat. Did you mean web-api/5xx-rate?"],
    ["high-cpu", "No definition has the id high-cpu. Did you mean database/high-cpu?"],
    ["hihg-cpu", "No definition has the id hihg-cpu. Did you mean database/high-cpu?"],
    ["web-api", "No definition has the id web-api. Did you mean web-api/5xx-rate or web-api/latency-upload?"],
    ["billing/refunds", "No definition has the id billing/refunds. `tocsin list` shows all ids."],
    ["", "No definition has the id . `tocsin list` shows all ids."],
  ])("says which id was meant by %j", (word, message) => {
    expect(refused(word)).toThrow(message);
    expect(() => definitionNamed(definitions, word)).toThrow(message);
  });

  test("names every unknown word at once", () => {
    expect(refused("no/such", "worker/stuck-jobs", "high-cpu")).toThrow(
      "No definition has the id no/such, high-cpu. Did you mean database/high-cpu?",
    );
  });
});
