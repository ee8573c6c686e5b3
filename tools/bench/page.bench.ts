import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { renderPage } from "../../packages/tocsin/src/report/page.ts";
import { alertOf, dataOf } from "../../packages/tocsin/test/report/sample.ts";
import { budgetLine, type Timing } from "./timing.ts";

/*
 * The report page with 2,000 alerts: making it, and opening it in a browser until it is laid out.
 * Run: npm run bench page (TOCSIN_CHROMIUM names a browser that is not at /usr/bin/chromium)
 */
const count = 2000;
const alerts = Array.from({ length: count }, (_, n) =>
  alertOf({ id: `part-${n % 40}/alert-${n}`, title: `Errors of part ${n}`, service: `service-${n % 12}` }),
);
const data = dataOf({ alerts });

function timingOf(times: number[]): Timing {
  const sorted = times.map((ms) => ms / 1000).sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1] ?? 0, best: sorted[0] ?? 0, worst: sorted.at(-1) ?? 0 };
}

const made = Array.from({ length: 5 }, () => {
  const begun = performance.now();
  renderPage(data);
  return performance.now() - begun;
});
console.log(budgetLine("report page of 2,000 alerts, made", timingOf(made), 1.0));

const folder = mkdtempSync(path.join(tmpdir(), "tocsin-page-"));
const file = path.join(folder, "page.html");
writeFileSync(file, renderPage(data));
const flags =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const browser = await chromium.launch({
  executablePath: process.env.TOCSIN_CHROMIUM ?? "/usr/bin/chromium",
  args: flags.split(" "),
});
try {
  const opened: number[] = [];
  for (let run = 0; run < 6; run += 1) {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const begun = performance.now();
    await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
    // Asking for a size makes the browser lay the page out.
    await page.evaluate("document.body.getBoundingClientRect().height");
    if (run > 0) opened.push(performance.now() - begun);
    await page.close();
  }
  console.log(budgetLine("report page of 2,000 alerts, opened on a phone's screen", timingOf(opened), 1.0));
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
