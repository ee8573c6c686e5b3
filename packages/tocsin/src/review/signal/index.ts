import { withArticle } from "../../model/article.ts";
import type { Definition } from "../../model/definition.ts";
import type { Signal, SignalKind } from "../../model/signal.ts";
import { ask, type OfKind, type Table } from "../../model/signals/facts.ts";
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

const texts: Table<[], string> = {
  "sentry-errors": ({ project, tags, count, unhandled }) =>
    `${count === "users" ? "users with " : ""}${unhandled ? "crashes" : "errors"} of Sentry project ${project}${tagged(tagsText(tags))}`,
  "sentry-anomaly": ({ project, tags, direction }) =>
    `whether errors of Sentry project ${project}${tagged(tagsText(tags))} are unusual (${direction})`,
  "sentry-issues": ({ projects, tags, triggers, filter, anyOf }) => {
    const what = triggers === undefined ? "every error" : `every ${triggers.join(" or ")} issue`;
    const more = filter === undefined && anyOf === undefined ? "" : ", filtered";
    return `${what} of Sentry project ${list(projects)}${tagged(tagsText(issueTags(tags)))}${more}`;
  },
  "sentry-spans": ({ statistic, transaction, project }) =>
    `the ${statistic} of "${transaction}" of Sentry project ${project}`,
  "sentry-uptime": ({ path, service }) => `${path} of ${service}, asked by Sentry`,
  "check-ins": ({ slug, project }) => `check-ins of ${slug} in Sentry project ${project}`,
  "sentry-monitor": ({ project }) => `what a monitor in Sentry's own words says, of project ${project}`,
  metric: metricText,
  "metric-change": (signal) => `the ${signal.change} change of ${metricText(signal)}`,
  "metric-anomaly": (signal) => `whether ${metricText(signal)} is unusual (${signal.direction})`,
  "metric-forecast": (signal) => `what ${metricText(signal)} will be`,
  "metric-outliers": (signal) => `which ${grouped(signal).trim()} of ${metricText(signal)} is unlike the others`,
  "log-count": ({ filter, source }) => `${filterText(filter)} in ${sourceText(source)}`,
  "log-ratio": ({ part, whole, source }) =>
    `the share of ${filterText(part)} among ${list(whole.map(filterText))} in ${sourceText(source)}`,
  "log-measure": ({ statistic, attribute, filter, source }) =>
    `the ${statistic} of ${attribute} in ${filterText(filter)} in ${sourceText(source)}`,
  search: (signal) => `${searchWords(signal)}${grouped(signal)}`,
  "service-check": (signal) => `the service check ${signal.check}${grouped(signal)}`,
  composite: ({ all, any, unless }) =>
    [
      ...(all.length === 0 ? [] : [list(all)]),
      ...(any.length === 0 ? [] : [`any of ${list(any)}`]),
      ...(unless.length === 0 ? [] : [`not while ${list(unless)}`]),
    ].join(", "),
  "burn-rate": ({ objective }) => `the error budget of ${objective}`,
  "datadog-query": ({ query }) => `the query ${query}`,
  "datadog-monitor": ({ type, query }) => `${withArticle(type)} of Datadog's: ${query}`,
  "http-check": ({ path, service }) => `${path} of ${service}`,
  "tls-check": ({ host }) => `the certificate of ${host}`,
  "dns-check": ({ record, domain }) => `the ${record} records of ${domain}`,
  "tcp-check": ({ host, port }) => `port ${port} of ${host}`,
  "multistep-check": ({ steps }) => `${steps.length} requests in a row: ${list(steps.map(({ name }) => name))}`,
  crons: ({ service, crons }) =>
    `the crons of ${service}: ${list(crons.map((cron) => `${cron.path} ("${cron.schedule}")`))}`,
  "webhook-endpoint": ({ events, path, service, payload }) =>
    `that Stripe sends ${list(events)} to ${path} of ${service}${payload === undefined ? "" : `, by an event destination (${payload})`}`,
};

/** What a signal watches, in words that fit after "watches". */
export const signalText = (signal: Signal): string => ask<SignalKind, [], string>(texts, signal);

type Changes = { readonly [K in SignalKind]: (was: OfKind<K>, is: OfKind<K>, after: Definition) => Draft[] };

/** Kinds whose changes are told in words of their own; of the others, each field that changes is told with its values. */
const changes: Changes = {
  "sentry-errors": sentryErrorsChanges,
  "sentry-anomaly": fieldChanges,
  "sentry-issues": sentryIssuesChanges,
  "sentry-spans": sentrySpansChanges,
  "sentry-uptime": fieldChanges,
  "check-ins": fieldChanges,
  "sentry-monitor": fieldChanges,
  metric: metricChanges,
  "metric-change": fieldChanges,
  "metric-anomaly": fieldChanges,
  "metric-forecast": fieldChanges,
  "metric-outliers": fieldChanges,
  "log-count": logCountChanges,
  "log-ratio": logRatioChanges,
  "log-measure": logMeasureChanges,
  search: fieldChanges,
  "service-check": fieldChanges,
  composite: compositeChanges,
  "burn-rate": fieldChanges,
  "datadog-query": fieldChanges,
  "datadog-monitor": fieldChanges,
  "http-check": httpChanges,
  "tls-check": fieldChanges,
  "dns-check": fieldChanges,
  "tcp-check": fieldChanges,
  "multistep-check": fieldChanges,
  crons: cronChanges,
  "webhook-endpoint": webhookChanges,
};

const isKind = <K extends SignalKind>(signal: Signal, like: OfKind<K>): signal is OfKind<K> & Signal =>
  signal.kind === like.kind;

function changesOf<K extends SignalKind>(was: Signal, is: OfKind<K>, after: Definition): Draft[] | null {
  return isKind(was, is) ? changes[is.kind](was, is, after) : null;
}

/** What changes in what is watched. */
export function signalChanges(before: Definition, after: Definition): Draft[] {
  const [was, is] = [before.signal, after.signal];
  const told = changesOf<SignalKind>(was, is, after);
  if (told !== null) return told;
  const text = `Watches something else: ${signalText(is)} instead of ${signalText(was)}.`;
  return [{ kind: "redirected", effect: "less", text, paths: ["signal"] }];
}
