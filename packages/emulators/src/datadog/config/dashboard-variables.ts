import { z } from "zod";
import { refuse } from "../api/errors.ts";

/** Values that a dashboard's reader chooses from (spec: `DashboardTemplateVariable`). */
export const templateVariables = z.array(
  z.looseObject({
    name: z.string().min(1),
    prefix: z.string().nullish(),
    default: z.string().nullish(),
    defaults: z.array(z.string().min(1)).min(1).optional(),
    available_values: z.array(z.string().min(1)).nullish(),
    type: z.string().nullish(),
  }),
);

/** Choices that somebody has kept under a name (spec: `DashboardTemplateVariablePreset`). */
export const templatePresets = z.array(
  z.looseObject({
    name: z.string(),
    template_variables: z
      .array(
        z.looseObject({
          name: z.string(),
          value: z.string().optional(),
          values: z.array(z.string().min(1)).min(1).optional(),
        }),
      )
      .default([]),
  }),
);

/**
 * Refuses what the specification excludes: both forms of a default or of a preset's value, a name given twice, and a preset of a
 * variable that there is not. The wording is ours.
 *
 * @throws Refusal 400
 */
export function refuseVariables(
  variables: z.infer<typeof templateVariables>,
  presets: z.infer<typeof templatePresets>,
): void {
  const names = variables.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw refuse(400, `Template variable '${twice}' is defined more than once`);
  const both = variables.find((one) => typeof one.default === "string" && one.defaults !== undefined);
  if (both !== undefined) throw refuse(400, `Template variable '${both.name}' has both 'default' and 'defaults'`);
  for (const { name: preset, template_variables: chosen } of presets) {
    const strange = chosen.find(({ name }) => !names.includes(name));
    if (strange !== undefined)
      throw refuse(400, `Preset '${preset}' names the template variable '${strange.name}', which there is not`);
    const double = chosen.find(({ value, values }) => value !== undefined && values !== undefined);
    if (double !== undefined)
      throw refuse(400, `Preset '${preset}' has both 'value' and 'values' for '${double.name}'`);
  }
}
