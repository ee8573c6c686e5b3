import { z } from "zod";
import { coveredBy } from "../gate/digest.ts";
import type { GateCheck } from "../gate/gate.ts";
import { definitionSchema } from "../model/definition.ts";
import { ConfigurationError } from "../model/problem.ts";
import type { Resource, ResourceKind, VendorName } from "../model/resource.ts";
import { compiledState, parseCompiled } from "../review/state.ts";
import { readText } from "../shared/text-file.ts";
import { UsageError } from "../shared/usage-error.ts";
import { vendorNames } from "../vendors/index.ts";
import { kinds } from "../vendors/kinds.ts";

/** What a preview takes from somebody else's compilation. */
export interface Compiled {
  resources: Resource[];
  gate: Pick<GateCheck["input"], "definitions" | "digests">;
}

const judged = compiledState.extend({
  definitions: z.array(z.object({ id: definitionSchema.shape.id, severity: definitionSchema.shape.severity })),
  digests: z.record(z.string(), z.string()),
});

const isVendor = (name: string): name is VendorName => vendorNames.some((vendor) => vendor === name);
const isKind = (name: string): name is ResourceKind => Object.hasOwn(kinds, name);

/**
 * Reads what `tocsin compile --stack S --json` printed somewhere else: of a branch whose code must not run where credentials
 * are.
 * @throws UsageError, ConfigurationError when it cannot be read, is of another stack, or of a newer tool
 */
export function readCompiled(file: string, stack: string): Compiled {
  const text = readText(file);
  const parsed = judged.safeParse(parseCompiled(text, file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigurationError(`${file} lacks what a preview needs: ${issue?.path.join(".")}: ${issue?.message}.`);
  }
  const { resources, definitions: written, digests, verbatim: raws = [] } = parsed.data;
  if (parsed.data.stack !== stack) throw new UsageError(`${file} is about stack ${parsed.data.stack}, not ${stack}.`);
  const known = resources.map(({ vendor, kind, aliases, ...rest }): Resource => {
    if (!isVendor(vendor) || !isKind(kind)) {
      throw new ConfigurationError(`${file} holds a ${vendor} ${kind}, which this version of the tool does not know.`);
    }
    return { vendor, kind, ...rest, ...(aliases === undefined ? {} : { aliases }) };
  });
  return { resources: known, gate: { definitions: coveredBy({ written, raws }, digests), digests } };
}
