import { plural } from "../shared/amounts.ts";
import { type Html, html, link, timeTag } from "../shared/html.ts";
import { moment } from "../shared/times.ts";
import type { RawResource, ReportAlert, ReportData } from "./data.ts";
import { chart } from "./plots.ts";
import { anchor, provenTag, severityTag, span, stateTag } from "./words.ts";

const order = { page: 0, ticket: 1, info: 2 } as const;

/** Every alert, by service: what it means, what to do, its resources, and when it was proven. */
export function alertsSection(data: ReportData): Html {
  const services = [...new Set(data.alerts.map(({ service }) => service))].sort();
  return html`<section aria-labelledby="alerts"><h2 id="alerts">Alerts</h2>
    ${services.map((service) => {
      const own = data.alerts.filter((alert) => alert.service === service);
      const sorted = [...own].sort((a, b) => order[a.severity] - order[b.severity] || (a.id < b.id ? -1 : 1));
      return html`<h3>${service} <span class="dim small">${plural(own.length, "alert")}</span></h3>${sorted.map((alert) => alertBlock(alert, data))}`;
    })}${data.raw.length > 0 && rawBlock(data.raw)}</section>`;
}

/** What stays as a hand has made it: no definition says what it means, and no drill fires it. */
const rawBlock = (raw: readonly RawResource[]): Html =>
  html`<h3>Imported verbatim <span class="dim small">${plural(raw.length, "resource")}</span></h3>
    <ul>${raw.map((one) => html`<li id="${anchor(one.id)}">${stateTag(one)} ${one.title} <span class="dim small">${one.id}, ${objectText(one.object)}</span></li>`)}</ul>`;

function alertBlock(alert: ReportAlert, data: ReportData): Html {
  const fires = alert.state.now === "alert" || alert.state.now === "warning";
  const findings = data.verify.findings.filter(({ definition }) => definition === alert.id);
  return html`<details id="${anchor(alert.id)}"${fires && html` open`}>
    <summary><span>${severityTag(alert)}</span><span><strong>${alert.title}</strong></span><span>${stateTag(alert)}</span><span>${provenTag(alert)}</span>${findings.length > 0 && html`<span class="tag bad">drift</span>`}<span class="dim small">${alert.id}</span></summary>
    <div>
      <p>${alert.why}</p>
      ${chart(alert)}
      <dl>
        <dt>Fires when</dt><dd>${alert.limit}</dd>
        <dt>First checks</dt><dd><ol>${alert.firstChecks.map((check) => html`<li>${check}</li>`)}</ol></dd>
        <dt>Likely causes</dt><dd><ul>${alert.causes.map((cause) => html`<li>${cause}</li>`)}</ul></dd>
        <dt>Recovered when</dt><dd>${alert.recovered}</dd>
        <dt>Runbook</dt><dd class="any">${link(alert.runbook, alert.runbook)}</dd>
        <dt>Notifies</dt><dd>${alert.places.length === 0 ? "nobody" : alert.places.join(", ")}; owner: ${alert.owner}</dd>
        <dt>Last proven</dt><dd>${provenText(alert)}</dd>
        ${alert.state.firedAt !== null && html`<dt>Last fired</dt><dd>${timeTag(alert.state.firedAt)}${alert.state.recoveredAt !== null && `, recovered ${timeTag(alert.state.recoveredAt)}`}</dd>`}
        <dt>Resources</dt><dd><ul>${alert.objects.map(objectItem)}</ul></dd>
        ${alert.source.length > 0 && html`<dt>Asked for in</dt><dd>${alert.source.join(", ")}</dd>`}
      </dl>
    </div></details>`;
}

const objectItem = (object: ReportAlert["objects"][number]): Html => html`<li>${objectText(object)}</li>`;

const objectText = ({ vendor, kind, id, link: target }: ReportAlert["objects"][number]): Html =>
  html`${vendor} ${kind} ${id === null ? html`<strong>is not there</strong>` : link(target, id)}`;

function provenText({ proven }: ReportAlert): string {
  if (proven === null) return "never: no drill of it is known.";
  const { startedAt, firedAt, deliveredAt, recoveredAt, places, level, reason, how, changedSince } = proven;
  const parts: string[] = [level];
  if (deliveredAt !== null) {
    const took = startedAt === null ? "" : `, ${span(startedAt, deliveredAt)} after the drill began`;
    parts.push(`its notification was read in ${places.join(" and ")} at ${moment(deliveredAt)}${took}`);
  } else if (firedAt !== null) parts.push(`it fired at ${moment(firedAt)}, and no notification was read`);
  if (recoveredAt !== null) parts.push(`recovered at ${moment(recoveredAt)}`);
  if (how !== null && how !== "real")
    parts.push(how === "inverted" ? "fired by inverting its check" : "with data of the drill's own");
  if (changedSince === true) parts.push("the definition has changed since");
  return `${parts.join("; ")}. Why: ${reason}.`;
}
