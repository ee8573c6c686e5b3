import { type Html, html } from "../shared/html.ts";
import type { Backtests, Behaviour, Compared } from "./backtest.ts";

const width = 640;
const height = 190;
/** Room for the numbers of the limits on the left, and for two lanes of firing and the dates below. */
const left = 56;
const bottom = 62;
const top = 10;
/** Two numbers that are closer than this cannot be read. */
const letterHeight = 12;

/** A number as an axis shows it. */
const short = (value: number): string => String(Number(value.toPrecision(3)));
const rounded = (value: number): number => Math.round(value * 10) / 10;
const day = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T", " ");

/**
 * What was measured, the limit so far and the new one, and when each version would have fired, as one drawing that needs no
 * script. Null when nothing is known.
 */
export function plot(compared: Compared, { from, to }: Pick<Backtests, "from" | "to">): Html | null {
  const { definition, before, after, limits, values } = compared;
  const known = values.flatMap(([, value]) => (value === null ? [] : [value]));
  const lines = [
    ...(limits.before === null ? [] : [{ kind: "earlier", name: "so far", value: limits.before }]),
    ...(limits.after === null ? [] : [{ kind: "critical", name: "new", value: limits.after }]),
  ];
  if (known.length === 0 && periodsOf(before).length + periodsOf(after).length === 0) return null;
  const all = [...known, ...lines.map(({ value }) => value)];
  const [low, high] = [Math.min(0, ...all), Math.max(1e-9, ...all)];
  const x = (at: number) => rounded(left + ((width - left - 8) * (at - from)) / (to - from || 1));
  const y = (value: number) => rounded(top + (height - bottom - top) * (1 - (value - low) / (high - low || 1)));
  const labels: number[] = [];
  /** Where a number stands: at its line, or clear of the number of a line close by. */
  const labelled = (at: number): number => {
    const near = labels.find((other) => Math.abs(other - (at + 4)) < letterHeight);
    const place = near === undefined ? at + 4 : near + (at + 4 < near ? -letterHeight : letterHeight);
    labels.push(place);
    return rounded(place);
  };
  const lane = (one: Behaviour | null, at: number, kind: string, name: string) => html`
    <text x="0" y="${at + 9}">${name}</text>
    ${periodsOf(one).map(([begin, end]) => html`<rect class="${kind}" x="${x(begin)}" y="${at}" width="${Math.max(2, rounded(x(end) - x(begin)))}" height="10"><title>${name}: fired from ${day(begin)} to ${day(end)} UTC</title></rect>`)}`;
  return html`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${definition}: limit ${limits.before ?? "none"} so far, ${limits.after ?? "none"} new; fired ${periodsOf(before).length} times so far, ${periodsOf(after).length} times with the change">
    <line class="axis" x1="${left}" x2="${width - 8}" y1="${y(low)}" y2="${y(low)}"/>
    ${pieces(values).map((piece) => html`<polyline class="series" points="${piece.map(([at, value]) => `${x(at)},${y(value)}`).join(" ")}"/>`)}
    ${lines.map(({ kind, name, value }) => html`<line class="${kind}" x1="${left}" x2="${width - 8}" y1="${y(value)}" y2="${y(value)}"><title>limit ${name}: ${value}</title></line><text x="0" y="${labelled(y(value))}">${short(value)}</text>`)}
    ${before !== null && lane(before, height - bottom + 10, "earlier", "so far")}
    ${lane(after, height - bottom + 26, "new", "new")}
    <text x="${left}" y="${height - 4}">${day(from)} UTC</text>
    <text x="${width - 8}" y="${height - 4}" text-anchor="end">${day(to)} UTC</text>
  </svg>`;
}

const periodsOf = (one: Behaviour | null): Array<[number, number]> => (one?.kind === "evaluated" ? one.periods : []);

/** Runs of values without a gap: where nothing was measured, no line is drawn. */
function pieces(values: Compared["values"]): Array<Array<[number, number]>> {
  const all: Array<Array<[number, number]>> = [[]];
  for (const [at, value] of values) {
    if (value === null) all.push([]);
    else all.at(-1)?.push([at, value]);
  }
  return all.filter((piece) => piece.length > 0);
}
