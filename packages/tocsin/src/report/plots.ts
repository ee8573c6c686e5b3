import { type Html, html } from "../shared/html.ts";
import { moment } from "../shared/times.ts";
import type { ReportAlert, ReportData } from "./data.ts";
import { span } from "./words.ts";

const width = 640;

/** A number as an axis shows it. */
const short = (value: number): string => String(Number(value.toPrecision(3)));

/**
 * What an alert watches, with its limits drawn in. Without points only the limits, on a scale of their own. Null where the
 * condition has no number.
 */
function thresholdPlot({ id, thresholds, history }: ReportAlert): Html | null {
  if (thresholds === null) return null;
  const { critical, warning, recovery, unit } = thresholds;
  const height = history.length > 1 ? 140 : 60;
  const limits = [
    { kind: "critical", value: critical },
    ...(warning === null ? [] : [{ kind: "warning", value: warning }]),
    ...(recovery === null ? [] : [{ kind: "recovery", value: recovery }]),
  ];
  const values = [...history.map(([, value]) => value), ...limits.map(({ value }) => value)];
  const [low, high] = [Math.min(0, ...values), Math.max(...values, critical + 1e-9)];
  const y = (value: number) => Math.round((10 + (height - 20) * (1 - (value - low) / (high - low || 1))) * 10) / 10;
  const [first, last] = [history[0]?.[0] ?? 0, history.at(-1)?.[0] ?? 1];
  const x = (at: number) => Math.round((60 + ((width - 70) * (at - first)) / (last - first || 1)) * 10) / 10;
  const words = limits.map(({ kind, value }) => `${kind} ${short(value)}`).join(", ");
  const now = history.at(-1)?.[1];
  const told = now === undefined ? "no points were read" : `now ${short(now)}`;
  const line = history.map(([at, value]) => `${x(at)},${y(value)}`).join(" ");
  const time = (at: number) => moment(new Date(at).toISOString());
  const of = unit === "" ? "" : ` ${unit}`;
  const when = history.length > 1 ? `, from ${time(first)} to ${time(last)}` : "";
  return html`<figure><svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${id}: ${words}${of}; ${told}">
    <line class="axis" x1="60" x2="${width - 10}" y1="${y(low)}" y2="${y(low)}"/>
    ${limits.map(({ kind, value }) => html`<line class="${kind}" x1="60" x2="${width - 10}" y1="${y(value)}" y2="${y(value)}"/><text x="0" y="${y(value) + 4}">${short(value)}</text>`)}
    ${history.length > 1 && html`<polyline class="series" points="${line}"/>`}
  </svg><figcaption class="small dim">${words}${of}; ${told}${when}</figcaption></figure>`;
}

/** A chart for an alert: what it watches over the last day, else how its last drill went, else its limits alone. */
export function chart(alert: ReportAlert): Html | null {
  if (alert.history.length > 1) return thresholdPlot(alert);
  return drillPlot(alert) ?? thresholdPlot(alert);
}

/** How one alert went in its last drill: when it fired, when its notification was read, when it recovered. */
function drillPlot({ id, proven }: ReportAlert): Html | null {
  if (proven?.startedAt == null || proven.firedAt === null) return null;
  const { startedAt, firedAt, deliveredAt, recoveredAt } = proven;
  const since = (iso: string) => Math.max(0, Date.parse(iso) - Date.parse(startedAt));
  const end = Math.max(1, ...[firedAt, deliveredAt, recoveredAt].flatMap((iso) => (iso === null ? [] : [since(iso)])));
  const x = (iso: string) => Math.round((10 + ((width - 20) * since(iso)) / end) * 10) / 10;
  const told = [
    `fired after ${span(startedAt, firedAt)}`,
    deliveredAt === null ? "no notification was read" : `notification read after ${span(startedAt, deliveredAt)}`,
    recoveredAt === null ? "did not recover" : `recovered after ${span(startedAt, recoveredAt)}`,
  ].join(", ");
  return html`<figure><svg viewBox="0 0 ${width} 26" width="${width}" height="26" role="img" aria-label="${id} in its last drill: ${told}">
    <rect class="waiting" x="10" y="6" width="${Math.max(1, x(firedAt) - 10)}" height="14"/>
    <rect class="firing" x="${x(firedAt)}" y="6" width="${Math.max(2, x(recoveredAt ?? firedAt) - x(firedAt))}" height="14"/>
    ${deliveredAt !== null && html`<circle class="mark" cx="${x(deliveredAt)}" cy="13" r="6"/>`}
  </svg><figcaption class="small dim">No points of the last day. In the drill of ${moment(startedAt)}: ${told}.</figcaption></figure>`;
}

/** Alerts of one drill that its plot shows; beyond, only the slowest. */
const mostRows = 120;

interface Fired {
  id: string;
  startedAt: string;
  firedAt: string;
  deliveredAt: string | null;
  recoveredAt: string | null;
}

/** When each alert of the newest drill fired, was read, and recovered. Null without a drill in which anything fired. */
export function drillTimeline({ alerts, drill }: ReportData): Html | null {
  const fired = alerts.flatMap((alert): Fired[] => {
    const { proven } = alert;
    if (proven?.startedAt == null || proven.firedAt === null) return [];
    const { startedAt, firedAt, deliveredAt, recoveredAt } = proven;
    return [{ id: alert.id, startedAt, firedAt, deliveredAt, recoveredAt }];
  });
  if (drill === null || fired.length === 0) return null;
  const rows = fired.sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, mostRows);
  const label = `How long each of ${rows.length} alerts took in the drill of ${moment(drill.startedAt)} to fire, to be read and to recover`;
  return html`<div class="broad">${bars(rows, label, { width: width + 160, left: 250, rowHeight: 18, barTop: 4 })}</div>
  <div class="narrow">${bars(rows, label, { width: 360, left: 0, rowHeight: 34, barTop: 18 })}</div>
  <p class="small dim">Grey: until it fired. Coloured: while it was firing. Dot: its notification was read. The scale is logarithmic.${fired.length > rows.length && ` The ${rows.length} slowest of ${fired.length}.`}</p>`;
}

/** Milliseconds. */
const lengthOf = (row: Fired) => Date.parse(row.recoveredAt ?? row.firedAt) - Date.parse(row.startedAt);

/** Where names and bars stand: beside each other, or on a phone the bar under its name. */
interface Layout {
  width: number;
  /** Where bars begin. */
  left: number;
  rowHeight: number;
  /** Of the bar in its row. */
  barTop: number;
}

function bars(rows: readonly Fired[], title: string, { width, left, rowHeight, barTop }: Layout): Html {
  // Lengths differ by hundreds: on a logarithmic scale of seconds a minute and a day can both be read.
  const longest = Math.max(60, ...rows.map((row) => lengthOf(row) / 1000));
  const x = (seconds: number) =>
    Math.round((left + ((width - left - 50) * Math.log1p(Math.max(0, seconds))) / Math.log1p(longest)) * 10) / 10;
  const ticks = [60, 600, 3600, 21_600, 86_400].filter((seconds) => seconds <= longest);
  const height = rows.length * rowHeight + 30;
  const label = (seconds: number) => (seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`);
  return html`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
    ${ticks.map((seconds) => html`<line class="axis" x1="${x(seconds)}" x2="${x(seconds)}" y1="0" y2="${height - 18}"/><text x="${x(seconds) + 2}" y="${height - 4}">${label(seconds)}</text>`)}
    ${rows.map((row, index) => {
      const since = (iso: string | null) =>
        iso === null ? null : (Date.parse(iso) - Date.parse(row.startedAt)) / 1000;
      const [fired, delivered, recovered] = [since(row.firedAt) ?? 0, since(row.deliveredAt), since(row.recoveredAt)];
      const top = index * rowHeight;
      const y = top + barTop;
      const end = recovered ?? delivered ?? fired;
      const told = `${row.id}: fired after ${span(row.startedAt, row.firedAt)}${row.recoveredAt === null ? "" : `, recovered after ${span(row.startedAt, row.recoveredAt)}`}`;
      return html`<g><title>${told}</title><text x="0" y="${top + 14}">${row.id.slice(0, 38)}</text>
        <rect class="waiting" x="${left}" y="${y}" width="${Math.max(1, x(fired) - left)}" height="11"/>
        <rect class="firing" x="${x(fired)}" y="${y}" width="${Math.max(2, x(end) - x(fired))}" height="11"/>
        ${delivered !== null && html`<circle class="mark" cx="${x(delivered)}" cy="${y + 5.5}" r="4"/>`}</g>`;
    })}
  </svg>`;
}
