import type { Definition } from "../model/definition.ts";
import type { AlertQuality, Concern, QualityReport } from "./report.ts";

/** A person acts in ten minutes at the earliest: what is over before then recovered by itself. */
const quickMs = 10 * 60_000;
/** Alerts a week that a person can still take seriously; of those that wake somebody far fewer. */
const mostPerWeek = { page: 3, ticket: 14, info: 14 };
/** Hours of the owner's day in which nobody should be woken without need. */
const night = { from: 22, to: 7 };
const weekMs = 7 * 86_400_000;

/** A definition on its history, as the backtest tells it. Times are ISO 8601. */
export type OnHistory =
  | {
      kind: "evaluated";
      from: string;
      to: string;
      longestMs: number;
      transitions: readonly { at: string; group: string; to: string }[];
      sensitivity: readonly { critical: number; fires: number }[];
    }
  | { kind: "no matching data" | "not evaluated" | "not read"; reason: string };

export interface QualityInput {
  stack: string | null;
  from: string;
  to: string;
  complete: boolean;
  problems: readonly string[];
  definitions: readonly Definition[];
  histories: ReadonlyMap<string, OnHistory>;
  /** By the name that definitions call the owner by. */
  people: Readonly<Record<string, { timeZone?: string | undefined }>>;
  mutes: ReadonlyMap<string, NonNullable<AlertQuality["muted"]>>;
}

/** How good a team's alerts were over a time: which never fired, fire too often, recover alone, wake people. Pure. */
export function judgeQuality(input: QualityInput): QualityReport {
  const { stack, from, to, complete, problems, definitions, histories, people, mutes } = input;
  const alerts: AlertQuality[] = [];
  const notJudged: QualityReport["notJudged"] = [];
  for (const definition of definitions) {
    const history = histories.get(definition.id);
    if (history?.kind === "evaluated") {
      const timeZone = people[definition.owner]?.timeZone ?? "UTC";
      alerts.push(judged(definition, history, timeZone, mutes.get(definition.id) ?? null));
    } else notJudged.push({ definition: definition.id, reason: history?.reason ?? "nothing was read for it" });
  }
  const rank = ({ concerns, fires }: AlertQuality) => concerns.length * 1e6 + fires;
  alerts.sort((a, b) => rank(b) - rank(a) || (a.definition < b.definition ? -1 : 1));
  return { stack, from, to, complete, alerts, notJudged, problems: [...problems] };
}

function judged(
  { id, title, severity, owner, condition }: Definition,
  history: Extract<OnHistory, { kind: "evaluated" }>,
  timeZone: string,
  muted: AlertQuality["muted"],
): AlertQuality {
  const episodes = episodesOf(history);
  const fires = episodes.length;
  // A minute of data says nothing of a week: what is younger than one counts as a week.
  const perWeek = (fires * weekMs) / Math.max(Date.parse(history.to) - Date.parse(history.from), weekMs);
  const quick = episodes.filter(({ ms }) => ms !== null && ms < quickMs).length;
  const atNight = episodes.filter(({ at }) => isNight(at, timeZone)).length;
  const critical = condition.kind === "threshold" ? condition.critical : null;
  const concerns: Concern[] = [
    ...(fires === 0 ? ["never-fired" as const] : []),
    ...(perWeek > mostPerWeek[severity] ? ["too-often" as const] : []),
    ...(fires >= 2 && quick * 2 >= fires ? ["recovers-alone" as const] : []),
    ...(severity === "page" && atNight > 0 ? ["at-night" as const] : []),
    ...(muted === null ? [] : ["muted" as const]),
  ];
  return {
    ...{ definition: id, title, severity, owner, timeZone, fires, quick, night: atNight, muted, concerns },
    perWeek: Math.round(perWeek * 10) / 10,
    longestMs: history.longestMs,
    others: history.sensitivity
      .filter((one) => one.critical !== critical)
      .map(({ critical, fires }) => ({ critical, fires })),
  };
}

/** When it fired and for how long, in milliseconds; null: it is firing still. */
function episodesOf({ transitions }: { transitions: readonly { at: string; group: string; to: string }[] }) {
  const open = new Map<string, { at: number; ms: number | null }>();
  const all: { at: number; ms: number | null }[] = [];
  for (const { at, group, to } of transitions) {
    const time = Date.parse(at);
    const firing = open.get(group);
    if (firing !== undefined) firing.ms = time - firing.at;
    open.delete(group);
    if (to !== "alert") continue;
    const begun = { at: time, ms: null };
    open.set(group, begun);
    all.push(begun);
  }
  return all;
}

const hours = new Map<string, Intl.DateTimeFormat>();

/** Whether a moment lies between 22:00 and 7:00 of a time zone. */
export function isNight(at: number, timeZone: string): boolean {
  const format = hours.get(timeZone) ?? new Intl.DateTimeFormat("en", { timeZone, hour: "2-digit", hourCycle: "h23" });
  hours.set(timeZone, format);
  const hour = Number(format.format(at));
  return hour >= night.from || hour < night.to;
}
