/**
 * What official clients of Datadog sent and were answered, as rows: at a place of a body, what was sent and what was read. Facts of the
 * recordings in two public repositories, each with its file; no recording is copied here.
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
