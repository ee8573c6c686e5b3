/** Synthetic tests of every type, subtype and option that Datadog's specification knows. */
import type { Json, JsonObject } from "../../../src/model/resource.ts";
import { asked, http, is200, judged, steps, stepTypes } from "./datadog-asked.ts";
import type { Named } from "./datadog-monitors.ts";
import type { Draw } from "./seed.ts";

/** Each option of tests, with values. */
const options: readonly JsonObject[] = [
  { accept_self_signed: true },
  { allow_insecure: true },
  { checkCertificateRevocation: true },
  { ci: { executionRule: "blocking" } },
  { ci: { executionRule: "non_blocking" } },
  { disableAiaIntermediateFetching: true },
  { follow_redirects: false },
  { httpVersion: "http1" },
  { ignore_certificate_validation: false },
  { min_failure_duration: 0 },
  { min_failure_duration: 300 },
  { min_location_failed: 2 },
  { monitor_name: "the name of it" },
  {
    monitor_options: {
      renotify_interval: 60,
      renotify_occurrences: 2,
      escalation_message: "still",
      notification_preset_name: "hide_query",
    },
  },
  { monitor_priority: 2 },
  { restricted_roles: [] },
  { retry: { count: 2, interval: 500 } },
  { scheduling: { timezone: "Europe/Zurich", timeframes: [{ day: 1, from: "08:00", to: "18:00" }] } },
  { enableSecurityTesting: false },
];
const ofBrowsers: readonly JsonObject[] = [
  { blockedRequestPatterns: ["*ads*"] },
  { captureNetworkPayloads: true },
  { disableCors: true, disableCsp: true },
  { enableProfiling: true },
  { ignoreServerCertificateError: true },
  { initialNavigationTimeout: 60 },
  { noScreenshot: true },
  { rumSettings: { isEnabled: true, applicationId: "abc", clientTokenId: 12 } },
];

/** Every test; `password` is the id of the global variable PASSWORD. */
export function tests(draw: Draw, password: string): Named[] {
  const common = () => ({
    message: draw.of(["m @slack-acme-alerts-local", "", "look\nhere"]),
    tags: draw.some(["team:web", "service:checkout", "probe"]),
    status: draw.of(["live", "paused"]),
  });
  const api = (subtype: string, config: JsonObject, more: JsonObject = {}): JsonObject => ({
    ...{ type: "api", subtype, ...common(), locations: ["aws:eu-central-1", "aws:us-east-1"], config },
    options: { tick_every: draw.of([60, 300, 900, 3600]), ...more },
  });
  const variables = [{ type: "global", name: "PASSWORD", id: password }];
  const uses = (request: JsonObject): JsonObject =>
    JSON.stringify(request).includes("PASSWORD") ? { configVariables: variables } : {};
  const asks = (request: JsonObject, assertions: Json[], more: JsonObject = {}) =>
    api("http", { request, assertions, ...uses(request) }, more);
  const first = http[0] ?? {};
  const browser = (more: JsonObject): JsonObject => ({
    ...{ type: "browser", ...common(), locations: ["aws:eu-central-1"] },
    config: {
      request: { method: "GET", url: "https://app.example.com/" },
      ...{
        assertions: [],
        setCookie: "a=b",
        variables: [{ type: "text", name: "WHO", pattern: "{{ alphabetic(5) }}", example: "abcde" }],
      },
    },
    options: { tick_every: 3600, device_ids: ["laptop_large", "mobile_small"], ...more },
    steps: stepTypes.map((type) => ({
      type,
      name: type,
      params: {},
      allowFailure: true,
      isCritical: false,
      timeout: 5,
    })),
  });
  const mobile: JsonObject = {
    ...{ type: "mobile", ...common(), config: { variables: [], initialApplicationArguments: { a: "b" } } },
    options: {
      ...{
        tick_every: 86_400,
        device_ids: ["synthetics:mobile:device:iphone_15_ios_17"],
        verbosity: 3,
        allowApplicationCrash: false,
      },
      mobileApplication: { applicationId: "app", referenceId: "latest", referenceType: "latest" },
      ...{ defaultStepTimeout: 20, disableAutoAcceptAlert: true, noScreenshot: false, bindings: [] },
    },
    steps: [{ name: "tap", type: "tap", params: {}, hasNewStepElement: true, timeout: 5 }],
  };
  const all = [
    ...http.map((request) => asks(request, [is200])),
    ...judged.map((assertion) => asks(first, [assertion])),
    ...Object.entries(asked).map(([subtype, { request, assertions }]) => api(subtype, { request, assertions })),
    api("multi", {
      steps: [...steps],
      configVariables: [{ type: "text", name: "USER_NAME", pattern: "ada", example: "ada" }],
    }),
    api("multi", { steps: [steps[0] ?? {}], variablesFromScript: "dd.variable.set('X', 1);" }),
    ...options.map((option) => asks(first, [is200], option)),
    ...ofBrowsers.map(browser),
    mobile,
  ];
  return all.map((one, index) => ({ ...one, name: `test ${index + 1}` }));
}
