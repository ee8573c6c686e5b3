/**
 * What vendors were sent and answered, as rows: at a place of a body, what was sent and what was read. Of Datadog, facts of the recordings
 * in two public repositories of clients. No repository has recordings of the others (getsentry, jianyuan/terraform-provider-sentry,
 * vercel/terraform-provider-vercel, stripe/*; looked through in 2026-11): of them, what the vendor's own tests and specification state
 * of its answers. Each with its file; nothing is copied here.
 */
import type { Json, ResourceKind } from "../../../src/model/resource.ts";

/** Where recordings are, at which commit. */
export const sources = {
  terraform: {
    repository: "DataDog/terraform-provider-datadog",
    commit: "701d55bc44f349de6074a6f770c26fcbfb4ce8b1",
    folder: "datadog/tests/cassettes",
  },
  go: {
    repository: "DataDog/datadog-api-client-go",
    commit: "1f7e702c480c2a321fb7837b2ee2f8d5cc615dc9",
    folder: "tests/scenarios/cassettes/TestScenarios",
  },
  sentryMonitors: {
    repository: "getsentry/sentry",
    commit: "10e2f96613a6ceffdef053887cf29ce3756ea1c7",
    folder: "tests/sentry/workflow_engine/endpoints/serializers",
  },
  sentryAlerts: {
    repository: "getsentry/sentry",
    commit: "3ebf2bd2183ebf8f272d845cbd1f7801bee8626d",
    folder: "tests/sentry/workflow_engine/endpoints/serializers",
  },
  stripe: {
    repository: "stripe/openapi",
    commit: "00ea679fe5a863ec5c3e167b9dadc63b5d6eaeb9",
    folder: "openapi",
  },
} as const;

/** Nothing stood there. */
export const absent = Symbol("absent");
/** Something stood there, which is of no interest: an id, a time, a name. */
export const present = Symbol("present");
type Stood = Json | typeof absent | typeof present;

export interface Recording {
  kind: ResourceKind;
  source: keyof typeof sources;
  file: string;
  rows: (readonly [path: string, sent: Stood, read: Stood])[];
}
