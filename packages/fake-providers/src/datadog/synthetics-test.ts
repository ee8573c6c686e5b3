import type { ResourceHandler } from "tocsin/internal/provider";
import { PartlyCreated } from "tocsin/internal/provider";
import { defineResource } from "../shared/resource.ts";
import type { Rest } from "../shared/rest.ts";
import { defined } from "../shared/values.ts";
import { bodyOf, complete, identityOf, inputs, propertiesOf, settingsOf } from "./synthetics-mapping.ts";

const PATH = "/api/v1/synthetics/tests";

/** `datadog:index/syntheticsTest:SyntheticsTest`, API tests of requests over HTTP, of a certificate, a domain or a port. */
export function syntheticsTest(rest: () => Rest): ResourceHandler {
  return defineResource({
    schema: inputs,
    complete,
    computedOutputs: ["monitorId"],

    async create(given) {
      const created = await rest().call("POST", `${PATH}/api`, bodyOf(given));
      const { id, monitorId } = identityOf(created);
      try {
        const shown = await rest().findNew(`${PATH}/api/${id}`);
        return { id, outputs: { ...propertiesOf(shown, given), ...settingsOf(given), monitorId } };
      } catch (error) {
        const outputs = { ...propertiesOf(created, given), ...settingsOf(given), monitorId };
        throw new PartlyCreated(error instanceof Error ? error.message : String(error), id, outputs, { cause: error });
      }
    },

    async read(id, olds) {
      // The first call tells the test's type, the second has what only tests of that type have.
      if ((await rest().find(`${PATH}/${id}`)) === null) return null;
      const shown = await rest().find(`${PATH}/api/${id}`);
      if (shown === null) return null;
      const live = { ...propertiesOf(shown, olds?.inputs), ...settingsOf(olds?.inputs ?? {}) };
      return { id, inputs: live, outputs: { ...live, monitorId: identityOf(shown).monitorId } };
    },

    async update(id, given) {
      const answer = await rest().call("PUT", `${PATH}/api/${id}`, bodyOf(given));
      return { ...propertiesOf(answer, given), ...settingsOf(given), monitorId: identityOf(answer).monitorId };
    },

    async delete(id, outputs) {
      const force = outputs.forceDeleteDependencies === true || undefined;
      await rest().call("POST", `${PATH}/delete`, defined({ public_ids: [id], force_delete_dependencies: force }));
    },
  });
}
