import { alertsSection } from "./alerts.ts";
import type { ReportData } from "./data.ts";
import { html } from "./html.ts";
import { cards, coverageSection, driftSection, drillSection, mutesSection, ringingSection } from "./overview.ts";
import { style } from "./style.ts";
import { moment } from "./words.ts";

const sections = [
  ["now", "Now"],
  ["drift", "Drift"],
  ["mutes", "Silenced"],
  ["coverage", "Coverage"],
  ["drill", "Last drill"],
  ["alerts", "Alerts"],
] as const;

/** Nothing is loaded and nothing runs: the page works from a mail attachment, on a phone, without a network. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * The report as one page. Pure.
 * @param refresh seconds after which a browser loads it again; for a page that is served live
 */
export function renderPage(data: ReportData, { refresh }: { refresh?: number } = {}): string {
  const title = `Alerting of ${data.stack}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
${refresh !== undefined && html`<meta http-equiv="refresh" content="${refresh}">`}
<title>${title}</title>
<style>@@STYLE@@</style>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header>
<h1>${title}</h1>
<p class="dim">${moment(data.madeAt)}</p>
<nav aria-label="Sections"><ul>${sections.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main id="main">
${cards(data)}
${ringingSection(data)}
${driftSection(data)}
${mutesSection(data)}
${coverageSection(data)}
${drillSection(data)}
${alertsSection(data)}
</main>
<footer><p class="dim small">Made by Tocsin. What it does not know is listed under Drift.</p></footer>
</body>
</html>
`;
  return page.toString().replace("@@STYLE@@", () => style);
}
