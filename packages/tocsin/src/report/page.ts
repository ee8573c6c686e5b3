import { document, html, timeTag } from "../shared/html.ts";
import { style } from "../shared/style.ts";
import { alertsSection } from "./alerts.ts";
import type { ReportData } from "./data.ts";
import { cards, coverageSection, driftSection, drillSection, firingSection, mutesSection } from "./overview.ts";
import { qualitySection } from "./quality.ts";

const sections = [
  ["now", "Now"],
  ["drift", "Drift"],
  ["mutes", "Muted"],
  ["quality", "Alert quality"],
  ["alerts", "Alerts"],
  ["coverage", "Coverage"],
  ["drill", "Last drill"],
] as const;

/** Alerts beyond which a browser lays out only those on the screen. */
const many = 300;

/**
 * The report as one page. Pure.
 * @param refresh seconds after which a browser loads it again; for a page that is served live
 */
export function renderPage(data: ReportData, { refresh }: { refresh?: number } = {}): string {
  const title = `Alerting of ${data.stack}`;
  const shown = sections.filter(([id]) => id !== "quality" || data.quality !== null);
  const body = html`<header>
<h1>${title}</h1>
<p class="dim">${timeTag(data.madeAt)}</p>
<nav aria-label="Sections"><ul>${shown.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main id="main"${data.alerts.length > many && html` class="many"`}>
${cards(data)}
${firingSection(data)}
${driftSection(data)}
${mutesSection(data)}
${qualitySection(data)}
${alertsSection(data)}
${coverageSection(data)}
${drillSection(data)}
</main>
<footer><p class="dim small">Made by Tocsin. What it does not know is listed under Drift.</p></footer>`;
  return document({ title, style, refresh, body });
}
