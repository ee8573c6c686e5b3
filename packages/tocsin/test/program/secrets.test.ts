import { expect, it } from "vitest";
import type { JsonObject, Resource } from "../../src/model/resource.ts";
import { missingSecrets, paddedSecrets, paddedText, secretNames, secretsFrom } from "../../src/model/secrets.ts";

const withBody = (body: JsonObject): Resource => ({
  vendor: "vercel",
  kind: "environment-variable",
  name: "it",
  definition: null,
  parent: {},
  body,
  refs: [],
});

it("finds secrets at any depth, each once, sorted", () => {
  const bodies: JsonObject[] = [{ a: ["secret:B", { c: "secret:A" }] }, { value: "secret:B" }];
  expect(secretNames(bodies.map(withBody))).toEqual(["A", "B"]);
});

it("takes only the whole text for a secret", () => {
  expect(secretNames([withBody({ message: "the secret:A is not here", b: "secret:lower", c: "secret:" })])).toEqual([]);
});

it("counts an empty variable as missing and names all of them at once", () => {
  const resources = [withBody({ a: "secret:ONE", b: "secret:TWO", c: "secret:THREE" })];
  const secret = secretsFrom({ TOCSIN_SECRET_ONE: "x", TOCSIN_SECRET_TWO: "" });
  expect(missingSecrets(resources, secret)).toEqual(["TOCSIN_SECRET_THREE", "TOCSIN_SECRET_TWO"]);
});

it("names values that no header can carry, and never shows them", () => {
  const resources = [withBody({ a: "secret:ONE", b: "secret:TWO", c: "secret:THREE" })];
  const secret = secretsFrom({
    ...{ TOCSIN_SECRET_ONE: "s3cret\n", TOCSIN_SECRET_TWO: "s3 cret", TOCSIN_SECRET_THREE: "\ts3cret" },
  });
  const padded = paddedSecrets(resources, secret);
  expect(padded).toEqual(["TOCSIN_SECRET_ONE", "TOCSIN_SECRET_THREE"]);
  expect(paddedText(padded)).toBe(
    "White space at an end of TOCSIN_SECRET_ONE, TOCSIN_SECRET_THREE: no header can carry it. Set them again without it.",
  );
});
