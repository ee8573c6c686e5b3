import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { runMain } from "../packages/tocsin/src/shared/failure.mjs";

/**
 * `node tools/screenshots.mjs [PAGE]`: the pictures in docs/, of the report of the local stack while something fires:
 * `npm start`, `npx tocsin local fault app failing`, two minutes later `npx tocsin report`, then this. Chromium is the one that
 * TOCSIN_CHROMIUM names, as in the tests.
 */
const pictures = [
  { file: "docs/report-1280-light.png", viewport: { width: 1280, height: 860 }, colorScheme: "light" },
  { file: "docs/report-390-dark.png", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
];

await runMain(async () => {
  const page = process.argv[2] ?? ".local/reports/local.html";
  const executablePath = process.env.TOCSIN_CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    for (const { file, viewport, colorScheme } of pictures) {
      const tab = await browser.newPage({ viewport, colorScheme: colorScheme === "dark" ? "dark" : "light" });
      await tab.goto(pathToFileURL(page).href);
      await tab.screenshot({ path: file });
      await tab.close();
      process.stdout.write(`${file}\n`);
    }
  } finally {
    await browser.close();
  }
});
