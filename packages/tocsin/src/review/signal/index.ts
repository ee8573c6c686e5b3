import type { Definition } from "../../model/definition.ts";
import type { Signal } from "../../model/signal.ts";
import type { Draft } from "../change.ts";
import { list } from "../words.ts";
import { cronChanges, webhookChanges } from "./declared.ts";
import { httpChanges } from "./http.ts";
import { filterText, logCountChanges, logMeasureChanges, logRatioChanges, sourceText } from "./logs.ts";
import { metricChanges, seriesText } from "./metric.ts";
import { sentryErrorsChanges, sentryIssuesChanges, sentrySpansChanges, tagsText } from "./sentry.ts";

/** What a signal watches, in words that fit after "watches". */
export function signalText(signal: Signal): string {
  const tagged = (text: string) => (text === "" ? "" : ` with ${text}`);
  switch (signal.kind) {
    case "sentry-errors":
      return `errors of Sentry project ${signal.project}${tagged(tagsText(signal.tags))}`;
    case "sentry-issues": {
      const tags = Object.fromEntries(Object.entries(signal.tags).map(([key, value]) => [key, [value]]));
      return `every error of Sentry project ${list(signal.projects)}${tagged(tagsText(tags))}`;
    }
    case "sentry-spans":
      return `the ${signal.statistic} of "${signal.transaction}" of Sentry project ${signal.project}`;
    case "metric": {
      const series = Object.entries(signal.series).map(([name, one]) => `${name} = ${seriesText(one)}`);
      return `${signal.expression} (${series.join("; ")})`;
    }
    case "log-count":
      return `${filterText(signal.filter)} in ${sourceText(signal.source)}`;
    case "log-ratio":
      return `the share of ${filterText(signal.part)} among ${list(signal.whole.map(filterText))} in ${sourceText(signal.source)}`;
    case "log-measure":
      return `the ${signal.statistic} of ${signal.attribute} in ${filterText(signal.filter)} in ${sourceText(signal.source)}`;
    case "http-check":
      return `${signal.path} of ${signal.service}`;
    case "crons":
      return `the crons of ${signal.service}: ${list(signal.crons.map((cron) => `${cron.path} ("${cron.schedule}")`))}`;
    case "webhook-endpoint":
      return `that Stripe sends ${list(signal.events)} to ${signal.path} of ${signal.service}`;
  }
}

/** What changes in what is watched. */
export function signalChanges(before: Definition, after: Definition): Draft[] {
  const [was, is] = [before.signal, after.signal];
  if (was.kind === "sentry-errors" && is.kind === was.kind) return sentryErrorsChanges(was, is, after);
  if (was.kind === "sentry-issues" && is.kind === was.kind) return sentryIssuesChanges(was, is, after);
  if (was.kind === "sentry-spans" && is.kind === was.kind) return sentrySpansChanges(was, is, after);
  if (was.kind === "metric" && is.kind === was.kind) return metricChanges(was, is);
  if (was.kind === "log-count" && is.kind === was.kind) return logCountChanges(was, is, after);
  if (was.kind === "log-ratio" && is.kind === was.kind) return logRatioChanges(was, is, after);
  if (was.kind === "log-measure" && is.kind === was.kind) return logMeasureChanges(was, is, after);
  if (was.kind === "http-check" && is.kind === was.kind) return httpChanges(was, is);
  if (was.kind === "crons" && is.kind === was.kind) return cronChanges(was, is);
  if (was.kind === "webhook-endpoint" && is.kind === was.kind) return webhookChanges(was, is);
  const text = `Watches something else: ${signalText(is)} instead of ${signalText(was)}.`;
  return [{ kind: "redirected", effect: "less", text, paths: ["signal"] }];
}
