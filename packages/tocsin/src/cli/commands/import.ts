import type { Command } from "commander";
import { z } from "zod";
import { importableVendor } from "../../app/import/find.ts";
import { type ImportSurroundings, importResource } from "../../app/import-resource.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { stackOption } from "../options.ts";

const options = z.object({
  stack: z.string(),
  file: z.string().default("alerts/imported.ts"),
  as: z.string().optional(),
  secretVariable: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/)
    .optional(),
  verbatim: z.boolean().default(false),
});

/**
 * `tocsin import VENDOR ID --stack S`. Exit code 1, with nothing written, for an object that no definition describes
 * exactly; 2 for wrong use, 3 when a vendor cannot be read.
 */
export function importCommand(command: Command, surroundings: ImportSurroundings): void {
  command
    .argument(
      "<vendor>",
      "datadog, sentry or stripe: a monitor, test or endpoint; verbatim also a dashboard, objective or alert",
    )
    .argument("<id>", "the resource's id there, as `tocsin verify` names it")
    .addOption(stackOption("the stack that it is to belong to"))
    .option("--file <file>", "the definition file to write to (default: alerts/imported.ts)")
    .option("--as <id>", "id of the definition, subject/alert (default: from service and name)")
    .option("--secret-variable <name>", "stripe: the service's environment variable with the signing secret")
    .option("--verbatim", "import it unchanged, whatever it is, instead of as a definition")
    .action(async (vendor: unknown, id: unknown, raw: unknown) => {
      const parsed = options.safeParse(raw);
      if (!parsed.success) throw new UsageError("--secret-variable is a name such as STRIPE_WEBHOOK_SECRET.");
      await importResource(importableVendor(z.string().parse(vendor)), z.string().parse(id), parsed.data, surroundings);
    });
}
