import { definition } from "../../support/definitions.ts";
import { errors } from "../definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "The alert watches something of another kind",
  before: { definitions: [definition()] },
  after: { definitions: [errors()] },
  says: [
    "DANGEROUS shop/errors deleted: Its datadog monitor is deleted.",
    'DANGEROUS shop/errors redirected: Watches something else: errors of Sentry project web with service "api" or "web" instead of lines with "it broke" in the logs of shop.',
    // Nothing that Datadog watches posts there any more.
    "DANGEROUS (shared) deleted: The datadog slack-channel shared/slack-channel/alerts is deleted. The engine refuses that in prod, where it is protected.",
    "notable shop/errors added: Its sentry detector is new.",
    "notable shop/errors added: Its sentry workflow is new.",
    "notable shop/errors settings: When its data stop, it leaves that to the vendor; so far, it counted them as zero.",
  ],
  does: [
    "create sentry detector shop/errors/detector",
    "create sentry workflow shop/errors/workflow",
    "delete datadog slack-channel shared/slack-channel/alerts",
    "delete datadog monitor shop/errors/monitor",
  ],
} satisfies Scenario;
