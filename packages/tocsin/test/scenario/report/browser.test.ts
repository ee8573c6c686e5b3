import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderInbox } from "../../../src/report/inbox.ts";
import { renderPage } from "../../../src/report/page.ts";
import { reviewPage } from "../../../src/review/page.ts";
import { runbookHtml, runbookIndex } from "../../../src/runbooks/html.ts";
import { judge } from "../../contract/support/judge.ts";
import { alertOf, dataOf, hostileData } from "../../report/sample.ts";
import { reviewed } from "../../review/scenario.ts";
import { definition, threshold } from "../../support/definitions.ts";

const program = judge("chromium");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Without these Chromium looks for its maker's hosts, and as root it does not start at all. */
const flags =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** Scripts as text: what runs in a page has other globals than what is checked here. */
const openAll = "for (const block of document.querySelectorAll('details')) block.open = true";

const sizes = {
  "small phone": { width: 320, height: 568 },
  phone: { width: 390, height: 844 },
  tablet: { width: 768, height: 1024 },
  desktop: { width: 1280, height: 900 },
};

const loosened = (critical: number) =>
  Array.from({ length: 20 }, (_, n) =>
    definition({ id: `worker/publishing-jobs-that-wait-too-long-${n}`, condition: threshold({ critical }) }),
  );
const places = Object.fromEntries(
  loosened(1).map(({ id }, n) => {
    const place = { file: "alerts/publishing-and-scheduling.ts", line: n + 1 };
    return [id, { ...place, url: n % 2 === 0 ? null : `https://github.com/acme/shop/blob/main/alerts/shop.ts#L${n}` }];
  }),
);
const notification = {
  at: "2026-11-20T10:00:00.000Z",
  subject: "[PAGE] High 5xx rate of the web API",
  text: `14.2 %, limit: above 5 %.\nLogs: https://app.datadoghq.eu/logs?query=${"x".repeat(200)}`,
};

const runbook = {
  name: "publishing",
  text: [
    "# Scheduled posts do not go out <b>at all</b>",
    `Alerts: [\`${"worker/publishing-jobs-that-wait-too-long"}\`](#alerts)`,
    "## First checks",
    `1. **Deployments**: is there one?\n\n\`\`\`sh\ncurl --silent --show-error --include --header "Authorization: Bearer $CRON_SECRET" https://app.example.com/api/cron/scan-schedules?attempt=1\n\`\`\``,
    "## Escalation",
    "| Route | Notifies | Alerts | Owner |\n| --- | --- | --- | --- |\n| `founder-and-alerts` | founder <founder@example.com>, `#alerts-production` in Slack | 3 (1 page) | founder |",
    "## Alerts",
    "### worker/publishing-jobs-that-wait-too-long",
  ].join("\n\n"),
  alerts: loosened(1).map(({ id, title, severity }) => ({ id, title, severity })),
};

const pages: Record<string, () => string> = {
  report: () => renderPage(hostileData()),
  review: () => {
    const before = [...loosened(50), definition({ title: "<b>hostile</b> name", id: "shop/removed" })];
    return reviewPage({
      ...reviewed({ before: { definitions: before }, after: { definitions: loosened(80) } }),
      places,
    });
  },
  runbook: () =>
    runbookHtml(runbook, new Set(), { stack: "prod", base: "https://github.com/acme/shop/blob/main/runbooks" }),
  runbooks: () => runbookIndex([runbook], "prod"),
  inbox: () =>
    renderInbox([
      { ...notification, place: "#alerts-local", state: "firing" },
      { ...notification, place: "founder@example.com", state: "recovered" },
    ]),
};

/** Words of up to 20 letters that a line ends within: text that nobody can read aloud. */
const brokenWords = `(() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const match of node.data.matchAll(/[A-Za-z]{2,20}/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (lines.size > 1) found.push(match[0]);
    }
  }
  return found;
})()`;

describe.runIf(program !== null)("the page in a browser", () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "tocsin-page-"));
    browser = await chromium.launch({ executablePath: program ?? "", args: flags.split(" ") });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  /** The page from a file, as it arrives by mail. `asked` collects what it asks for besides itself. */
  async function open(html: string, size: keyof typeof sizes, colorScheme: "dark" | "light") {
    const file = path.join(folder, `${Math.random()}.html`);
    await writeFile(file, html);
    const page = await browser.newPage({ viewport: sizes[size], colorScheme });
    const asked: string[] = [];
    const errors: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.goto(pathToFileURL(file).href);
    return { page, asked: () => asked.slice(1), errors };
  }

  const opened = new Map<string, Promise<Page>>();

  /** A page with everything open, and axe in it. Without scripts a page is the same resized as opened at that size. */
  async function shown(html: string, size: keyof typeof sizes, colorScheme: "dark" | "light"): Promise<Page> {
    const once =
      opened.get(html) ??
      open(html, size, colorScheme).then(async ({ page }) => {
        expect(await page.evaluate("document.scripts.length")).toBe(0);
        await page.evaluate(openAll);
        await page.evaluate(axe);
        return page;
      });
    opened.set(html, once);
    const page = await once;
    await page.setViewportSize(sizes[size]);
    await page.emulateMedia({ colorScheme });
    return page;
  }

  const violations = (page: Page) =>
    page.evaluate<{ id: string; nodes: string[] }[]>(
      `axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 200)) })))`,
    );

  const cases = (["small phone", "phone", "tablet", "desktop"] as const).flatMap((size) =>
    (["dark", "light"] as const).map((scheme) => [size, scheme] as const),
  );
  const each = Object.keys(pages).flatMap((name) => cases.map(([size, scheme]) => [name, size, scheme] as const));

  it.each(each)("(%s) is accessible on a %s, %s", async (name, size, scheme) => {
    expect(await violations(await shown(pages[name]?.() ?? "", size, scheme))).toEqual([]);
  });

  it.each(["review", "inbox", "runbook", "runbooks"])("(%s) breaks no word on a small phone", async (name) => {
    const page = await shown(pages[name]?.() ?? "", "small phone", "light");
    expect((await page.evaluate<string[]>(brokenWords)).filter((word) => !/^x+$/.test(word))).toEqual([]);
  });

  it.each(each)("(%s) does not scroll sideways on a %s, %s", async (name, size, scheme) => {
    const page = await shown(pages[name]?.() ?? "", size, scheme);
    const [wide, there] = await page.evaluate<[number, number]>(
      "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
    );
    expect(wide).toBeLessThanOrEqual(there);
  });

  it.each(cases)("writes every name and number of a plot large enough on a %s, %s", async (size, scheme) => {
    const page = await shown(renderPage(dataOf()), size, scheme);
    // The height of a line of text on the screen, of all plots that are shown.
    const heights = await page.evaluate<number[]>(
      "[...document.querySelectorAll('svg text')].map((text) => text.getBoundingClientRect().height).filter((height) => height > 0)",
    );
    expect(heights.length).toBeGreaterThan(1);
    expect(Math.min(...heights)).toBeGreaterThan(11);
  });

  it("runs nothing that a name holds, and asks the network for nothing", async () => {
    const { page, asked, errors } = await open(renderPage(hostileData()), "desktop", "light");
    await page.locator("summary").last().hover();
    expect(await page.evaluate("'hacked' in window")).toBe(false);
    expect(asked()).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("is read by keyboard alone", async () => {
    const { page } = await open(renderPage(dataOf()), "phone", "dark");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement?.textContent")).toBe("To the content");
    await page.locator("summary").first().focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.getByText("Was there a deployment?").last().isVisible()).toBe(true);
    await page.close();
  });

  it("follows the reader's colours", async () => {
    const background = async (scheme: "dark" | "light") => {
      const { page } = await open(renderPage(dataOf()), "phone", scheme);
      const colour = await page.evaluate("getComputedStyle(document.body).backgroundColor");
      await page.close();
      return colour;
    };
    expect([await background("light"), await background("dark")]).toEqual(["rgb(255, 255, 255)", "rgb(16, 18, 22)"]);
  });

  it("shows an alert from its link", async () => {
    const firing = alertOf({ state: { now: "alert", firedAt: null, recoveredAt: null } });
    const { page } = await open(renderPage(dataOf({ alerts: [firing] })), "phone", "dark");
    await page.getByRole("link", { name: "High 5xx rate" }).click();
    expect(new URL(page.url()).hash).toBe("#alert-web-api--5xx-rate");
    await expect.poll(() => page.locator("details dl").isVisible()).toBe(true);
    await page.close();
  });
});
