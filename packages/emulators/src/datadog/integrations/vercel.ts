import type { LogMetric, Processor } from "./types.ts";

/**
 * What Datadog's Vercel integration does with the lines of a log drain, and what it counts from them. Facts of its published
 * log pipeline: DataDog/integrations-extras, vercel/assets/logs/vercel.yaml at 57e9d599 (2026-08-21). A test compares this
 * table with that file, and what comes of the vendor's own samples (TOCSIN_VENDOR_FILES).
 */
export const vercelPipeline: { filter: string; processors: readonly Processor[] } = {
  filter: "source:vercel",
  processors: [
    {
      type: "grok-parser",
      source: "message",
      matchRules: [
        "report_rule .*REPORT RequestId: %{notSpace:lambda.request_id}",
        "Duration: %{number:lambda.duration:scale(1000000)} ms",
        "Billed Duration: %{number:lambda.billed_duration} ms",
        "Memory Size: %{number:lambda.memorysize} MB",
        "Max Memory Used: %{number:lambda.max_memory_used} MB(\\s+Init Duration: %{number:lambda.init_duration} ms)?.*",
      ].join("\\s+"),
    },
    {
      type: "arithmetic-processor",
      expression: "lambda.billed_duration*lambda.memorysize",
      target: "lambda.execution",
    },
    {
      type: "category-processor",
      categories: [
        { query: "@proxy.statusCode:[200 TO 299]", name: "OK" },
        { query: "@proxy.statusCode:[300 TO 399]", name: "Notice" },
        { query: "@proxy.statusCode:[400 TO 499]", name: "Warning" },
        { query: "@proxy.statusCode:[500 TO 599]", name: "Error" },
      ],
      target: "http.status_category",
    },
    { type: "status-remapper", sources: ["http.status_category"] },
    { type: "service-remapper", sources: ["projectName"] },
    { type: "attribute-remapper", sources: ["host"], target: "url_host" },
    { type: "geo-ip-parser", sources: ["proxy.clientIp"], target: "network.client.geoip" },
    { type: "date-remapper", sources: ["timestamp"] },
    { type: "trace-id-remapper", sources: ["traceId"] },
    { type: "span-id-remapper", sources: ["spanId"] },
  ],
};

/** Tags of what is counted of requests: the key of the tag, and the attribute whose value it takes. */
const requestTags: LogMetric["tags"] = {
  project_name: "@projectName",
  path: "@path",
  branch: "@branch",
  environment: "@environment",
  project_id: "@projectId",
  status_code: "@statusCode",
  proxy_host: "@proxy.host",
  request_method: "@proxy.method",
  path_type: "@proxy.pathType",
  region: "@proxy.region",
  vercel_cache: "@proxy.vercelCache",
  source: "@source",
};

/** Every invocation of a function leaves one line with this word. */
const report = "source:vercel @source:lambda REPORT";

const measured = (name: string): LogMetric => ({
  name: `vercel.functions.${name}`,
  query: report,
  tags: requestTags,
  measure: `@lambda.${name}`,
});

/** `vercel.projects.build_count` is named so in the pipeline; the integration's list of metrics says `vercel.builds.build_count`. */
export const vercelMetrics: readonly LogMetric[] = [
  { name: "vercel.functions.invocations", query: report, tags: requestTags, measure: null },
  {
    name: "vercel.functions.errors",
    query: "source:vercel @source:lambda status:error REPORT",
    tags: requestTags,
    measure: null,
  },
  measured("duration"),
  measured("execution"),
  measured("max_memory_used"),
  measured("memorysize"),
  {
    name: "vercel.requests",
    query: "source:vercel ((@source:lambda REPORT) OR @source:static)",
    tags: requestTags,
    measure: null,
  },
  {
    name: "vercel.projects.build_count",
    query: 'source:vercel "Build completed in"',
    tags: { project_name: "@projectName", project_id: "@projectId" },
    measure: null,
  },
];
