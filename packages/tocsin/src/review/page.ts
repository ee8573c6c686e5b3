import { document, type Html, html } from "../shared/html.ts";
import { style } from "../shared/style.ts";
import { printable } from "../verify/render.ts";
import type { Change } from "./change.ts";
import { costText } from "./cost.ts";
import type { ObjectChange } from "./objects.ts";
import { plot } from "./plot.ts";
import type { Review } from "./report.ts";
import { behaviourText, type Row, rowsOf, spanText, verdict } from "./table.ts";
import { objectDiff } from "./text-diff.ts";
import { count } from "./words.ts";

/** What a review has and a report has not. */
const own = `
pre { overflow-x: auto; margin: .4rem 0; font: .8125rem/1.45 ui-monospace, monospace; overflow-wrap: normal; }
svg line.earlier { stroke: var(--dim); stroke-dasharray: 2 3; } svg rect.earlier { fill: var(--dim); }
pre span { display: block; } pre .old { background: var(--bad-bg); } pre .new { background: var(--good-bg); }
`;

/** The whole review as one page. Pure. */
export function reviewPage(review: Review): string {
  const { stack, base, changes } = review;
  const title = `Review of the alerts of ${stack}`;
  const rows = rowsOf(changes);
  const body = html`<header>
<h1>${title}</h1>
<p><strong>${verdict(changes, stack, base !== null)}</strong></p>
<p class="dim small">${sides(review)}</p>
${review.unknown.map((text) => html`<p><span class="tag unsure">could not tell</span> ${printable(text)}</p>`)}
${review.notes.map((text) => html`<p class="small">${printable(text)}</p>`)}
</header>
<main id="main">
${rows.length > 0 && html`<h2>Changes</h2><div class="wide"><table class="stack"><thead><tr><th scope="col">Weight</th><th scope="col">Alert</th><th scope="col">What changes</th></tr></thead><tbody>${rows.map(changeRow)}</tbody></table></div>`}
${backtests(review)}
${review.cost.length > 0 && html`<h2>Cost</h2><ul>${review.cost.map((one) => html`<li>${costText(one)}</li>`)}</ul>`}
${lint(review)}
${glass(review)}
${unproven(review)}
${review.objects.length > 0 && html`<h2>Resources at the vendors</h2>${review.objects.map(object)}`}
</main>
<footer><p class="dim small">Made by Tocsin.</p></footer>`;
  return document({ title, style: style + own, body });
}

function sides({ base, head }: Review): string {
  const text = ({ name, commit, definitions, objects }: Review["head"]) =>
    `${name}${commit === null ? "" : ` (${commit.slice(0, 10)})`}, ${count(definitions, "definition")}, ${count(objects, "object")}`;
  return base === null ? `Head: ${text(head)}.` : `Base: ${text(base)}. Head: ${text(head)}.`;
}

const looks: Record<Change["weight"], string> = { dangerous: "bad", notable: "warn", minor: "" };

function changeRow({ change, definitions }: Row): Html {
  const { weight, severity, kind, text, danger } = change;
  const who = definitions.length === 0 ? "(shared)" : definitions.join(", ");
  return html`<tr><td><span class="tag ${looks[weight]}">${weight}</span></td><td>${who}${severity !== null && html`<br><span class="dim small">${severity}</span>`}</td><td><strong>${kind}</strong>: ${printable(text)}${danger !== null && html`<br><span class="small">Dangerous: ${danger}.</span>`}</td></tr>
`;
}

function backtests({ backtests: all }: Review): Html | null {
  if (all === null) return null;
  return html`<h2>Backtest over ${spanText(all)}</h2>
${all.definitions.map((compared) => {
  const { definition, before, after, notes } = compared;
  return html`<section><h3>${definition}</h3>
<p>${before === null ? "It is new." : `So far: ${printable(behaviourText(before))}.`} With this change: ${printable(behaviourText(after))}.</p>
<div class="wide">${plot(compared, all)}</div>
${notes.map((note) => html`<p class="small dim">${printable(note)}</p>`)}</section>
`;
})}
<p class="small dim">Blue: what was measured, the worst of each piece of time. Dotted: the threshold so far; solid: the new one. Bars: when it would have fired, grey so far, red with this change.</p>`;
}

function lint({ lint: found }: Review): Html | null {
  if (found === null || found.new.length === 0) return null;
  return html`<h2>New in lint</h2><ul>${found.new.map(({ rule, severity, file, line, definition, message, remedy }) => {
    const place = file === null ? "" : ` (${file}${line === null ? "" : `:${line}`})`;
    return html`<li><span class="tag ${severity === "error" ? "bad" : "warn"}">${severity}</span> ${definition !== null && `${definition}: `}${printable(message)}${place}. ${printable(remedy)} <span class="dim small">${rule}</span></li>`;
  })}</ul>`;
}

function glass({ breakGlass }: Review): Html | null {
  if (breakGlass === null || breakGlass.length === 0) return null;
  return html`<h2>Runs under a break-glass override, unproven in staging</h2><ul>${breakGlass.map(({ definition, reason, at }) => html`<li>${definition} since ${at.slice(0, 10)}: ${printable(reason)}</li>`)}</ul>`;
}

function unproven({ unproven: ids }: Review): Html | null {
  if (ids.length === 0) return null;
  return html`<h2>Unproven in staging as it now is</h2><p>The gate asks for a drill of ${count(ids.length, "alert")}.</p><ul>${ids.map((id) => html`<li>${id}</li>`)}</ul>`;
}

function object(one: ObjectChange): Html {
  const { action, vendor, kind, name, costs } = one;
  const look = action === "replace" || action === "delete" ? "bad" : "";
  const head = html`<span class="tag ${look}">${action}</span> <span>${vendor} ${kind}</span> <strong>${name}</strong>`;
  const diff = objectDiff(one);
  if (diff === "") return html`<p>${head}</p>`;
  return html`<details><summary>${head}</summary><div>${costs.map((cost) => html`<p>${printable(cost)}</p>`)}<pre>${diff.split("\n").map(line)}</pre></div></details>
`;
}

const line = (text: string): Html =>
  html`<span class="${text.startsWith("-") ? "old" : text.startsWith("+") ? "new" : ""}">${printable(text)}</span>`;
