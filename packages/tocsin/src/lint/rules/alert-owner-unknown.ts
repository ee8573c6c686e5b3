import { rule } from "../rule.ts";

export const alertOwnerUnknown = rule({
  id: "alert/owner-unknown",
  severity: "error",
  title: "The owner is nobody whom the stack knows",
  looksAt: "stack",
  check: ({ config, definitions }) =>
    definitions
      .filter(({ owner }) => !(owner in config.people))
      .map(({ id, owner }) => ({
        definition: id,
        at: "owner",
        message: `its owner "${owner}" is not among the people of stack ${config.name}`,
        remedy: `Use one of ${Object.keys(config.people).sort().join(", ")}, or add the person to the stack file.`,
      })),
});
