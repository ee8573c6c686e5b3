import { sides } from "../model/sides.ts";
import { plural } from "../shared/amounts.ts";
import { type Html, html, link, timeTag } from "../shared/html.ts";
import { moment } from "../shared/times.ts";
import { type Finding, findingClass } from "../vendors/finding.ts";
import { byRemedy } from "../verify/remedies.ts";
import { noDrift } from "../verify/render.ts";
import type { ReportAlert, ReportData } from "./data.ts";
import { chart, drillTimeline } from "./plots.ts";
import { anchor, severityTag, span, stateTag } from "./words.ts";

const fully = ({ alerts }: ReportData) =>
  alerts.filter(({ proven }) => proven !== null && proven.level === proven.highest && proven.changedSince !== true);

/** What somebody wants to know first: does anything fire, is there drift, is it proven, is anything muted. */
export function cards(data: ReportData): Html {
  const { alerts, verify } = data;
  const all = [...alerts, ...data.raw];
  const inState = (now: string) => all.filter(({ state }) => state.now === now).length;
  const unsure = inState("unknown");
  const found = verify.findings.length;
  const proven = fully(data).length;
  const mutes = verify.mutes.length + verify.findings.filter((finding) => finding.class === "muted").length;
  return html`<ul class="cards">
    ${stateCard({ all: all.length, firing: inState("alert"), warning: inState("warning"), silent: inState("no-data"), unsure }, data.unknown.length === 0)}
    ${card(!verify.complete ? "unsure" : found > 0 ? "bad" : "good", !verify.complete ? "Could not tell" : found > 0 ? plural(found, "finding") : "No drift", !verify.complete ? `not everything could be read; ${plural(found, "finding")} so far` : html`code and vendors compared at ${timeTag(data.madeAt)}`)}
    ${card(proven === alerts.length ? "good" : "warn", `${proven} of ${alerts.length} proven`, data.drill === null ? "no drill is known" : html`last drill ended ${timeTag(data.drill.endedAt)}`)}
    ${card(mutes > 0 ? "warn" : verify.complete ? "good" : "unsure", mutes > 0 ? `${mutes} muted` : verify.complete ? "Nothing muted" : "No mute found", verify.complete ? `${plural(verify.mutes.length, "mute")} on purpose` : "not everything could be read")}
  </ul>`;
}

const card = (tone: string, title: string, text: Html | string): Html =>
  html`<li class="${tone}"><strong>${title}</strong>${text}</li>`;

/** How many alerts are in which state. An alert without data cannot fire, so that nothing fires says less. */
function stateCard(
  counts: Record<"all" | "firing" | "warning" | "silent" | "unsure", number>,
  isAllRead: boolean,
): Html {
  const { all, firing, warning, silent, unsure } = counts;
  const others = [
    ...(warning > 0 ? [plural(warning, "warning")] : []),
    ...(silent > 0 ? [`${silent} without data`] : []),
    ...(unsure > 0 ? [`${unsure} ${unsure === 1 ? "has" : "have"} no state`] : []),
  ];
  const text = others.length > 0 ? `of ${plural(all, "alert")}; ${others.join(", ")}` : `of ${plural(all, "alert")}`;
  if (firing > 0) return card("bad", `${plural(firing, "alert")} firing`, text);
  if (unsure === all || (unsure > 0 && !isAllRead)) return card("unsure", "State unknown", text);
  return card(warning + silent > 0 ? "warn" : "good", "Nothing is firing", text);
}

const isLoud = ({ state }: Pick<ReportAlert, "state">): boolean =>
  state.now === "alert" || state.now === "warning" || state.now === "no-data";

const stateOrder = ["alert", "warning", "no-data", "ok", "unknown"] as const;
const severityOrder = ["page", "ticket", "info"] as const;

/** The worst first: by state, then by severity, then who has been so for longest. */
const worstFirst = (a: ReportAlert, b: ReportAlert): number =>
  stateOrder.indexOf(a.state.now) - stateOrder.indexOf(b.state.now) ||
  severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) ||
  (a.state.firedAt ?? "9").localeCompare(b.state.firedAt ?? "9") ||
  (a.id < b.id ? -1 : 1);

/** What fires, warns or has no data: since when, its value and limit, what to check first, and where to read on. */
export function firingSection(data: ReportData): Html {
  const loud = data.alerts.filter(isLoud).sort(worstFirst);
  const raw = data.raw.filter(isLoud);
  return html`<section aria-labelledby="now"><h2 id="now">Now</h2>
    ${loud.length + raw.length === 0 && html`<p>No alert is firing${data.unknown.length > 0 && ", as far as the vendors could be asked"}.</p>`}
    ${loud.map((alert) => firingBlock(alert, data))}
    ${raw.map((one) => html`<div class="alert ${toneOf(one)}"><h3><a href="#${anchor(one.id)}">${one.title}</a> ${stateTag(one)}</h3><p>Imported verbatim: what to do stands in its own message, if anywhere.</p></div>`)}</section>`;
}

const toneOf = ({ state }: Pick<ReportAlert, "state">): string =>
  ({ alert: "bad", warning: "warn", "no-data": "unsure", ok: "good", unknown: "" })[state.now];

function firingBlock(alert: ReportAlert, data: ReportData): Html {
  const { id, title, why, firstChecks, runbook } = alert;
  return html`<div class="alert ${toneOf(alert)}"><h3>${severityTag(alert)} <a href="#${anchor(id)}">${title}</a> ${stateTag(alert)}</h3>
      <p><span class="value">${presentValue(alert)}</span> <span class="dim">${sinceText(alert, data.madeAt)}</span></p>
      <p>${why}</p><div class="grid"><ol>${firstChecks.slice(0, 3).map((check) => html`<li>${check}</li>`)}</ol>${chart(alert)}</div>
      <p>${link(runbook, "Runbook")} <span class="dim small">or: tocsin check ${pageOf(runbook)} --stack ${data.stack}</span></p></div>`;
}

/** `46.2 %, fires above 5 % in 5 min`; without a known value only the condition. */
function presentValue({ value, history, thresholds, limit }: ReportAlert): string {
  const last = history.at(-1)?.[1];
  const unit = thresholds?.unit ? ` ${thresholds.unit}` : "";
  const now = value ?? (last === undefined ? null : `${Number(last.toPrecision(3))}${unit}`);
  return `${now === null ? "" : `${now}, `}fires ${limit}`;
}

function sinceText({ state }: ReportAlert, madeAt: string): string {
  const { firedAt, recoveredAt } = state;
  if (firedAt === null || (recoveredAt !== null && recoveredAt >= firedAt)) return "";
  return `since ${moment(firedAt)}, ${span(firedAt, madeAt)}`;
}

/** The page of `runbooks` that an address leads to. */
const pageOf = (runbook: string): string => /([\w-]+)\.md(#|$)/.exec(runbook)?.[1] ?? "RUNBOOK";

export function driftSection({ verify, stack, unknown }: ReportData): Html {
  const classes = findingClass.options.filter((named) => verify.findings.some((finding) => finding.class === named));
  const unread = [...unknown, ...verify.notChecked];
  return html`<section aria-labelledby="drift"><h2 id="drift">Drift</h2>
    ${
      verify.findings.length === 0 &&
      html`<p>${verify.complete ? noDrift(verify) : "Nothing was found in what could be read."}</p>`
    }
    ${classes.map((named) => {
      const group = verify.findings.filter((finding) => finding.class === named);
      return html`<h3>${named}</h3>${byRemedy(group, stack).map(
        ([remedy, findings]) => html`<ul>${findings.map(findingItem)}</ul>
      <p class="dim">${remedy}</p>`,
      )}`;
    })}
    ${verify.breakGlass.length > 0 && html`<h3>Under a break-glass override</h3><p>These run without having been proven, for a reason that somebody gave, until evidence of them comes.</p><ul>${verify.breakGlass.map((one) => html`<li><a href="#${anchor(one.definition)}">${one.definition}</a> since ${timeTag(one.at)}: ${one.reason}</li>`)}</ul>`}
    ${verify.accepted.length > 0 && html`<h3>Accepted</h3><ul>${verify.accepted.map((one) => html`<li>${one.class}: ${one.definition ?? one.vendorId ?? ""} until ${one.until}: ${one.reason}</li>`)}</ul>`}
    ${verify.pending.length > 0 && html`<h3>Too new to tell</h3><ul>${verify.pending.map(({ message, until }) => html`<li>${message} A finding from ${timeTag(until)} on.</li>`)}</ul>`}
    ${unread.length > 0 && html`<h3>Not known</h3><ul>${unread.map((text) => html`<li>${text}</li>`)}</ul>`}
    </section>`;
}

function findingItem({
  class: named,
  definition,
  vendor,
  kind,
  vendorId,
  path,
  expected,
  actual,
  message,
}: Finding): Html {
  const object = [vendor, kind, vendorId].filter((part) => part !== null).join(" ");
  const shown = sides(expected, actual, 200);
  const subject = definition === null ? html`${object}` : html`<a href="#${anchor(definition)}">${definition}</a>`;
  return html`<li>${subject}${definition !== null && ` (${object})`}: ${message}${path !== null && named !== "stale-signal" && html`<br><code>${path}</code>: ${shown.expected} in the code, ${shown.actual} live`}</li>`;
}

export function mutesSection({ verify, madeAt }: ReportData): Html {
  return html`<section aria-labelledby="mutes"><h2 id="mutes">Muted</h2>
    ${
      verify.mutes.length === 0
        ? html`<p>${verify.complete ? "No alert is muted on purpose." : "No mute was found in what could be read."}</p>`
        : html`<div class="wide"><table class="stack"><thead><tr><th scope="col">Alert</th><th scope="col">Until</th><th scope="col">Still</th><th scope="col">Reason</th></tr></thead><tbody>
      ${verify.mutes.map(({ definition, until, reason }) => html`<tr><td><a href="#${anchor(definition)}">${definition}</a></td><td data-label="until">${momentOf(until)}</td><td data-label="still">${stillOf(madeAt, until)}</td><td data-label="reason">${reason}</td></tr>`)}</tbody></table></div>`
    }</section>`;
}

const isTime = (text: string) => !Number.isNaN(Date.parse(text));
const momentOf = (text: string) => (isTime(text) ? timeTag(new Date(text).toISOString()) : text);
const stillOf = (now: string, until: string) => (isTime(until) ? span(now, new Date(until).toISOString()) : "");

/** What each service is watched by, and how much of that is proven. */
export function coverageSection(data: ReportData): Html {
  const proven = new Set(fully(data).map(({ id }) => id));
  const services = [...new Set(data.alerts.map(({ service }) => service))].sort();
  const rows = services.map((service) => {
    const own = data.alerts.filter((alert) => alert.service === service);
    const count = (severity: string) => own.filter((alert) => alert.severity === severity).length;
    const objects = own.reduce((sum, alert) => sum + alert.objects.length, 0);
    return html`<tr><th scope="row">${service}</th>${number("alerts", own.length)}${number("page", count("page"))}${number("ticket", count("ticket"))}${number("info", count("info"))}${number("resources", objects)}${number("proven", own.filter(({ id }) => proven.has(id)).length)}</tr>`;
  });
  return html`<section aria-labelledby="coverage"><h2 id="coverage">Coverage</h2>
    <div class="wide"><table class="stack"><thead><tr><th scope="col">Service</th><th scope="col" class="n">Alerts</th><th scope="col" class="n">Page</th><th scope="col" class="n">Ticket</th><th scope="col" class="n">Info</th><th scope="col" class="n">Resources</th><th scope="col" class="n">Proven</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

/** A cell of a table that stacks on a phone, where its column has no head. */
const number = (label: string, value: number): Html => html`<td class="n" data-label="${label}">${value}</td>`;

/** Folded: whoever is on call has no use for it. */
export function drillSection(data: ReportData): Html {
  return html`<section aria-labelledby="drill"><h2 id="drill">Last drill</h2>
    ${
      data.drill === null
        ? html`<p>No drill is known. Run <code>tocsin drill --stack ${data.stack}</code>.</p>`
        : html`<details><summary>Run ${data.drill.run}, ${moment(data.drill.startedAt)} to ${moment(data.drill.endedAt)}: how long each alert took</summary><div>${drillTimeline(data)}</div></details>`
    }</section>`;
}
