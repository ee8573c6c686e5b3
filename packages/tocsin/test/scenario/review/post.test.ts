import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { post, targetFrom } from "../../../src/app/review/github.ts";
import { emulatedGitHub, type GitHub, somebody } from "./github.ts";

const text = (verdict: string) => `<!-- tocsin-review:prod -->\n### Alerts of prod\n\n${verdict}\n`;
const soon = { sleep: async () => {} };

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

  it.each([
    [403, { "x-ratelimit-remaining": "0", "retry-after": "7" }],
    [403, { "x-ratelimit-remaining": "4000", "retry-after": "7" }],
    [429, { "retry-after": "7" }],
  ])("waits when GitHub limits the rate by %i %o, as long as it asks", async (status, headers) => {
    github.faults.push({ to: "POST /repos", status, headers });
    const waits: number[] = [];
    await post(text("one"), github.target, { sleep: async (ms) => void waits.push(ms) });
    expect(waits).toEqual([7000]);
    expect(bodies()).toEqual([text("one")]);
  });

  it("is not written twice when the answer to the first was lost", async () => {
    github.faults.push({ to: "POST", status: 502, afterwards: true });
    await post(text("one"), github.target, soon);
    expect(bodies()).toEqual([text("one")]);
  });

  it.each([
    [401, "Bad credentials", "GitHub answered 401 to POST THREAD: Bad credentials. GITHUB_TOKEN is not valid."],
    [
      403,
      "Resource not accessible by integration",
      "GitHub answered 403 to POST THREAD: Resource not accessible by integration. GITHUB_TOKEN needs `pull-requests: write`.",
    ],
    [
      403,
      "Unable to create comment because issue is locked.",
      "GitHub answered 403 to POST THREAD: Unable to create comment because issue is locked.",
    ],
    [
      404,
      "Not Found",
      "GitHub answered 404 to POST THREAD: Not Found. It is not there, or GITHUB_TOKEN may not see it.",
    ],
    [
      410,
      "Issues are disabled for this repo",
      "GitHub answered 410 to POST THREAD: Issues are disabled for this repo.",
    ],
    [422, "Validation Failed", "GitHub answered 422 to POST THREAD: Validation Failed."],
    [
      301,
      "Moved Permanently",
      "GitHub answered 301 to POST THREAD: Moved Permanently. The repository has another name now: set GITHUB_REPOSITORY to it.",
    ],
  ])("says what a refusal with %i means, in GitHub's own words: %s", async (status, message, said) => {
    github.faults.push({ to: "POST", status, message });
    const thread = "/repos/acme/shop/issues/7/comments";
    const failure = await post(text("one"), github.target, soon).catch((error: Error) => error.message);
    expect(failure).toBe(`The review was not posted: ${said.replace("THREAD", thread)}`);
    expect(bodies()).toEqual([]);
  });

  it("does not wait an hour for GitHub, and says how long it asks for", async () => {
    github.faults.push({ to: "POST", status: 403, headers: { "x-ratelimit-remaining": "0", "retry-after": "3600" } });
    await expect(post(text("one"), github.target, soon)).rejects.toThrow(
      "GitHub could not be asked: POST /repos/acme/shop/issues/7/comments: it limits our rate (403) and asks to wait 3600 s.",
    );
  });

  it("says what became of a comment that somebody deletes meanwhile", async () => {
    await post(text("one"), github.target, soon);
    github.faults.push({ to: "PATCH", status: 404, message: "Not Found" });
    await expect(post(text("two"), github.target, soon)).rejects.toThrow(
      "GitHub answered 404 to PATCH /repos/acme/shop/issues/comments/100: Not Found.",
    );
  });

  it("says that GitHub is down, after a few tries, without the token", async () => {
    for (let n = 0; n < 9; n++) github.faults.push({ to: "GET", status: 503 });
    const failure = await post(text("one"), github.target, soon).catch((error: Error) => error);
    expect(String(failure)).toContain(
      "The review was not posted: GitHub could not be asked: GET /repos/acme/shop/issues/7/comments: it answered 503.",
    );
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
