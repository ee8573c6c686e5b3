import { expect, it } from "vitest";
import { notExercised } from "../../src/drill/verbatim.ts";
import { rawSchema } from "../../src/model/raw.ts";
import { compile } from "../../src/vendors/compile.ts";
import { definition, everybody, stack } from "../support/definitions.ts";

/** What a drill of a whole stack leaves out is named, so that nobody takes it for proven. */

const own = definition();
const verbatim = (id: string, kind: string, body: object = {}) =>
  rawSchema.parse({ id, kind, stack: "staging", body: { name: "by hand", tags: [], ...body } });
const resources = (...raw: ReturnType<typeof verbatim>[]) =>
  compile([own], [everybody], stack, [], { dashboards: [], objectives: [], raw });

it("is nothing where every alert is a definition", () => {
  expect(notExercised({ resources: resources(), definitions: [own] })).toBeNull();
  const dashboard = verbatim("shop/board", "dashboard");
  expect(notExercised({ resources: resources(dashboard), definitions: [own] })).toBeNull();
});

it("are the alerts that are imported verbatim, by name", () => {
  const one = [verbatim("shop/load", "monitor")];
  expect(notExercised({ resources: resources(...one), definitions: [own] })).toBe(
    "1 alert that is imported verbatim is not exercised (shop/load): no definition says what makes it fire. Import it as a definition (tocsin import without --verbatim) to drill it.",
  );
  const many = ["a", "b", "c", "d", "e", "f"].map((name) => verbatim(`shop/${name}`, "monitor"));
  expect(notExercised({ resources: resources(...many), definitions: [own] })).toContain(
    "6 alerts that are imported verbatim are not exercised (shop/a, shop/b, shop/c, shop/d, shop/e, ...):",
  );
});
