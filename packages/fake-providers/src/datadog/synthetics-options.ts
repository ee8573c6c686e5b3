import type { Properties, Value } from "tocsin/internal/provider";
import { z } from "zod";
import { defined, isObject, withDefaults, withoutZeros } from "../shared/values.ts";

/** `optionsList` of an API test, complete. */
export const optionsList = z.strictObject({
  tickEvery: z.number().int().min(30).max(604_800),
  httpVersion: z.enum(["any", "http1", "http2"]),
  minLocationFailed: z.number().int(),
  minFailureDuration: z.number().int().optional(),
  followRedirects: z.boolean().optional(),
  allowInsecure: z.boolean().optional(),
  acceptSelfSigned: z.boolean().optional(),
  checkCertificateRevocation: z.boolean().optional(),
  ignoreServerCertificateError: z.boolean().optional(),
  ignoreCertificateValidation: z.boolean().optional(),
  disableAiaIntermediateFetching: z.boolean().optional(),
  ci: z.strictObject({ executionRule: z.string().optional() }).optional(),
  scheduling: z
    .strictObject({
      timezone: z.string(),
      timeframes: z.array(z.strictObject({ day: z.number().int(), from: z.string(), to: z.string() })),
    })
    .optional(),
  retry: z.strictObject({ count: z.number().int(), interval: z.number().int() }).optional(),
  monitorName: z.string().optional(),
  monitorPriority: z.number().int().min(1).max(5).optional(),
  monitorOptions: z
    .strictObject({
      renotifyInterval: z.number().int(),
      renotifyOccurrences: z.number().int().optional(),
      escalationMessage: z.string().optional(),
      notificationPresetName: z.string().optional(),
    })
    .optional(),
});
type Options = z.infer<typeof optionsList>;

/** Options that are the same value under another name on the wire, and never sent when zero. */
const PLAIN: readonly (readonly [sdk: keyof Options, wire: string])[] = [
  ["tickEvery", "tick_every"],
  ["httpVersion", "httpVersion"],
  ["minLocationFailed", "min_location_failed"],
  ["minFailureDuration", "min_failure_duration"],
  ["followRedirects", "follow_redirects"],
  ["allowInsecure", "allow_insecure"],
  ["acceptSelfSigned", "accept_self_signed"],
  ["checkCertificateRevocation", "checkCertificateRevocation"],
  ["ignoreServerCertificateError", "ignoreServerCertificateError"],
  ["ignoreCertificateValidation", "ignore_certificate_validation"],
  ["disableAiaIntermediateFetching", "disableAiaIntermediateFetching"],
  ["monitorName", "monitor_name"],
  ["monitorPriority", "monitor_priority"],
];
const MONITOR: readonly (readonly [sdk: string, wire: string])[] = [
  ["renotifyInterval", "renotify_interval"],
  ["renotifyOccurrences", "renotify_occurrences"],
  ["escalationMessage", "escalation_message"],
  ["notificationPresetName", "notification_preset_name"],
];
const DEFAULTS: Properties = { httpVersion: "any", minLocationFailed: 1 };
const RETRY: Properties = { count: 0, interval: 300 };

/** Options with every default stated and nothing that is zero. */
export function completeOptions(given: Value | undefined): Value | undefined {
  const options = withDefaults(DEFAULTS, given);
  if (!isObject(options)) return options;
  const monitor = withDefaults({ renotifyInterval: 0 }, options.monitorOptions);
  return withoutZeros(
    defined({
      ...options,
      retry: withDefaults(RETRY, options.retry),
      monitorOptions: isObject(monitor)
        ? withoutZeros(
            monitor,
            MONITOR.slice(1).map(([sdk]) => sdk),
          )
        : monitor,
    }),
    PLAIN.map(([sdk]) => sdk),
  );
}

/** Complete options as Datadog takes them; no options at all are an empty object. */
export function toWire(options: Options | undefined): Properties {
  if (options === undefined) return {};
  return defined({
    ...Object.fromEntries(PLAIN.map(([sdk, wire]) => [wire, plain(options[sdk])])),
    retry: options.retry,
    ci: options.ci && defined(options.ci),
    scheduling: options.scheduling,
    monitor_options: options.monitorOptions && monitorToWire(options.monitorOptions),
  });
}

/** Upstream always sends the escalation message, and the occurrences as soon as there is an interval. */
function monitorToWire(given: NonNullable<Options["monitorOptions"]>): Properties {
  return defined({
    escalation_message: given.escalationMessage ?? "",
    renotify_interval: given.renotifyInterval,
    renotify_occurrences: given.renotifyInterval === 0 ? undefined : (given.renotifyOccurrences ?? 0),
    notification_preset_name: given.notificationPresetName,
  });
}

/** The options of Datadog's answer as a program would state them. */
export function fromWire(live: Properties): Value | undefined {
  if (Object.keys(live).length === 0) return undefined;
  const monitor = isObject(live.monitor_options) ? renamed(live.monitor_options, MONITOR) : {};
  const retry = isObject(live.retry) ? defined({ count: live.retry.count, interval: live.retry.interval }) : undefined;
  return completeOptions(
    defined({
      ...renamed(live, PLAIN),
      retry,
      ci: live.ci ?? undefined,
      scheduling: live.scheduling ?? undefined,
      monitorOptions: Object.keys(monitor).length > 0 ? monitor : undefined,
    }),
  );
}

function renamed(live: Properties, names: readonly (readonly [sdk: string, wire: string])[]): Properties {
  return defined(Object.fromEntries(names.map(([sdk, wire]) => [sdk, live[wire] ?? undefined])));
}

function plain(value: Options[keyof Options]): Value | undefined {
  return typeof value === "object" ? undefined : value;
}
