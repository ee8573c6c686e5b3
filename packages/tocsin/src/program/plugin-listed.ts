import { existsSync } from "node:fs";
import path from "node:path";
import pulumi from "@pulumi/pulumi";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import type { Resource } from "../model/resource.ts";
import { packageFolder } from "../shared/package-folder.mjs";
import { readText } from "../shared/text-file.ts";
import { isOurs } from "./own.ts";

const manifest = z.object({
  plugins: z.object({ providers: z.array(z.object({ name: z.string(), path: z.string() })).nullish() }).nullish(),
});

/**
 * Refuses a program whose project does not tell the engine where our plugin is: the engine would look for a published one.
 * @param root folder of Pulumi.yaml
 * @throws RunError with the lines to add
 */
export function requirePlugin(root: string, resources: readonly Resource[]): void {
  if (!resources.some(isOurs)) return;
  const parsed = manifest.safeParse(parseYaml(readText(path.join(root, "Pulumi.yaml"))));
  const named = parsed.data?.plugins?.providers?.find(({ name }) => name === "tocsin");
  if (named !== undefined && existsSync(path.resolve(root, named.path, "pulumi-resource-tocsin"))) return;
  const fault =
    named === undefined
      ? "does not say where the plugin tocsin is"
      : `says that the plugin tocsin is in ${named.path}, and it is not there`;
  throw new pulumi.RunError(
    `Pulumi.yaml ${fault}. The plugin manages what the definitions have at Sentry and Stripe, crons and monitors at Vercel, and tests and objectives that are imported as they are. Write into Pulumi.yaml:\n\n${linesFor(root)}\n`,
  );
}

function linesFor(root: string): string {
  const usual = "node_modules/tocsin/plugin";
  const place = existsSync(path.join(root, usual)) ? usual : path.relative(root, path.join(packageFolder(), "plugin"));
  return `plugins:\n  providers:\n    - name: tocsin\n      path: ${place}`;
}
