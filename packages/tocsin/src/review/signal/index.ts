import { withArticle } from "../../model/article.ts";
import type { Definition } from "../../model/definition.ts";
import type { OfKind, Signal, SignalKind } from "../../model/signal.ts";
import { type Draft, draft } from "../change.ts";
import { list } from "../words.ts";
import { compositeChanges } from "./composite.ts";
import { declaredWords } from "./declared.ts";
import { fieldChanges } from "./fields.ts";
import { checkWords } from "./http.ts";
import { logWords } from "./logs.ts";
import { metricWords } from "./metric.ts";
import { searchWords } from "./search.ts";
import { sentryWords } from "./sentry.ts";
import { grouped, type WordsOf } from "./words-of.ts";

const words: WordsOf<SignalKind> = {
  ...sentryWords,
  ...metricWords,
  ...logWords,
  ...checkWords,
  ...declaredWords,
  search: {
    text: (signal) => `${searchWords(signal)}${grouped(signal)}`,
  },
  "service-check": {
    text: (signal) => `the service check ${signal.check}${grouped(signal)}`,
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
  },
  "datadog-query": {
    text: ({ query }) => `the query ${query}`,
  },
  "datadog-monitor": {
    text: ({ type, query }) => `${withArticle(type)} of Datadog's: ${query}`,
  },
};

const textOf = <K extends SignalKind>(all: WordsOf<K>, signal: OfKind<K>): string => all[signal.kind].text(signal);

/** What a signal watches, in words that fit after "watches". */
export const signalText = (signal: Signal): string => textOf<SignalKind>(words, signal);

const isKind = <K extends SignalKind>(signal: Signal, like: OfKind<K>): signal is OfKind<K> & Signal =>
  signal.kind === like.kind;

function changesOf<K extends SignalKind>(was: Signal, is: OfKind<K>, after: Definition): Draft[] | null {
  return isKind(was, is) ? (words[is.kind].changes ?? fieldChanges)(was, is, after) : null;
}

/** What changes in what is watched. */
export function signalChanges(before: Definition, after: Definition): Draft[] {
  const [was, is] = [before.signal, after.signal];
  const told = changesOf<SignalKind>(was, is, after);
  if (told !== null) return told;
  const text = `Watches something else: ${signalText(is)} instead of ${signalText(was)}.`;
  return [draft("redirected", text, "signal")];
}
