import { type Definition, definitionSchema } from "../../../src/model/definition.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { compile } from "../../../src/vendors/compile.ts";
import { definition, everybody } from "../../support/definitions.ts";
import { objectives, parts, stack } from "./parts.ts";
import type { Row } from "./row.ts";
import { endpoints } from "./stripe.ts";

/** The definition of a row. */
export const definitionOf = ([, signal, condition, more]: Row): Definition =>
  definitionSchema.parse({ ...definition(), signal, condition, ...more });

/** Everything that a stack of one definition, and of what it can name, becomes. */
export const compiledWith = (one: Definition): Resource[] =>
  compile([one, ...parts], [everybody], stack, [], { dashboards: [], objectives });

/** Stripe's own test server judges them, which is no file. */
export const inventedEndpoints = (): Resource[] =>
  endpoints.flatMap((row) =>
    compiledWith(definitionOf(row))
      .filter(({ kind }) => kind === "webhook-endpoint")
      .map((resource) => ({ ...resource, name: row[0] })),
  );
