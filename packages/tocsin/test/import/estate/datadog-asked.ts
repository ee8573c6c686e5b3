/** What synthetic tests ask, how they judge answers, and the steps that they take: every value of Datadog's specification. */
import type { Json, JsonObject } from "../../../src/model/resource.ts";

export const is200: JsonObject = { type: "statusCode", operator: "is", target: 200 };

/** What each subtype asks, and how it judges the answer. */
export const asked: Readonly<Record<string, { request: JsonObject; assertions: JsonObject[] }>> = {
  ssl: {
    request: {
      host: "app.example.com",
      port: 443,
      servername: "app.example.com",
      checkCertificateRevocation: true,
      disableAiaIntermediateFetching: true,
    },
    assertions: [
      { type: "certificate", operator: "isInMoreThan", target: 14 },
      { type: "tlsVersion", operator: "moreThan", target: 1.1 },
      { type: "minTlsVersion", operator: "moreThanOrEqual", target: 1.2 },
      { type: "property", property: "subject.CN", operator: "contains", target: "example" },
    ],
  },
  tcp: {
    request: { host: "db.example.com", port: "5432", shouldTrackHops: true, timeout: 5 },
    assertions: [
      { type: "connection", operator: "is", target: "established" },
      { type: "networkHop", operator: "lessThanOrEqual", target: 20 },
      { type: "responseTime", operator: "lessThan", target: 900, timingsScope: "withoutDNS" },
    ],
  },
  dns: {
    request: { host: "example.com", dnsServer: "8.8.8.8", dnsServerPort: 53 },
    assertions: [
      { type: "recordSome", property: "A", operator: "is", target: "1.2.3.4" },
      { type: "recordEvery", property: "A", operator: "matches", target: "^1\\." },
    ],
  },
  icmp: {
    request: { host: "gw.example.com", numberOfPackets: 4, shouldTrackHops: false },
    assertions: [
      { type: "packetLossPercentage", operator: "lessThan", target: 0.2 },
      { type: "packetsReceived", operator: "moreThanOrEqual", target: 3 },
      { type: "latency", property: "avg", operator: "lessThan", target: 200 },
      { type: "jitter", operator: "lessThan", target: 30 },
      { type: "multiNetworkHop", property: "max", operator: "lessThan", target: 30 },
    ],
  },
  udp: {
    request: { host: "ntp.example.com", port: 123, message: "time", isMessageBase64Encoded: false },
    assertions: [{ type: "receivedMessage", operator: "doesNotContain", target: "error" }],
  },
  websocket: {
    request: { url: "wss://ws.example.com/", message: "hello", headers: { "x-probe": "1" } },
    assertions: [{ type: "receivedMessage", operator: "contains", target: "hi" }],
  },
  grpc: {
    request: {
      host: "grpc.example.com",
      port: 443,
      service: "orders",
      method: "List",
      callType: "unary",
      message: "{}",
      metadata: { a: "b" },
      compressedProtoFile: "eJw=",
    },
    assertions: [
      { type: "grpcHealthcheckStatus", operator: "is", target: 1 },
      { type: "grpcMetadata", property: "a", operator: "isNot", target: "c" },
      { type: "grpcProto", operator: "contains", target: "proto" },
    ],
  },
};

/** Requests of HTTP tests, between them every member that one can have. */
export const http: readonly JsonObject[] = [
  {
    method: "GET",
    url: "https://app.example.com/",
    timeout: 30,
    follow_redirects: true,
    httpVersion: "http2",
    persistCookies: true,
  },
  {
    method: "POST",
    url: "https://app.example.com/in",
    body: '{"a":1}',
    bodyType: "application/json",
    headers: { "x-a": "b" },
    noSavingResponseBody: true,
  },
  {
    method: "GET",
    url: "https://app.example.com/",
    basicAuth: { type: "web", username: "probe", password: "{{ PASSWORD }}" },
    query: { a: "b" },
  },
  {
    method: "GET",
    url: "https://app.example.com/",
    basicAuth: { type: "digest", username: "probe", password: "{{ PASSWORD }}" },
    allow_insecure: true,
  },
  {
    method: "PUT",
    url: "https://app.example.com/",
    body: "a",
    bodyType: "text/plain",
    proxy: { url: "https://proxy.example.com", headers: {} },
  },
  {
    method: "POST",
    url: "https://app.example.com/f",
    bodyType: "multipart/form-data",
    form: { a: "b" },
    files: [{ name: "f", originalFileName: "f.txt", type: "text/plain", size: 3, bucketKey: "k" }],
  },
  {
    method: "DELETE",
    url: "https://app.example.com/",
    certificateDomains: ["app.example.com"],
    ignore_certificate_validation: true,
  },
];

/** What can be asserted of an HTTP answer, each operator once. */
export const judged: readonly JsonObject[] = [
  is200,
  { type: "statusCode", operator: "isNot", target: 500 },
  { type: "statusCode", operator: "matches", target: "^2..$" },
  { type: "statusCode", operator: "doesNotMatch", target: "^5" },
  { type: "statusCode", operator: "lessThan", target: 400 },
  { type: "responseTime", operator: "lessThanOrEqual", target: 1500, timingsScope: "all" },
  { type: "responseTime", operator: "moreThan", target: 1 },
  { type: "responseTime", operator: "moreThanOrEqual", target: 1 },
  { type: "header", property: "content-type", operator: "contains", target: "json" },
  { type: "header", property: "server", operator: "doesNotExist" },
  { type: "body", operator: "doesNotContain", target: "error" },
  { type: "body", operator: "validates", target: "x" },
  { type: "body", operator: "validatesJSONPath", target: { jsonPath: "$.a", operator: "isUndefined" } },
  {
    type: "body",
    operator: "validatesJSONPath",
    target: { jsonPath: "$.a[*]", operator: "is", targetValue: "1", elementsOperator: "everyElementMatches" },
  },
  {
    type: "body",
    operator: "validatesJSONSchema",
    target: { jsonSchema: '{"type":"object"}', metaSchema: "draft-07" },
  },
  { type: "body", operator: "validatesXPath", target: { xPath: "//a", operator: "is", targetValue: "1" } },
  { type: "bodyHash", operator: "sha256", target: "a".repeat(64) },
  { type: "certificate", operator: "isInLessThan", target: 90 },
  { type: "javascript", code: "dd.expect(dd.response.statusCode).to.equal(200);" },
];

const step = (subtype: string, request: JsonObject, assertions: Json[], more: JsonObject = {}): JsonObject => ({
  ...{
    name: `ask by ${subtype}`,
    subtype,
    request,
    assertions,
    allowFailure: false,
    isCritical: true,
    extractedValues: [],
  },
  ...more,
});
export const steps: readonly JsonObject[] = [
  step("http", { method: "GET", url: "https://app.example.com/" }, [is200], {
    extractedValues: [
      { name: "TOKEN_OF", type: "http_body", parser: { type: "json_path", value: "$.t" }, secure: false },
    ],
    retry: { count: 1, interval: 200 },
    exitIfSucceed: false,
    extractedValuesFromScript: "dd.variable.set('A', 1);",
  }),
  ...Object.entries(asked).map(([subtype, { request, assertions }]) => step(subtype, request, assertions)),
  step(
    "mcp",
    {
      url: "https://mcp.example.com/",
      callType: "tool_call",
      toolName: "t",
      toolArgs: {},
      mcpProtocolVersion: "2025-06-18",
    },
    [
      { type: "mcpToolCount", operator: "moreThan", target: 1 },
      { type: "mcpToolNameLength", operator: "lessThan", target: 60 },
      { type: "mcpServerCapabilities", operator: "contains", target: "tools" },
      { type: "mcpRespectsSpecification" },
    ],
  ),
  { name: "breathe", subtype: "wait", value: 3 },
  { name: "as before", subtype: "playSubTest", subtestPublicId: "abc-def-ghi", alwaysExecute: true, isCritical: false },
];

/** Kinds of steps in a browser (spec: `SyntheticsStepType`). */
export const stepTypes =
  "assertCurrentUrl assertElementAttribute assertElementContent assertElementPresent assertEmail assertFileDownload assertFromJavascript assertPageContains assertPageLacks assertRequests click drag drop extractFromJavascript extractFromEmailBody extractVariable goToEmailLink goToUrl goToUrlAndMeasureTti hover playSubTest pressKey refresh runApiTest scroll selectOption typeText uploadFiles wait".split(
    " ",
  );
