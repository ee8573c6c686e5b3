import pulumi from "@pulumi/pulumi";
import { Alert, Monitor } from "../../../../pulumi-sentry/src/index.ts";
import { OwnResource } from "../../../src/program/own.ts";

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
    const common = { projectId: project, enabled: true, owner: null };
    const errors = new Monitor(
      "errors",
      {
        ...place,
        body: {
          ...common,
          type: "metric_issue",
          name: "Error rate tocsin:errors",
          description: "What to do\ntocsin:errors",
          dataSources: [
            {
              aggregate: "count()",
              dataset: "events",
              environment: "staging",
              eventTypes: ["error", "default"],
              extrapolationMode: null,
              query: "service:[api, apps/web]",
              queryType: 0,
              timeWindow: 300,
            },
          ],
          conditionGroup: {
            logicType: "any",
            conditions: [
              { type: "gt", comparison: threshold, conditionResult: 75 },
              { type: "lte", comparison: threshold, conditionResult: 0 },
            ],
          },
          config: { detectionType: "static" },
        },
      },
      options("errors"),
    );
    new Monitor("ready", {
      ...place,
      body: {
        ...common,
        type: "uptime_domain_failure",
        name: "Ready tocsin:ready",
        dataSources: [
          {
            url: "https://app.example.com/api/readyz",
            method: "GET",
            headers: [["authorization", pulumi.secret(`Bearer ${PLANTED}`)]],
            body: null,
            intervalSeconds: 60,
            timeoutMs: 5000,
            assertion: null,
            traceSampling: false,
          },
        ],
        config: { environment: "staging", mode: 1, downtimeThreshold: 2, recoveryThreshold: 1 },
      },
    });
    new Alert(
      "notifies",
      {
        organization: "acme",
        body: {
          name: "Error rate tocsin:errors",
          enabled: true,
          environment: "staging",
          config: { frequency: 5 },
          detectorIds: [errors.id],
          triggers: {
            logicType: "any-short",
            conditions: ["first_seen_event", "regression_event"].map((type) => ({
              type,
              comparison: true,
              conditionResult: true,
            })),
          },
          actionFilters: [
            {
              logicType: "any",
              conditions: [],
              actions: [
                {
                  type: "slack",
                  integrationId: "55",
                  config: { targetType: "specific", targetIdentifier: "", targetDisplay: "#alerts-staging" },
                  data: { notes: "runbook" },
                },
                { type: "email", config: { targetType: "user", targetIdentifier: "7" }, data: {} },
              ],
            },
          ],
        },
      },
      options("notifies"),
    );
    const endpoint = new OwnResource(
      "tocsin:stripe:WebhookEndpoint",
      "billing",
      {
        secret: undefined,
        body: {
          url: "https://app.example.com/api/webhooks/stripe",
          enabled_events: ["invoice.payment_failed", "invoice.paid"],
          description: "Billing",
          metadata: { managed_by: "tocsin", tocsin_id: "stripe", tocsin_env: "staging" },
        },
      },
      { ...options("billing"), additionalSecretOutputs: ["secret"] },
    );
    return { signing: endpoint.secret };
  };
}
