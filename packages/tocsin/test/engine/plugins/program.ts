import pulumi from "@pulumi/pulumi";
import { Alert, Monitor } from "../../../../pulumi-sentry/src/index.ts";
import { WebhookEndpoint } from "../../../src/providers/stripe/sdk.ts";

/** A credential that must never stand anywhere in clear. */
export const PLANTED = "planted-credential-5f1d9c";

export interface Settings {
  threshold?: number;
  project?: string;
  /** Import ids by logical name. */
  imports?: Record<string, string>;
}

/** A small stack of every kind that our plugins manage. The alert needs the id of a monitor, the output a secret. */
export function programOf({ threshold = 50, project = "web", imports = {} }: Settings = {}) {
  return async () => {
    const place = { organization: "acme", project };
    const options = (name: string) => (imports[name] === undefined ? {} : { import: imports[name] });
    const errors = new Monitor(
      "errors",
      {
        ...place,
        type: "metric_issue",
        name: "Error rate tocsin:errors",
        description: "What to do\ntocsin:errors",
        aggregate: "count()",
        dataset: "events",
        eventTypes: ["error", "default"],
        environment: "staging",
        query: "service:[api, apps/web]",
        timeWindowSeconds: 300,
        conditionGroup: {
          conditions: [
            { type: "gt", comparison: threshold, conditionResult: 75 },
            { type: "lte", comparison: threshold, conditionResult: 0 },
          ],
        },
        issueDetection: { type: "static" },
      },
      options("errors"),
    );
    new Monitor("ready", {
      ...place,
      type: "uptime_domain_failure",
      name: "Ready tocsin:ready",
      environment: "staging",
      url: "https://app.example.com/api/readyz",
      method: "GET",
      intervalSeconds: 60,
      timeoutMs: 5000,
      headers: { authorization: pulumi.secret(`Bearer ${PLANTED}`) },
      downtimeThreshold: 2,
    });
    new Alert(
      "rings",
      {
        organization: "acme",
        name: "Error rate tocsin:errors",
        environment: "staging",
        monitorIds: [errors.id],
        frequencyMinutes: 5,
        triggerConditions: [{ firstSeenEvent: {} }, { regressionEvent: {} }],
        actionFilters: [
          {
            logicType: "any",
            actions: [
              { slack: { integrationId: "55", channelName: "#alerts-staging", notes: "runbook" } },
              { email: { targetType: "user", targetId: "7" } },
            ],
          },
        ],
      },
      options("rings"),
    );
    const endpoint = new WebhookEndpoint(
      "billing",
      {
        url: "https://app.example.com/api/webhooks/stripe",
        enabledEvents: ["invoice.payment_failed", "invoice.paid"],
        description: "Billing",
        metadata: { managed_by: "tocsin", tocsin_id: "stripe", tocsin_env: "staging" },
      },
      options("billing"),
    );
    return { signing: endpoint.secret };
  };
}
