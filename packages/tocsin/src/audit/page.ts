import { document, type Html, html, link, timeTag } from "../shared/html.ts";
import { style } from "../shared/style.ts";
import { groupBy } from "../vendors/live.ts";
import { readText, verdictText } from "./render.ts";
import type { AuditFinding, AuditReport, RuleId } from "./report.ts";
import { rules } from "./rules.ts";

const tones = { error: "bad", warning: "warn", notice: "unsure" } as const;

/** An audit as one page, the worst first. Pure. */
export function auditPage(report: AuditReport): string {
  const title = "What is wrong with the alerts that are live";
  const groups = [...groupBy(report.findings, ({ rule }) => rule)];
  const body = html`<header><h1>${title}</h1>
<p><strong>${verdictText(report)}</strong></p>
<p class="dim">Read on ${timeTag(report.auditedAt)} with keys that may only read.</p></header>
<main id="main">
${groups.length > 0 && html`<ul class="cards">${groups.map(card)}</ul>`}
${groups.map(section)}
${report.notRead.length > 0 && html`<section><h2>Could not be read</h2><ul>${report.notRead.map((one) => html`<li>${one}</li>`)}</ul></section>`}
${groups.length === 0 && report.complete && html`<p>Nothing is wrong with ${readText(report)}.</p>`}
</main>
<footer><p class="dim small">Made by tocsin audit. It changes nothing.</p></footer>`;
  return document({ title, style, body });
}

const card = ([rule, { length }]: [RuleId, AuditFinding[]]): Html => {
  const { title, severity } = rules[rule];
  return html`<li class="${tones[severity]}"><strong><a href="#${rule}">${length}</a></strong> ${title}</li>`;
};

function section([rule, findings]: [RuleId, AuditFinding[]]): Html {
  const { title, severity } = rules[rule];
  return html`<section><h2 id="${rule}">${title} <span class="tag ${tones[severity]}">${severity}</span></h2>
<p>${findings[0]?.remedy ?? null}</p>
<ul>${findings.map(
    ({ vendor, kind, id, title: name, link: page, message }) =>
      html`<li>${link(page, name)} <span class="dim">(${vendor} ${kind} ${id})</span>: ${message}</li>`,
  )}</ul></section>`;
}
