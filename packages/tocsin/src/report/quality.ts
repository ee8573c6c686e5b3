import type { AlertQuality } from "../quality/report.ts";
import { plural } from "../shared/amounts.ts";
import { type Html, html } from "../shared/html.ts";
import type { ReportData } from "./data.ts";
import { anchor } from "./words.ts";

/** How good the alerts were over the time that was asked for; nothing where nobody asked. */
export function qualitySection({ quality }: ReportData): Html | false {
  if (quality === null) return false;
  const { alerts, notJudged, from, to } = quality;
  const silent = alerts.filter(({ fires }) => fires === 0);
  const open = alerts.filter(({ fires, muted, concerns }) => muted !== null || (fires > 0 && concerns.length > 0));
  return html`<section aria-labelledby="quality"><h2 id="quality">Alert quality</h2>
    <p>${plural(alerts.length, "alert")} judged on what was measured from ${from.slice(0, 10)} to ${to.slice(0, 10)}, as they are defined now. ${
      open.length === 0
        ? "None fired too often, recovered by itself, woke anybody at night or is muted."
        : `${open.length} to decide about.`
    }</p>
    ${open.length > 0 && table(open)}
    ${silent.length > 0 && html`<details><summary>${silent.length} never fired</summary><ul>${silent.map(({ definition }) => html`<li>${named(definition)}</li>`)}</ul></details>`}
    ${notJudged.length > 0 && html`<details><summary>${notJudged.length} not judged</summary><ul>${notJudged.map(({ definition, reason }) => html`<li>${named(definition)}: ${reason}</li>`)}</ul></details>`}</section>`;
}

const named = (definition: string): Html => html`<a href="#${anchor(definition)}">${definition}</a>`;

const table = (alerts: readonly AlertQuality[]): Html => html`<div class="wide"><table class="stack">
      <thead><tr><th scope="col">Alert</th><th scope="col" class="n">Fired</th><th scope="col" class="n">A week</th><th scope="col" class="n">Over in 10 min</th><th scope="col" class="n">At night</th><th scope="col">Muted</th><th scope="col">Other thresholds</th></tr></thead>
      <tbody>${alerts.map(row)}</tbody></table></div>`;

function row({ definition, fires, perWeek, quick, night, muted, others, concerns }: AlertQuality): Html {
  const cell = (label: string, value: number, isBad: boolean) =>
    html`<td class="n" data-label="${label}">${isBad ? html`<strong>${value}</strong>` : value}</td>`;
  const told = others.map(({ critical, fires }) => `${Number(critical.toPrecision(4))}: ${times(fires)}`).join(", ");
  return html`<tr><td>${named(definition)}</td>${cell("fired", fires, false)}${cell("a week", perWeek, concerns.includes("too-often"))}${cell("over in 10 min", quick, concerns.includes("recovers-alone"))}${cell("at night", night, concerns.includes("at-night"))}<td data-label="muted">${muted === null ? "" : mutedText(muted)}</td><td data-label="other thresholds">${told}</td></tr>`;
}

const mutedText = ({ since, until, reason }: NonNullable<AlertQuality["muted"]>): string =>
  [
    ...(since === null ? [] : [`since ${since.slice(0, 10)}`]),
    until === null ? "without an end" : `until ${until.slice(0, 10)}`,
    ...(reason === "" ? [] : [`(${reason})`]),
  ].join(" ");

const times = (count: number): string => (count === 0 ? "never" : plural(count, "time"));
