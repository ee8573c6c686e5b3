import { listAt, valueAt } from "../bodies.ts";
import { type NamedProblem, rule } from "../rule.ts";

export const sentryRecipientUnknown = rule({
  id: "sentry/recipient-unknown",
  severity: "error",
  title: "Sentry knows no such member or Slack integration",
  looksAt: "live",
  check: ({ sentry }, { config, resources }) => {
    if (sentry === null) return [];
    const found = new Map<string, NamedProblem>();
    for (const { kind, body } of resources) {
      if (kind !== "workflow") continue;
      const actions = listAt(body, "actionFilters").flatMap((_, i) => listAt(body, `actionFilters.${i}.actions`));
      for (const action of actions) {
        const [type, whom, user, integration] = [
          valueAt(action, "type"),
          valueAt(action, "config.targetType"),
          String(valueAt(action, "config.targetIdentifier") ?? ""),
          String(valueAt(action, "integrationId") ?? ""),
        ];
        if (type === "email" && whom === "user" && !sentry.users.has(user))
          found.set(user, said(config.name, `user ${user}`, "people"));
        if (type === "slack" && !sentry.integrations.has(integration))
          found.set(`slack ${integration}`, said(config.name, `working Slack integration ${integration}`, "sentry"));
      }
    }
    return [...found.values()];
  },
});

const said = (stack: string, what: string, section: string): NamedProblem => ({
  definition: null,
  subject: what,
  at: null,
  in: { file: `Pulumi.${stack}.yaml`, key: section },
  message: `the Sentry organisation has no ${what}: its alerts are not delivered there`,
  remedy: `Correct \`tocsin:${section}\` in Pulumi.${stack}.yaml, or repair it at Sentry.`,
});
