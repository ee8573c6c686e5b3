import type { Command } from "commander";
import { z } from "zod";
import { type AdoptSurroundings, adopt } from "../../app/adopt.ts";
import { adoptableVendor } from "../../app/import/find.ts";
import { UsageError } from "../../shared/usage-error.ts";

const options = z.object({
  stack: z.string(),
  file: z.string().default("alerts/adopted.ts"),
  as: z.string().optional(),
  secretVariable: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/)
    .optional(),
  asItIs: z.boolean().default(false),
});

/**
 * Adds `tocsin adopt VENDOR ID --stack S`. Exit code 1, with nothing written, for an object that no definition describes
 * exactly; 2 for wrong use, 3 when a vendor cannot be read.
 */
export function adoptCommand(program: Command, surroundings: AdoptSurroundings): void {
  program
    .command("adopt")
    .description("import a live resource as a definition")
    .argument(
      "<vendor>",
      "datadog, sentry or stripe: a monitor, HTTP test or endpoint; as it is also a dashboard, objective or alert",
    )
    .argument("<id>", "the object's id there, as `tocsin verify` names it")
    .requiredOption("--stack <stack>", "the stack that it is to belong to")
    .option("--file <file>", "the definition file to write to (default: alerts/adopted.ts)")
    .option("--as <id>", "id of the definition, subject/alert (default: from service and name)")
    .option("--secret-variable <name>", "stripe: the service's environment variable with the signing secret")
    .option("--as-it-is", "keep it word for word, whatever it is, instead of making a definition of it")
    .action(async (vendor: unknown, id: unknown, raw: unknown) => {
      const parsed = options.safeParse(raw);
      if (!parsed.success) throw new UsageError("--secret-variable is a name such as STRIPE_WEBHOOK_SECRET.");
      await adopt(adoptableVendor(z.string().parse(vendor)), z.string().parse(id), parsed.data, surroundings);
    });
}
