import { withArticle } from "../../model/article.ts";
import type { Definition } from "../../model/definition.ts";
import type { Signal, SignalKind } from "../../model/signal.ts";
import type { OfKind } from "../../model/signals/table.ts";
import type { Draft } from "../change.ts";
import { list } from "../words.ts";
import { compositeChanges } from "./composite.ts";
import { cronChanges, webhookChanges } from "./declared.ts";
import { fieldChanges } from "./fields.ts";
import { httpChanges } from "./http.ts";
import { filterText, logCountChanges, logMeasureChanges, logRatioChanges, sourceText } from "./logs.ts";
import { metricChanges, metricText } from "./metric.ts";
import { searchWords } from "./search.ts";
import { issueTags, sentryErrorsChanges, sentryIssuesChanges, sentrySpansChanges, tagsText } from "./sentry.ts";

const tagged = (text: string) => (text === "" ? "" : ` with ${text}`);
const grouped = ({ groupBy }: { groupBy: readonly string[] }) => (groupBy.length === 0 ? "" : ` by ${list(groupBy)}`);

interface Words<K extends SignalKind> {
  /** What it watches, to go after "watches". */
  text(signal: OfKind<K>): string;
  /** What changes in it: each field with its values, where there are no words of its own. */
  changes(was: OfKind<K>, is: OfKind<K>, after: Definition): Draft[];
}

const words: { readonly [K in SignalKind]: Words<K> } = {
  "sentry-errors": {
    text: ({ project, tags, count, unhandled }) =>
      `${count === "users" ? "users with " : ""}${unhandled ? "crashes" : "errors"} of Sentry project ${project}${tagged(tagsText(tags))}`,
    changes: sentryErrorsChanges,
  },
  "sentry-anomaly": {
    text: ({ project, tags, direction }) =>
      `whether errors of Sentry project ${project}${tagged(tagsText(tags))} are unusual (${direction})`,
    changes: fieldChanges,
  },
  "sentry-issues": {
    text: ({ projects, tags, triggers, filter, anyOf }) => {
      const what = triggers === undefined ? "every error" : `every ${triggers.join(" or ")} issue`;
      const more = filter === undefined && anyOf === undefined ? "" : ", filtered";
      return `${what} of Sentry project ${list(projects)}${tagged(tagsText(issueTags(tags)))}${more}`;
    },
    changes: sentryIssuesChanges,
  },
  "sentry-spans": {
    text: ({ statistic, transaction, project }) => `the ${statistic} of "${transaction}" of Sentry project ${project}`,
    changes: sentrySpansChanges,
  },
  "sentry-uptime": {
    text: ({ path, service }) => `${path} of ${service}, asked by Sentry`,
    changes: fieldChanges,
  },
  "check-ins": {
    text: ({ slug, project }) => `check-ins of ${slug} in Sentry project ${project}`,
    changes: fieldChanges,
  },
  "sentry-monitor": {
    text: ({ project }) => `what a monitor in Sentry's own words says, of project ${project}`,
    changes: fieldChanges,
  },
  metric: {
    text: metricText,
    changes: metricChanges,
  },
  "metric-change": {
    text: (signal) => `the ${signal.change} change of ${metricText(signal)}`,
    changes: fieldChanges,
  },
  "metric-anomaly": {
    text: (signal) => `whether ${metricText(signal)} is unusual (${signal.direction})`,
    changes: fieldChanges,
  },
  "metric-forecast": {
    text: (signal) => `what ${metricText(signal)} will be`,
    changes: fieldChanges,
  },
  "metric-outliers": {
    text: (signal) => `which ${grouped(signal).trim()} of ${metricText(signal)} is unlike the others`,
    changes: fieldChanges,
  },
  "log-count": {
    text: ({ filter, source }) => `${filterText(filter)} in ${sourceText(source)}`,
    changes: logCountChanges,
  },
  "log-ratio": {
    text: ({ part, whole, source }) =>
      `the share of ${filterText(part)} among ${list(whole.map(filterText))} in ${sourceText(source)}`,
    changes: logRatioChanges,
  },
  "log-measure": {
    text: ({ statistic, attribute, filter, source }) =>
      `the ${statistic} of ${attribute} in ${filterText(filter)} in ${sourceText(source)}`,
    changes: logMeasureChanges,
  },
  search: {
    text: (signal) => `${searchWords(signal)}${grouped(signal)}`,
    changes: fieldChanges,
  },
  "service-check": {
    text: (signal) => `the service check ${signal.check}${grouped(signal)}`,
    changes: fieldChanges,
  },
  composite: {
    text: ({ all, any, unless }) =>
      [
        ...(all.length === 0 ? [] : [list(all)]),
        ...(any.length === 0 ? [] : [`any of ${list(any)}`]),
        ...(unless.length === 0 ? [] : [`not while ${list(unless)}`]),
      ].join(", "),
    changes: compositeChanges,
  },
  "burn-rate": {
    text: ({ objective }) => `the error budget of ${objective}`,
    changes: fieldChanges,
  },
  "datadog-query": {
    text: ({ query }) => `the query ${query}`,
    changes: fieldChanges,
  },
  "datadog-monitor": {
    text: ({ type, query }) => `${withArticle(type)} of Datadog's: ${query}`,
    changes: fieldChanges,
  },
  "http-check": {
    text: ({ path, service }) => `${path} of ${service}`,
    changes: httpChanges,
  },
  "tls-check": {
    text: ({ host }) => `the certificate of ${host}`,
    changes: fieldChanges,
  },
  "dns-check": {
    text: ({ record, domain }) => `the ${record} records of ${domain}`,
    changes: fieldChanges,
  },
  "tcp-check": {
    text: ({ host, port }) => `port ${port} of ${host}`,
    changes: fieldChanges,
  },
  "multistep-check": {
    text: ({ steps }) => `${steps.length} requests in a row: ${list(steps.map(({ name }) => name))}`,
    changes: fieldChanges,
  },
  crons: {
    text: ({ service, crons }) =>
      `the crons of ${service}: ${list(crons.map((cron) => `${cron.path} ("${cron.schedule}")`))}`,
    changes: cronChanges,
  },
  "webhook-endpoint": {
    text: ({ events, path, service, payload }) =>
      `that Stripe sends ${list(events)} to ${path} of ${service}${payload === undefined ? "" : `, by an event destination (${payload})`}`,
    changes: webhookChanges,
  },
};

const textOf = <K extends SignalKind>(all: { readonly [P in K]: Words<P> }, signal: OfKind<K>): string =>
  all[signal.kind].text(signal);

/** What a signal watches, in words that fit after "watches". */
export const signalText = (signal: Signal): string => textOf<SignalKind>(words, signal);

const isKind = <K extends SignalKind>(signal: Signal, like: OfKind<K>): signal is OfKind<K> & Signal =>
  signal.kind === like.kind;

function changesOf<K extends SignalKind>(was: Signal, is: OfKind<K>, after: Definition): Draft[] | null {
  return isKind(was, is) ? words[is.kind].changes(was, is, after) : null;
}

/** What changes in what is watched. */
export function signalChanges(before: Definition, after: Definition): Draft[] {
  const [was, is] = [before.signal, after.signal];
  const told = changesOf<SignalKind>(was, is, after);
  if (told !== null) return told;
  const text = `Watches something else: ${signalText(is)} instead of ${signalText(was)}.`;
  return [{ kind: "redirected", effect: "less", text, paths: ["signal"] }];
}
