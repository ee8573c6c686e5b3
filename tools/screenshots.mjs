import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { runMain } from "../packages/tocsin/src/shared/run-main.mjs";

/**
 * `node tools/screenshots.mjs` after `npm start`: the pictures in docs/pictures, each page on a desktop in light and on a phone in
 * dark, while something fires. Chromium is the one that TOCSIN_CHROMIUM names, as in the tests.
 */
const reports = ".local/reports";
const sizes = [
  { name: "1280-light", viewport: { width: 1280, height: 860 }, colorScheme: /** @type {const} */ ("light") },
  { name: "390-dark", viewport: { width: 390, height: 844 }, colorScheme: /** @type {const} */ ("dark") },
];

/** @param {string[]} words of a command, which may end with findings */
function tocsin(...words) {
  const child = spawn(process.execPath, ["node_modules/tocsin/bin/tocsin.mjs", ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.setEncoding("utf8");
  return child;
}

/** @param {string[]} words @returns {Promise<string>} what it printed */
async function run(...words) {
  const child = tocsin(...words);
  let text = "";
  for await (const part of child.stdout) text += part;
  if (child.exitCode === null) await new Promise((done) => child.once("exit", done));
  if ((child.exitCode ?? 3) > 1) throw new Error(`tocsin ${words.join(" ")} ended with ${child.exitCode}.`);
  return text;
}

/** Waits until a page fires: the windows of alerts are minutes long. */
async function untilFiring() {
  for (let n = 0; n < 60; n++) {
    /** @type {{lines: {verdict: string}[]}} */
    const { lines } = JSON.parse(await run("check", "--json"));
    if (lines.some(({ verdict }) => verdict === "critical")) return;
    await new Promise((done) => setTimeout(done, 5000));
  }
  throw new Error("Nothing fires five minutes after the app began to fail.");
}

/** A review of this project against one in which an alert fired earlier. @returns {Promise<void>} */
async function review() {
  const base = join(reports, "base.json");
  const text = await run("compile", "--stack", "local", "--json");
  writeFileSync(base, text.replace(/("id": "web-api\/5xx-rate"[\s\S]*?"critical": )5\b/, "$13"));
  await run("review", "--stack", "local", "--base-json", base, "--html", join(reports, "review.html"));
}

await runMain(async () => {
  const executablePath = process.env.TOCSIN_CHROMIUM ?? "/usr/bin/chromium";
  await run("local", "fault", "app", "failing");
  await untilFiring();
  await run("report");
  await run("runbooks", "--html");
  await review();
  const inbox = tocsin("local", "inbox", "--serve");
  const address = await new Promise((found) =>
    inbox.stdout.on("data", (text) => found(/http:\S+/.exec(String(text))?.[0])),
  );
  const pages = {
    report: pathToFileURL(join(reports, "local.html")).href,
    review: pathToFileURL(join(reports, "review.html")).href,
    runbook: pathToFileURL(join(reports, "runbooks-local", "api-error-spike.html")).href,
    inbox: String(address),
  };
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    for (const [page, url] of Object.entries(pages))
      for (const { name, ...size } of sizes) {
        const file = `docs/pictures/${page}-${name}.png`;
        const tab = await browser.newPage(size);
        await tab.goto(url);
        await tab.screenshot({ path: file });
        await tab.close();
        process.stdout.write(`${file}, ${Math.round(readFileSync(file).length / 1000)} kB\n`);
      }
  } finally {
    await browser.close();
    inbox.kill();
    await run("local", "fault", "clear");
  }
  return 0;
});
