import { isProduction } from "../../model/stack.ts";
import { rule } from "../rule.ts";

export const stackSharedChannel = rule({
  id: "stack/shared-channel",
  severity: "error",
  title: "A stack for drills writes to production's channel",
  looksAt: "written",
  check: ({ stacks }) => {
    const production = stacks.filter(isProduction);
    return stacks
      .filter(({ allowDrills }) => allowDrills)
      .flatMap(({ name, channels }) =>
        Object.entries(channels).flatMap(([key, channel]) => {
          const owner = production.find((one) => Object.values(one.channels).includes(channel));
          if (owner === undefined) return [];
          return [
            {
              definition: null,
              subject: `${name}/${key}`,
              at: null,
              in: { file: `Pulumi.${name}.yaml`, key },
              message: `stack ${name} writes to ${channel}, which is the channel of ${owner.name}: its drills look like real alerts`,
              remedy: "Give the stack a channel of its own.",
            },
          ];
        }),
      );
  },
});
