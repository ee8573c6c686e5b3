import { textAt } from "../../model/resource.ts";
import { handlesIn, isAddress, registeredHandles } from "../../vendors/datadog/handles.ts";
import { rule } from "../rule.ts";

export const datadogHandleUnknown = rule({
  id: "datadog/handle-unknown",
  severity: "error",
  title: "Datadog knows no such handle",
  looksAt: "live",
  check: ({ handles }, stack) => {
    if (handles === null) return [];
    // Channels that an update will register.
    const registered = registeredHandles(stack.resources);
    return stack.resources
      .filter(({ vendor, kind }) => vendor === "datadog" && (kind === "monitor" || kind === "synthetics-test"))
      .flatMap(({ definition, body }) =>
        handlesIn(textAt(body, "message"))
          .filter((handle) => !isAddress(handle) && !handles.has(handle) && !registered.has(handle))
          .map((handle) => ({
            definition,
            subject: handle,
            at: "route",
            path: "message",
            message: `Datadog knows no ${handle}: nothing arrives there`,
            remedy: "Set the integration up at Datadog, or correct the route or the stack file.",
          })),
      );
  },
});
