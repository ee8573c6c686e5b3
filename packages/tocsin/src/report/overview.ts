import { sides } from "../model/sides.ts";
import { plural } from "../shared/counts.ts";
import { type Html, html } from "../shared/html.ts";
import { byRemedy } from "../verify/remedies.ts";
import { type Finding, findingClass } from "../verify/report.ts";
import type { ReportAlert, ReportData } from "./data.ts";
import { drillTimeline } from "./plots.ts";
import { anchor, moment, severityTag, span, stateTag } from "./words.ts";

const fully = ({ alerts }: ReportData) =>
  alerts.filter(({ heard }) => heard !== null && heard.level === heard.highest && heard.changedSince !== true);

/** What somebody wants to know first: does anything ring, is it as the code says, has it been heard, is anything silenced. */
export function cards(data: ReportData): Html {
  const { alerts, verify } = data;
  const all = [...alerts, ...data.raw];
  const inState = (now: string) => all.filter(({ state }) => state.now === now).length;
  const unsure = inState("unknown");
  const found = verify.findings.length;
  const heard = fully(data).length;
  const mutes = verify.mutes.length + verify.findings.filter((finding) => finding.class === "muted").length;
  return html`<ul class="cards">
    ${stateCard({ all: all.length, ringing: inState("alert"), warning: inState("warning"), silent: inState("no-data"), unsure })}
    ${card(!verify.complete ? "unsure" : found > 0 ? "bad" : "good", !verify.complete ? "Could not tell" : found > 0 ? plural(found, "finding") : "As the code says", !verify.complete ? `not everything could be read; ${plural(found, "finding")} so far` : `compared with what is live, ${moment(verify.checkedAt)}`)}
    ${card(heard === alerts.length ? "good" : "warn", `${heard} of ${alerts.length} heard`, data.drill === null ? "no drill is known" : `as far as their kind can be, last drill ${moment(data.drill.endedAt)}`)}
    ${card(mutes > 0 ? "warn" : "good", mutes > 0 ? `${mutes} silenced` : "Nothing silenced", `${plural(verify.mutes.length, "mute")} on purpose`)}
  </ul>`;
}

const card = (tone: string, title: string, text: string): Html =>
  html`<li class="${tone}"><strong>${title}</strong>${text}</li>`;

/** How many alerts are in which state. An alert without data cannot ring, so that nothing rings says less. */
function stateCard(counts: Record<"all" | "ringing" | "warning" | "silent" | "unsure", number>): Html {
  const { all, ringing, warning, silent, unsure } = counts;
  const others = [
    ...(warning > 0 ? [plural(warning, "warning")] : []),
    ...(silent > 0 ? [`${silent} without data`] : []),
    ...(unsure > 0 ? [`of ${unsure} the state is not known`] : []),
  ];
  const text = others.length > 0 ? `of ${plural(all, "alert")}; ${others.join(", ")}` : `of ${plural(all, "alert")}`;
  if (ringing > 0) return card("bad", `${plural(ringing, "alert")} ringing`, text);
  if (unsure === all) return card("unsure", "State unknown", text);
  return card(warning + silent > 0 ? "warn" : "good", "Nothing rings", text);
}

const isLoud = ({ state }: Pick<ReportAlert, "state">): boolean =>
  state.now === "alert" || state.now === "warning" || state.now === "no-data";

export function ringingSection(data: ReportData): Html {
  const loud = data.alerts.filter(isLoud);
  const raw = data.raw.filter(isLoud);
  return html`<section aria-labelledby="now"><h2 id="now">Now</h2>
    ${
      loud.length + raw.length === 0
        ? html`<p>No alert rings, as far as the vendors could be asked.</p>`
        : loud.map(
            (
              alert,
            ) => html`<h3>${severityTag(alert)} <a href="#${anchor(alert.id)}">${alert.title}</a> ${stateTag(alert)}</h3>
      <p>${alert.why}</p><ol>${alert.firstChecks.slice(0, 3).map((check) => html`<li>${check}</li>`)}</ol>`,
          )
    }${raw.map((one) => html`<h3><a href="#${anchor(one.id)}">${one.title}</a> ${stateTag(one)}</h3><p>Imported verbatim: what to do stands in its own message, if anywhere.</p>`)}</section>`;
}

export function driftSection({ verify, stack, unknown }: ReportData): Html {
  const classes = findingClass.options.filter((named) => verify.findings.some((finding) => finding.class === named));
  const unread = [...unknown, ...verify.notChecked];
  return html`<section aria-labelledby="drift"><h2 id="drift">Drift</h2>
    ${
      verify.findings.length === 0 &&
      html`<p>${verify.complete ? "No drift: what is live matches the code." : "Nothing was found in what could be read."}</p>`
    }
    ${classes.map((named) => {
      const group = verify.findings.filter((finding) => finding.class === named);
      return html`<h3>${named}</h3>${byRemedy(group, stack).map(
        ([remedy, findings]) => html`<ul>${findings.map(findingItem)}</ul>
      <p class="dim">${remedy}</p>`,
      )}`;
    })}
    ${verify.breakGlass.length > 0 && html`<h3>Under a break-glass override</h3><p>These run without having been proven, for a reason that somebody gave, until evidence of them comes.</p><ul>${verify.breakGlass.map((one) => html`<li><a href="#${anchor(one.definition)}">${one.definition}</a> since ${moment(one.at)}: ${one.reason}</li>`)}</ul>`}
    ${verify.accepted.length > 0 && html`<h3>Accepted</h3><ul>${verify.accepted.map((one) => html`<li>${one.class}: ${one.definition ?? one.vendorId ?? ""} until ${one.until}: ${one.reason}</li>`)}</ul>`}
    ${verify.pending.length > 0 && html`<h3>Too new to tell</h3><ul>${verify.pending.map(({ message, until }) => html`<li>${message} A finding from ${moment(until)} on.</li>`)}</ul>`}
    ${unread.length > 0 && html`<h3>Not known</h3><ul>${unread.map((text) => html`<li>${text}</li>`)}</ul>`}
    </section>`;
}

function findingItem({ definition, vendor, kind, vendorId, path, expected, actual, message }: Finding): Html {
  const object = [vendor, kind, vendorId].filter((part) => part !== null).join(" ");
  const shown = sides(expected, actual, 200);
  const subject = definition === null ? html`${object}` : html`<a href="#${anchor(definition)}">${definition}</a>`;
  return html`<li>${subject}${definition !== null && ` (${object})`}: ${message}${path !== null && html`<br><code>${path}</code>: ${shown.expected} in the code, ${shown.actual} live`}</li>`;
}

export function mutesSection({ verify, madeAt }: ReportData): Html {
  return html`<section aria-labelledby="mutes"><h2 id="mutes">Silenced</h2>
    ${
      verify.mutes.length === 0
        ? html`<p>No alert is muted on purpose.</p>`
        : html`<div class="wide"><table><thead><tr><th scope="col">Alert</th><th scope="col">Until</th><th scope="col">Still</th><th scope="col">Reason</th></tr></thead><tbody>
      ${verify.mutes.map(({ definition, until, reason }) => html`<tr><td><a href="#${anchor(definition)}">${definition}</a></td><td>${momentOf(until)}</td><td>${stillOf(madeAt, until)}</td><td>${reason}</td></tr>`)}</tbody></table></div>`
    }</section>`;
}

const isTime = (text: string) => !Number.isNaN(Date.parse(text));
const momentOf = (text: string) => (isTime(text) ? moment(new Date(text).toISOString()) : text);
const stillOf = (now: string, until: string) => (isTime(until) ? span(now, new Date(until).toISOString()) : "");

/** What each service is watched by, and how much of that has been heard. */
export function coverageSection(data: ReportData): Html {
  const heard = new Set(fully(data).map(({ id }) => id));
  const services = [...new Set(data.alerts.map(({ service }) => service))].sort();
  const rows = services.map((service) => {
    const own = data.alerts.filter((alert) => alert.service === service);
    const count = (severity: string) => own.filter((alert) => alert.severity === severity).length;
    const objects = own.reduce((sum, alert) => sum + alert.objects.length, 0);
    return html`<tr><th scope="row">${service}</th><td class="n">${own.length}</td><td class="n">${count("page")}</td><td class="n">${count("ticket")}</td><td class="n">${count("info")}</td><td class="n">${objects}</td><td class="n">${own.filter(({ id }) => heard.has(id)).length}</td></tr>`;
  });
  return html`<section aria-labelledby="coverage"><h2 id="coverage">Coverage</h2>
    <div class="wide"><table><thead><tr><th scope="col">Service</th><th scope="col" class="n">Alerts</th><th scope="col" class="n">Page</th><th scope="col" class="n">Ticket</th><th scope="col" class="n">Info</th><th scope="col" class="n">Objects</th><th scope="col" class="n">Heard</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

export function drillSection(data: ReportData): Html {
  return html`<section aria-labelledby="drill"><h2 id="drill">The last drill</h2>
    ${data.drill === null ? html`<p>No drill is known. Run <code>tocsin drill --stack ${data.stack}</code>.</p>` : html`<p>Run ${data.drill.run}, ${moment(data.drill.startedAt)} to ${moment(data.drill.endedAt)}.</p>${drillTimeline(data)}`}</section>`;
}
