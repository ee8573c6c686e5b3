import { handlesIn, textAt } from "../bodies.ts";
import type { CompiledStack } from "../rule.ts";
import { rule } from "../rule.ts";

/** Datadog mails any address; every other kind of handle must exist there. */
const isAddress = (handle: string): boolean => handle.slice(1).includes("@");

/** Handles that the stack itself makes: channels that an update will register. */
const own = ({ resources }: CompiledStack): Set<string> =>
  new Set(
    resources
      .filter(({ kind }) => kind === "slack-channel")
      .map(({ parent, body }) => `@slack-${String(parent.account)}-${textAt(body, "name").replace(/^#/, "")}`),
  );

export const datadogHandleUnknown = rule({
  id: "datadog/handle-unknown",
  severity: "error",
  title: "Datadog knows no such handle",
  looksAt: "live",
  check: ({ handles }, stack) => {
    if (handles === null) return [];
    const registered = own(stack);
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
