import type { Properties, ResourceHandler, Value } from "tocsin/internal/provider";
import { z } from "zod";
import { defineResource } from "../shared/resource.ts";
import { answered, type Rest, VendorError } from "../shared/rest.ts";
import { defined } from "../shared/values.ts";

const PATH = "/api/v1/synthetics/variables";

const inputs = z.strictObject({
  name: z.string().regex(/^[A-Z][A-Z0-9_]+[A-Z0-9]$/, "must be all uppercase with underscores"),
  value: z.string(),
  secure: z.boolean(),
  description: z.string(),
  tags: z.array(z.string()),
  isFido: z.boolean(),
  isTotp: z.boolean(),
});

const variable = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  is_fido: z.boolean().default(false),
  is_totp: z.boolean().default(false),
  value: z.looseObject({ secure: z.boolean().default(false), value: z.string().optional() }),
});

/** `datadog:index/syntheticsGlobalVariable:SyntheticsGlobalVariable`, with a value of its own (not taken from a test). */
export function globalVariable(rest: () => Rest): ResourceHandler {
  return defineResource({
    schema: inputs,
    complete: (given) => ({ secure: false, description: "", tags: [], isFido: false, isTotp: false, ...given }),
    secretOutputs: ["value"],

    async create(given) {
      const answer = await rest().call("POST", PATH, bodyOf(given));
      return {
        id: answered(variable, answer, "Datadog's global variable").id,
        outputs: propertiesOf(answer, given.value),
      };
    },

    async read(id, olds) {
      const answer = await rest().find(`${PATH}/${id}`);
      if (answer === null) return null;
      const live = propertiesOf(answer, olds?.outputs.value);
      return { id, inputs: live, outputs: live };
    },

    async update(id, given) {
      return propertiesOf(await rest().call("PUT", `${PATH}/${id}`, bodyOf(given)), given.value);
    },

    async delete(id) {
      await rest()
        .call("DELETE", `${PATH}/${id}`)
        .catch((error: unknown) => {
          // One that is gone already is what was asked for: among these types only here upstream sees it so.
          if (!(error instanceof VendorError) || error.status !== 404) throw error;
        });
    },
  });
}

/** Create and update send the same body. */
function bodyOf(given: z.infer<typeof inputs>): Properties {
  return {
    description: given.description,
    is_fido: given.isFido,
    is_totp: given.isTotp,
    name: given.name,
    tags: given.tags,
    value: { secure: given.secure, value: given.value },
  };
}

/** Datadog never answers with a secure value, so state keeps the one that was last written (`known`). */
function propertiesOf(answer: Value, known: Value | undefined): Properties {
  const live = answered(variable, answer, "Datadog's global variable");
  return defined({
    name: live.name,
    description: live.description,
    tags: live.tags,
    isFido: live.is_fido,
    isTotp: live.is_totp,
    secure: live.value.secure,
    value: live.value.secure ? known : live.value.value,
  });
}
