import type { StoredEvent } from "../event.ts";
import type { Searchable } from "../search-match.ts";
import type { StoredSpan } from "../spans.ts";

/** What searches and aggregates can name, by dataset. Anything else is a tag of an event or an attribute of a span. */

/** Fields that Sentry knows of error events and that are not kept here: a query about them cannot be answered. */
const unknownOfEvents =
  /^(stack|device|geo|app|measurements|http|sdk|trace)(\.|$)|^error\.(main_thread|mechanism)$|^timestamp|^(issue|issue\..*|dist|user\.(email|ip|username|display)|project|project\..*|release\..*|assigned.*|detector)$/;

/** The same for spans. */
const knownOfSpans = ["span.op", "span.description", "span.status", "span.duration"];
const unknownOfSpans = /^span\.|^timestamp|^measurements\.|^(trace|trace\..*|project|project\..*|user\..*)$/;

/** Whether queries about a key can be answered. */
export function isAnswered(dataset: string, key: string): boolean {
  if (dataset === "events") return !unknownOfEvents.test(key);
  return knownOfSpans.includes(key) || !unknownOfSpans.test(key);
}

export function eventValues(event: StoredEvent, key: string): string[] {
  switch (key) {
    case "id":
      return [event.id];
    case "level":
      return [event.level];
    case "title":
      return [event.title];
    case "message":
      return [event.message];
    case "environment":
      return [event.environment];
    case "event.type":
      return [event.kind];
    case "transaction":
      return event.transaction === "" ? [] : [event.transaction];
    case "release":
      return event.release === null ? [] : [event.release];
    case "user":
    case "tags[sentry:user]":
      return event.user === null ? [] : [event.user];
    case "user.id":
      return event.userId === null ? [] : [event.userId];
    case "error.unhandled":
      return flag(event.unhandled);
    case "error.handled":
      return event.errors.length === 0 ? [] : flag(!event.unhandled);
    case "error.type":
      return event.errors.map(({ type }) => type);
    case "error.value":
      return event.errors.map(({ value }) => value);
    default:
      return tagValues(event.tags, key);
  }
}

/** Both ways in which a search can ask. */
const flag = (value: boolean): string[] => (value ? ["true", "1"] : ["false", "0"]);

export function spanValues(span: StoredSpan, key: string): string[] {
  switch (key) {
    case "is_transaction":
      return flag(span.isTransaction);
    case "transaction":
      return span.transaction === "" ? [] : [span.transaction];
    case "environment":
      return [span.environment];
    case "span.op":
      return [span.op];
    case "span.description":
      return [span.description];
    case "span.status":
      return [span.status];
    case "span.duration":
      return [String(span.durationMs)];
    default:
      return tagValues(span.tags, key);
  }
}

/** `tags[name]` reaches a tag whose name is also that of a field. */
function tagValues(tags: { [key: string]: string }, key: string): string[] {
  const name = /^tags\[([^,\]]+)(?:,\s*\w+)?\]$/.exec(key)?.[1] ?? key;
  const value = Object.hasOwn(tags, name) ? tags[name] : undefined;
  return value === undefined ? [] : [value];
}

export function searchableEvent(event: StoredEvent): Searchable {
  return { values: (key) => eventValues(event, key), text: `${event.title}\n${event.message}` };
}

export function searchableSpan(span: StoredSpan): Searchable {
  return { values: (key) => spanValues(span, key), text: span.description };
}
