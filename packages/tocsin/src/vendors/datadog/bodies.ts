/** Parts of Datadog's bodies that its plugin can carry: what the engine sends, and so what can be imported. */
import { z } from "zod";

/** The request of an HTTP test. */
export const testRequest = z.strictObject({
  method: z.string(),
  url: z.string(),
  timeout: z.number().optional(),
  body: z.string().optional(),
  bodyType: z.string().optional(),
  noSavingResponseBody: z.boolean().optional(),
  httpVersion: z.string().optional(),
  persistCookies: z.boolean().optional(),
  query: z.record(z.string(), z.string()).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  basicAuth: z.strictObject({ type: z.enum(["web", "digest"]), username: z.string(), password: z.string() }).optional(),
  proxy: z.strictObject({ url: z.string() }).optional(),
});

/** The request of a test of a certificate, a domain or a port. */
export const hostRequest = z.strictObject({
  host: z.string(),
  port: z.union([z.number(), z.string()]).optional(),
  dnsServer: z.string().optional(),
  callType: z.literal("healthcheck").optional(),
  service: z.string().optional(),
  numberOfPackets: z.number().optional(),
  timeout: z.number().optional(),
});

/** The request of a step: it says itself whether it follows redirects. */
export const stepRequest = testRequest.extend({ follow_redirects: z.boolean().optional() });

/** A value of an answer that later steps use. */
export const extractedValue = z.strictObject({
  name: z.string(),
  type: z.string(),
  field: z.string().optional(),
  parser: z.strictObject({ type: z.string(), value: z.string().optional() }),
});

/** Variables of an HTTP test: only those of the whole organisation. */
export const testVariables = z.array(z.strictObject({ id: z.string(), name: z.string(), type: z.literal("global") }));

/** What an objective of good slices of time is counted from. */
export const timeSlice = z.strictObject({
  query: z.strictObject({
    formulas: z.tuple([z.strictObject({ formula: z.string() })]),
    queries: z.array(z.strictObject({ data_source: z.literal("metrics"), name: z.string(), query: z.string() })),
  }),
  query_interval_seconds: z.number(),
  comparator: z.string(),
  threshold: z.number(),
});
