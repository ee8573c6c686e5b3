import { isObject, type Json, type JsonObject, valueAt } from "../model/resource.ts";
import type { Difference } from "../vendors/diff.ts";
import { dayOfSilence } from "./datadog-check.ts";

/** Differences between what is live and what is compiled that Datadog reads as one: other words, or the place of a member. */

/** Whether a difference changes nothing of what the object does. */
export function meansTheSame({ path, expected, actual }: Difference, ours: JsonObject, theirs: JsonObject): boolean {
  switch (path) {
    // A monitor that counts and was given no policy reads nothing as zero; where zero does not fire, "resolve" says the same.
    case "options.on_missing_data":
      return actual === "default" && expected === "resolve";
    case "query":
      return sameQuery(String(expected)) === sameQuery(String(actual));
    // Stated by every definition, and meant by Datadog where nothing is (its specification).
    case "options.evaluation_delay":
      return !actual && !expected;
    case "options.require_full_window":
      return !actual && !expected;
    case "options.renotify_interval":
      return !actual && !expected;
    case "options.renotify_statuses":
      return actual === undefined && String(expected) === "alert,no data";
    case "options.scheduling_options":
      return actual === undefined && calendars.has(JSON.stringify(expected));
    // Of service checks: what is meant where nothing is said (specification).
    case "options.no_data_timeframe":
      return actual == null && expected === dayOfSilence;
    // Of service checks (docs of its older API: "Default: {'ok': 1, 'critical': 1, 'warning': 1}").
    case "options.thresholds.ok":
      // A cluster alert counts nothing in a row.
      return expected === undefined ? isClusterAlert(theirs) : actual == null && expected === 1;
    // No test repeats a run where nothing is said, and what is false is not set.
    case "options.retry":
      return actual === undefined && isObject(expected) && expected.count === 0;
    case "options.min_location_failed":
      return actual === undefined && expected === 1;
    case "options.ignore_certificate_validation":
    case "options.enableSecurityTesting":
      return actual === false && expected === undefined;
    // A test of one request says of redirects in the request or in its options; the plugin carries the options.
    case "config.request.follow_redirects":
    case "options.follow_redirects":
      return followsRedirects(ours) === followsRedirects(theirs);
    default:
      return false;
  }
}

const isClusterAlert = ({ query }: JsonObject): boolean => String(query).trimEnd().endsWith(".pct_by_status()");

/** Hours that begin at their minute 0, days at midnight, months on their first day: what is meant where nothing is said. */
const calendars = new Set(
  [{ hour_starts: 0 }, { day_starts: "00:00", month_starts: 1 }].map((evaluation_window) =>
    JSON.stringify({ evaluation_window }),
  ),
);

/**
 * A query with one word for what has several: `last_1h` or `1h_ago` for what a change is compared with, `1w` or `7d`, the
 * average that is meant where a metric has no aggregation, algorithms in small letters, and of a service check no matter how many
 * runs it looks at: as many as its thresholds count, or the last of each check.
 */
export const sameQuery = (query: string): string =>
  query
    .replace(/^((?:pct_)?change\(\w+\(last_\w+\),)last_(\w+)\)/, "$1$2_ago)")
    .replace(/\.last\(\d+\)(\.(?:count|pct)_by_status\(\))$/, "$1")
    .replace(/(\d+)w\b/g, (_, weeks: string) => `${7 * Number(weeks)}d`)
    .replace(/(?<![\w.])avg:(?=[A-Za-z][\w.]*\{)/g, "")
    .replace(/'(?:scaled)?(?:dbscan|mad)'/gi, (algorithm) => algorithm.toLowerCase());

const followsRedirects = (test: JsonObject): Json | undefined =>
  valueAt(test, "config.request.follow_redirects") ?? valueAt(test, "options.follow_redirects");
