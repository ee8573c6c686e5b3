import { document, type Html, html } from "../shared/html.ts";
import { style } from "../shared/style.ts";
import { printable } from "../verify/render.ts";
import type { Change } from "./change.ts";
import { costText } from "./cost.ts";
import { plot } from "./plot.ts";
import type { Review } from "./report.ts";
import {
  behaviourText,
  namesInARow,
  type ObjectRow,
  objectRows,
  placeText,
  problemRows,
  type Row,
  rowsOf,
  spanText,
  verdict,
} from "./table.ts";
import { count } from "./words.ts";

/** What a review has and a report has not. */
const own = `
pre { overflow-x: auto; margin: .4rem 0; font: .8125rem/1.45 ui-monospace, monospace; overflow-wrap: normal; }
svg line.earlier { stroke: var(--dim); stroke-dasharray: 2 3; } svg rect.earlier { fill: var(--dim); }
.ids { list-style: none; margin: 0; padding: 0; } .id { overflow-wrap: break-word; }
pre span { display: block; } pre .old { background: var(--bad-bg); } pre .new { background: var(--good-bg); }
`;

/** The whole review as one page. Pure. */
export function reviewPage(review: Review): string {
  const { stack, base, changes } = review;
  const title = `Review of the alerts of ${stack}`;
  const rows = rowsOf(changes);
  const name = named(review);
  const body = html`<header>
<h1>${title}</h1>
<p><strong>${verdict(changes, stack, base !== null)}</strong></p>
<p class="dim small">${sides(review)}</p>
${review.unknown.map((text) => html`<p><span class="tag unsure">could not tell</span> ${printable(text)}</p>`)}
${review.notes.map((text) => html`<p class="small">${printable(text)}</p>`)}
</header>
<main id="main">
${rows.length > 0 && html`<h2>Changes</h2><div class="wide"><table class="stack"><thead><tr><th scope="col">Weight</th><th scope="col">Alert</th><th scope="col">What changes</th></tr></thead><tbody>${rows.map((row) => changeRow(row, name))}</tbody></table></div>`}
${backtests(review)}
${review.cost.length > 0 && html`<h2>Cost</h2><ul>${review.cost.map((one) => html`<li>${costText(one)}</li>`)}</ul>`}
${lint(review)}
${glass(review)}
${unproven(review)}
${review.objects.length > 0 && html`<h2>Resources at the vendors</h2>${objectRows(review.objects).map(object)}`}
</main>
<footer><p class="dim small">Made by Tocsin.</p></footer>`;
  return document({ title, style: style + own, body });
}

function sides({ base, head }: Review): string {
  const text = ({ name, commit, definitions, objects }: Review["head"]) =>
    `${name}${commit === null ? "" : ` (${commit.slice(0, 10)})`}, ${count(definitions, "definition")}, ${count(objects, "resource")}`;
  return base === null ? `Head: ${text(head)}.` : `Base: ${text(base)}. Head: ${text(head)}.`;
}

const looks: Record<Change["weight"], string> = { dangerous: "bad", notable: "warn", minor: "" };

/** An alert's id, with the line that it stands on where that is known. */
type Named = (id: string) => Html;

function named({ places }: Review): Named {
  return (id) => {
    const stands = places[id];
    if (stands === undefined) return html`<span class="id">${parts(id)}</span>`;
    const { file, line, url } = stands;
    if (url !== null)
      return html`<a class="id" href="${url}" rel="noreferrer" title="${file}:${line}">${parts(id)}</a>`;
    return html`<span class="id">${parts(id)}</span> <span class="dim small id">${parts(`${file}:${line}`)}</span>`;
  };
}

/** A line may end behind a slash, a dash or a colon, and nowhere within a word. */
const parts = (text: string): Html[] => text.split(/(?<=[/:-])/).map((part) => html`${part}<wbr>`);

/** One a line; those beyond a few are folded. */
function listed(names: readonly Html[], what: string): Html {
  if (names.length <= namesInARow) return html`<ul class="ids">${names.map((one) => html`<li>${one}</li>`)}</ul>`;
  return html`<details><summary>${count(names.length, what)}</summary><div><ul class="ids">${names.map((one) => html`<li>${one}</li>`)}</ul></div></details>`;
}

function changeRow({ change, definitions }: Row, name: Named): Html {
  const { weight, severity, kind, text, danger } = change;
  const who = definitions.length === 0 ? html`(shared)` : listed(definitions.map(name), "alert");
  return html`<tr><td><span class="tag ${looks[weight]}">${weight}</span></td><td>${who}${severity !== null && html`<span class="dim small">${severity}</span>`}</td><td><strong>${kind}</strong>: ${printable(text)}${danger !== null && html`<br><span class="small">Dangerous: ${danger}.</span>`}</td></tr>
`;
}

function backtests(review: Review): Html | null {
  const { backtests: all } = review;
  const name = named(review);
  if (all === null) return null;
  return html`<h2>Backtest over ${spanText(all)}</h2>
${all.definitions.map((compared) => {
  const { definition, before, after, notes } = compared;
  return html`<section><h3>${name(definition)}</h3>
<p>${before === null ? "It is new." : `So far: ${printable(behaviourText(before))}.`} With this change: ${printable(behaviourText(after))}.</p>
<div class="wide">${plot(compared, all)}</div>
${notes.map((note) => html`<p class="small dim">${printable(note)}</p>`)}</section>
`;
})}
<p class="small dim">Blue: what was measured, the worst of each piece of time. Dotted: the threshold so far; solid: the new one. Bars: when it would have fired, grey so far, red with this change.</p>`;
}

function lint(review: Review): Html | null {
  const { lint: found } = review;
  const name = named(review);
  if (found === null || found.new.length === 0) return null;
  return html`<h2>New in lint</h2><ul>${problemRows(found.new).map((row) => {
    const { rule, severity, message, remedy } = row.problem;
    const place = row.definitions.length > 0 ? "" : placeText(row);
    return html`<li><span class="tag ${severity === "error" ? "bad" : "warn"}">${severity}</span> ${printable(message)}${place}. ${printable(remedy)} <span class="dim small">${parts(rule)}</span>${row.definitions.length > 0 && listed(row.definitions.map(name), "alert")}</li>`;
  })}</ul>`;
}

function glass(review: Review): Html | null {
  const { breakGlass } = review;
  const name = named(review);
  if (breakGlass === null || breakGlass.length === 0) return null;
  return html`<h2>Runs under a break-glass override, unproven in staging</h2><ul>${breakGlass.map(({ definition, reason, at }) => html`<li>${name(definition)} since ${at.slice(0, 10)}: ${printable(reason)}</li>`)}</ul>`;
}

function unproven(review: Review): Html | null {
  const { unproven: ids } = review;
  const name = named(review);
  if (ids.length === 0) return null;
  return html`<h2>Unproven in staging as it now is</h2><p>The gate asks for a drill of ${count(ids.length, "alert")}.</p>${listed(ids.map(name), "alert")}`;
}

function object({ object: one, names, diff }: ObjectRow): Html {
  const { action, vendor, kind, costs } = one;
  const look = action === "replace" || action === "delete" ? "bad" : "";
  const head = html`<span class="tag ${look}">${action}</span> <span>${vendor} ${kind}</span> <strong class="id">${names.length === 1 ? parts(names[0] ?? "") : `${names.length} of them`}</strong>`;
  const all =
    names.length > 1 && html`<ul class="ids">${names.map((name) => html`<li class="id">${parts(name)}</li>`)}</ul>`;
  if (diff === "" && names.length === 1) return html`<p>${head}</p>`;
  if (diff === "")
    return html`<details><summary>${head}</summary><div>${all}</div></details>
`;
  return html`<details><summary>${head}</summary><div>${all}${costs.map((cost) => html`<p>${printable(cost)}</p>`)}<pre tabindex="0">${diff.split("\n").map(line)}</pre></div></details>
`;
}

const line = (text: string): Html =>
  html`<span class="${text.startsWith("-") ? "old" : text.startsWith("+") ? "new" : ""}">${printable(text)}</span>`;
