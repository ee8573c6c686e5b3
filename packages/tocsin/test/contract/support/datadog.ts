import { client, type v1 } from "@datadog/datadog-api-client";
import { ObjectSerializer } from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/ObjectSerializer.js";
import type { Json } from "../../../src/model/resource.ts";
import type { Section } from "./vendors.ts";

/** Settings of the official client for the emulated vendor; `keys` replaces the right ones. */
export function datadogSettings(section: Section, keys: { apiKey?: string; appKey?: string } = {}) {
  const { url, apiKey, appKey } = section("datadog");
  return client.createConfiguration({
    baseServer: new client.BaseServerConfiguration(url, {}),
    authMethods: { apiKeyAuth: keys.apiKey ?? apiKey, appKeyAuth: keys.appKey ?? appKey },
  });
}

/** A compiled body as the client's own model, made by the client's own reader; `foreign` tells what it did not know. */
export const asMonitor = (body: Json): v1.Monitor => ObjectSerializer.deserialize(body, "Monitor");
export const asTest = (body: Json): v1.SyntheticsAPITest => ObjectSerializer.deserialize(body, "SyntheticsAPITest");
export const asVariable = (body: Json): v1.SyntheticsGlobalVariableRequest =>
  ObjectSerializer.deserialize(body, "SyntheticsGlobalVariableRequest");
export const asChannel = (body: Json): v1.SlackIntegrationChannel =>
  ObjectSerializer.deserialize(body, "SlackIntegrationChannel");
export const asDashboard = (body: Json): v1.Dashboard => ObjectSerializer.deserialize(body, "Dashboard");
export const asObjective = (body: Json): v1.ServiceLevelObjectiveRequest =>
  ObjectSerializer.deserialize(body, "ServiceLevelObjectiveRequest");
export const asPipeline = (body: Json): v1.LogsPipeline => ObjectSerializer.deserialize(body, "LogsPipeline");

/**
 * What Datadog answers with and its own client has no place for, as the client's class and the field: all are in recorded
 * answers of the API and absent from the specification that the client is generated from. An emulator without them would
 * be less like the vendor.
 */
const beyondTheSpecification: readonly string[] = [
  "Creator.id",
  "DashboardSummaryDefinition.deleted_at",
  "Event.handle",
  "Event.related_event_id",
  "Monitor.created_at",
  "Monitor.org_id",
  "Monitor.overall_state_modified",
  "Monitor.restriction_policy",
  "MonitorSearchResult.muted_until_ts",
  "MonitorSearchResult.overall_state_modified",
  "MonitorSearchResult.priority",
  "MonitorSearchResult.restricted_roles",
  "SLOListResponse.error",
  "SLOResponseData.type_id",
  "ServiceLevelObjective.type_id",
  "SyntheticsAPITest.created_at",
  "SyntheticsAPITest.created_by",
  "SyntheticsAPITest.creator",
  "SyntheticsAPITest.deleted_at",
  "SyntheticsAPITest.modified_at",
  "SyntheticsAPITest.modified_by",
  "SyntheticsAPITest.org_id",
  "SyntheticsAPITest.overall_state",
  "SyntheticsAPITest.overall_state_modified",
  "SyntheticsGlobalVariable.created_at",
  "SyntheticsGlobalVariable.creator",
  "SyntheticsGlobalVariable.editor",
  "SyntheticsGlobalVariable.last_error",
  "SyntheticsGlobalVariable.modified_at",
  "SyntheticsGlobalVariable.type",
  "SyntheticsTestDetailsWithoutSteps.created_at",
  "SyntheticsTestDetailsWithoutSteps.modified_at",
  // Since 2026, as recordings of newer clients show.
  "SyntheticsTestOptions.bits_ai_auto_investigate",
  "SyntheticsTestOptions.downtime_ids",
  "SyntheticsTestOptionsMonitorOptions.include_tags",
  "SyntheticsTestOptionsMonitorOptions.new_host_delay",
  "SyntheticsTestOptionsMonitorOptions.notify_audit",
  "SyntheticsTestOptionsMonitorOptions.on_missing_data",
];

/**
 * What the client found in an answer and has no place for: unknown fields (it keeps them in `additionalProperties`) and
 * values outside a field's type or enumeration (it wraps them as unparsed). Sorted, each once.
 */
export function foreign(value: unknown): string[] {
  return [...new Set(found(value, "$"))].filter((each) => !beyondTheSpecification.includes(each)).sort();
}

function found(value: unknown, at: string): string[] {
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  const type = value.constructor.name;
  if (type === "UnparsedObject") return [`${at} is unparsed: ${JSON.stringify(value)}`];
  if (Array.isArray(value)) return value.flatMap((one) => found(one, `${at}.*`));
  return Object.entries(value).flatMap(([key, one]) => {
    if (key === "_unparsed" || one === undefined) return [];
    if (key === "additionalProperties") return Object.keys(Object(one)).map((extra) => `${type}.${extra}`);
    return found(one, `${at}.${key}`);
  });
}
