import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { post, targetFrom } from "../../../src/app/review/github.ts";
import { emulatedGitHub, type GitHub, somebody } from "./github.ts";

const text = (verdict: string) => `<!-- tocsin-review:prod -->\n### Alerts of prod\n\n${verdict}\n`;
const soon = async () => {};

let github: GitHub;
beforeEach(async () => {
  github = await emulatedGitHub();
});
afterEach(() => github.close());

const bodies = () => github.comments.map(({ body }) => body);
const add = (body: string, user = somebody) =>
  github.comments.push({ id: github.comments.length + 100, body, html_url: "", user });

describe("a review as a comment", () => {
  it("is written once, and edited in place from then on", async () => {
    expect(await post(text("one"), github.target, soon)).toMatch(/#issuecomment-100$/);
    await post(text("two"), github.target, soon);
    expect(bodies()).toEqual([text("two")]);
  });

  it("is found behind hundreds of others", async () => {
    for (let n = 0; n < 250; n++) add(`remark ${n}`);
    await post(text("one"), github.target, soon);
    await post(text("two"), github.target, soon);
    expect(github.comments.length).toBe(251);
    expect(bodies().at(-1)).toBe(text("two"));
  });

  it("leaves the reviews of other stacks and the comments of other people alone", async () => {
    add("<!-- tocsin-review:staging -->\nof staging");
    add(text("an imitation"));
    await post(text("one"), github.target, soon);
    expect(bodies()).toEqual(["<!-- tocsin-review:staging -->\nof staging", text("an imitation"), text("one")]);
  });

  it("belongs to the person whose token it is", async () => {
    await github.close();
    github = await emulatedGitHub("alice");
    add(text("of a bot"), { login: "other[bot]", type: "Bot" });
    await post(text("one"), github.target, soon);
    await post(text("two"), github.target, soon);
    expect(bodies()).toEqual([text("of a bot"), text("two")]);
  });

  it("waits when GitHub limits the rate, as long as it asks", async () => {
    github.faults.push({
      to: "GET /repos",
      status: 403,
      headers: { "x-ratelimit-remaining": "0", "retry-after": "7" },
    });
    const waits: number[] = [];
    await post(text("one"), github.target, async (ms) => void waits.push(ms));
    expect(waits).toEqual([7000]);
    expect(bodies()).toEqual([text("one")]);
  });

  it("is not written twice when the answer to the first was lost", async () => {
    github.faults.push({ to: "POST", status: 502, afterwards: true });
    await post(text("one"), github.target, soon);
    expect(bodies()).toEqual([text("one")]);
  });

  it.each([
    [403, "lacks `pull-requests: write`"],
    [404, "there is no such pull request"],
    [422, "it does not take the comment"],
  ])("says what a refusal with %i means", async (status, meaning) => {
    github.faults.push({ to: "POST", status });
    await expect(post(text("one"), github.target, soon)).rejects.toThrow(meaning);
    expect(bodies()).toEqual([]);
  });

  it("says that GitHub is down, after a few tries, without the token", async () => {
    for (let n = 0; n < 9; n++) github.faults.push({ to: "GET", status: 503 });
    const failure = await post(text("one"), github.target, soon).catch((error: Error) => error);
    expect(String(failure)).toMatch(/not posted to GitHub: it answered 503/);
    expect(String(failure)).not.toContain("token-1");
    expect(github.requests.length).toBe(4);
  });
});

describe("where a review is posted", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tocsin-event-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const event = (fork: boolean) => {
    const file = path.join(folder, "event.json");
    writeFileSync(file, JSON.stringify({ pull_request: { number: 7, head: { repo: { fork } } } }));
    return file;
  };

  it("is the pull request of the run", () => {
    const env = { GITHUB_TOKEN: "t", GITHUB_REPOSITORY: "acme/shop", GITHUB_REF: "refs/pull/7/merge" };
    expect(targetFrom(env, undefined)).toMatchObject({ number: 7, url: "https://api.github.com" });
    expect(targetFrom({ ...env, GITHUB_EVENT_PATH: event(false), GITHUB_REF: undefined }, undefined)).toMatchObject({
      number: 7,
    });
    expect(targetFrom(env, 9)).toMatchObject({ number: 9 });
  });

  it("is nowhere for a fork, whose run has no token: that is said, and is no failure", () => {
    expect(targetFrom({ GITHUB_EVENT_PATH: event(true), GITHUB_REPOSITORY: "acme/shop" }, undefined)).toMatch(
      /comes from a fork/,
    );
  });

  it("must be named otherwise, all that is missing at once", () => {
    expect(() => targetFrom({}, undefined)).toThrow(/GITHUB_TOKEN .*GITHUB_REPOSITORY .*--pr NUMBER/);
    expect(() => targetFrom({ GITHUB_TOKEN: "t", GITHUB_REPOSITORY: "../../x/y" }, 1)).toThrow(/owner\/name/);
  });
});
