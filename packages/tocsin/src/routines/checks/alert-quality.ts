import type { AlertQuality, Concern, QualityReport } from "../../quality/report.ts";
import { amount, plural } from "../../shared/amounts.ts";
import type { Check, Found } from "../../vendors/routine-check.ts";

/** Names that a line shows. */
const most = 10;

/** A report on how good the alerts were, and the calls that it took, by vendor. */
export interface QualityLook {
  report: QualityReport;
  calls: Readonly<Record<string, number>>;
}

interface Told {
  concern: Concern;
  title: string;
  limit: string;
  of: (one: AlertQuality) => string;
  /** The worst first. */
  rank: (one: AlertQuality) => number;
}

const told: readonly Told[] = [
  {
    ...{ concern: "too-often", title: "Fire too often" },
    limit: "a page 3 times a week, others 14",
    of: ({ fires, perWeek, others }) => `${plural(fires, "time")}, ${amount(perWeek)} a week${instead(others, fires)}`,
    rank: ({ perWeek }) => perWeek,
  },
  {
    ...{ concern: "recovers-alone", title: "Recover by themselves" },
    limit: "half of the fires over within 10 min",
    of: ({ quick, fires }) => `${quick} of ${fires} over within 10 min`,
    rank: ({ quick }) => quick,
  },
  {
    ...{ concern: "at-night", title: "Wake people at night" },
    limit: "no page between 22:00 and 7:00",
    of: ({ night, owner, timeZone }) => `${owner} ${plural(night, "time")} (${timeZone})`,
    rank: ({ night }) => night,
  },
  {
    ...{ concern: "muted", title: "Are muted" },
    limit: "none",
    of: ({ muted }) =>
      `${muted?.since ? `since ${muted.since.slice(0, 10)}` : "since nobody knows when"}: ${muted?.reason ?? ""}`,
    // The longest first.
    rank: ({ muted }) => -Date.parse(muted?.since ?? "9999-01-01"),
  },
];

/** What a threshold at which it fires less would have done; nothing where none is known. */
function instead(others: AlertQuality["others"], fires: number): string {
  const quieter = others.filter((one) => one.fires < fires);
  if (quieter.length === 0) return "";
  const times = quieter.map(
    ({ critical, fires: count }) =>
      `${Number(critical.toPrecision(4))}: ${count === 0 ? "never" : plural(count, "time")}`,
  );
  return ` (with other thresholds: ${times.join(", ")})`;
}

/**
 * `tocsin weekly --quality`: how good the alerts were. That one never fired is no reason to act within a week, so it is told, and
 * beyond no limit.
 */
export function alertQuality(days: number, read: () => Promise<QualityLook>): Check {
  let calls: QualityLook["calls"] = {};
  return {
    name: "alert-quality",
    title: `Alert quality, ${days} d`,
    about: () => false,
    calls: () => calls,
    async look() {
      const { report, calls: made } = await read();
      calls = made;
      return [judged(report, days), neverFired(report, days), ...told.map((one) => lineOf(report, days, one))];
    },
  };
}

function judged({ alerts, notJudged, complete, problems }: QualityReport, days: number): Found {
  return {
    title: `Alerts judged, ${days} d`,
    value: `${alerts.length} of ${alerts.length + notJudged.length}; the others are not OK, but not known`,
    verdict: complete ? "ok" : "unknown",
    details: problems,
  };
}

/** Of what could not be read, nobody knows that it is within a limit. */
const readOnly = ({ complete }: Pick<QualityReport, "complete">): string =>
  complete ? "" : " among those that could be read";

function neverFired({ alerts, complete }: QualityReport, days: number): Found {
  const silent = alerts.filter(({ fires }) => fires === 0).map(({ definition }) => definition);
  const names = silent.length === 0 ? "" : `: ${shown(silent).join(", ")}`;
  return {
    title: `Never fired, ${days} d`,
    value: `${silent.length} of ${alerts.length}${readOnly({ complete })}${names}`,
    verdict: complete ? "ok" : "unknown",
  };
}

function lineOf({ alerts, complete }: QualityReport, days: number, { concern, title, limit, of, rank }: Told): Found {
  const found = alerts.filter(({ concerns }) => concerns.includes(concern)).sort((a, b) => rank(b) - rank(a));
  return {
    title: `${title}, ${days} d`,
    value: `${found.length === 0 ? "none" : plural(found.length, "alert")}${readOnly({ complete })}`,
    limit,
    verdict: found.length > 0 ? "attention" : complete ? "ok" : "unknown",
    details: shown(found.map((one) => `${one.definition}: ${of(one)}`)),
  };
}

const shown = (all: readonly string[]): string[] =>
  all.length > most ? [...all.slice(0, most), `and ${all.length - most} more`] : [...all];
