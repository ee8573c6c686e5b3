import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { githubUrl } from "../../project/github-url.ts";
import { limitedText } from "../../shared/limited-text.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { askedToWait, backoff } from "../../vendors/http/waits.ts";
import { numberedPages } from "../../vendors/pages.ts";
import { guard, withoutSecrets } from "../../vendors/secrets.ts";

/** Where a comment goes. */
export interface Target {
  /** Base of the REST interface, without a trailing slash. */
  url: string;
  /** `owner/name`. */
  repository: string;
  number: number;
  token: string;
}

/** GitHub could not be asked or told; the message says what it means. */
class PostFailed extends Error {
  readonly exitCode = 3;
  override readonly name = "PostFailed";
}

/** Of a pull request's event: which one, and whether it comes from a fork. */
const eventShape = z.object({
  pull_request: z.object({
    number: z.number(),
    head: z.object({ repo: z.object({ fork: z.boolean() }).nullable() }),
  }),
});

/**
 * Finds out of a workflow's environment where to post. A text says why there is nowhere: a fork's run has no right to write.
 * @param number the pull request, if it was named
 * @throws UsageError when something must be set
 */
export function targetFrom(env: Record<string, string | undefined>, number: number | undefined): Target | string {
  const event = readEvent(env.GITHUB_EVENT_PATH);
  const found = number ?? event?.pull_request.number ?? fromRef(env.GITHUB_REF);
  const fork = event?.pull_request.head.repo === null || event?.pull_request.head.repo?.fork === true;
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository } = env;
  if (!token && fork) {
    return "This pull request comes from a fork, whose runs get no token that may write: the review is not posted.";
  }
  const missing = [
    ...(token ? [] : ["GITHUB_TOKEN (with `pull-requests: write`)"]),
    ...(repository ? [] : ["GITHUB_REPOSITORY (owner/name)"]),
    ...(found === undefined ? ["--pr NUMBER (or run it on a pull_request event)"] : []),
  ];
  if (!token || !repository || found === undefined) {
    throw new UsageError(`The review cannot be posted: set ${missing.join(", ")}.`);
  }
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new UsageError("The review cannot be posted: GITHUB_REPOSITORY is not of the form owner/name.");
  }
  const url = githubUrl(env);
  return { url, repository, number: found, token };
}

function readEvent(file: string | undefined): z.infer<typeof eventShape> | null {
  if (file === undefined || !existsSync(file)) return null;
  try {
    return eventShape.safeParse(JSON.parse(readFileSync(file, "utf8"))).data ?? null;
  } catch {
    return null;
  }
}

/** `refs/pull/12/merge`, which a pull request's run has. */
function fromRef(ref: string | undefined): number | undefined {
  const number = /^refs\/pull\/(\d+)\//.exec(ref ?? "")?.[1];
  return number === undefined ? undefined : Number(number);
}

const comment = z.object({
  id: z.number(),
  body: z.string().nullish(),
  html_url: z.string().optional(),
  user: z.object({ login: z.string(), type: z.string() }).nullable(),
});
const user = z.object({ login: z.string() });

const perPage = 100;
const tries = 4;

/**
 * Puts a text in the place of the comment that begins with the same first line, or writes a new one. Only a comment of our
 * own is touched: anybody may write such a first line.
 * @returns the comment's address
 * @throws PostFailed
 */
export async function post(
  text: string,
  target: Target,
  wait: (ms: number) => Promise<unknown> = sleep,
): Promise<string> {
  guard([target.token]);
  const github = new GitHub(target, wait);
  const marker = text.split("\n", 1)[0] ?? "";
  const thread = `/repos/${target.repository}/issues/${target.number}/comments`;
  const own = await github.ownComment(thread, marker);
  if (own !== null) return github.update(own, text);
  try {
    return await github.create(thread, text);
  } catch (error) {
    // A comment that was written although the answer was lost must not be written twice.
    const written = error instanceof PostFailed ? await github.ownComment(thread, marker) : null;
    if (written === null) throw error;
    return github.update(written, text);
  }
}

class GitHub {
  readonly #target: Target;
  readonly #wait: (ms: number) => Promise<unknown>;

  constructor(target: Target, wait: (ms: number) => Promise<unknown>) {
    this.#target = target;
    this.#wait = wait;
  }

  /** Id of our comment with this first line; null if there is none. */
  async ownComment(thread: string, marker: string): Promise<number | null> {
    const comments = await numberedPages({ vendor: "GitHub", what: "comments" }, perPage, (page) =>
      this.#ask("GET", `${thread}?per_page=${perPage}&page=${page + 1}`, z.array(comment)),
    );
    let self: string | null | undefined;
    for (const { id, body, user: author } of comments) {
      if (!body?.startsWith(marker) || author === null) continue;
      self ??= await this.#login();
      if (self === null ? author.type === "Bot" : author.login === self) return id;
    }
    return null;
  }

  async update(id: number, body: string): Promise<string> {
    const path = `/repos/${this.#target.repository}/issues/comments/${id}`;
    return (await this.#ask("PATCH", path, comment, { body })).html_url ?? String(id);
  }

  async create(thread: string, body: string): Promise<string> {
    const { id, html_url: address } = await this.#ask("POST", thread, comment, { body });
    return address ?? String(id);
  }

  /** Who we are; null for a workflow's token, which belongs to a bot and may not ask. */
  async #login(): Promise<string | null> {
    try {
      return (await this.#ask("GET", "/user", user)).login;
    } catch (error) {
      if (error instanceof PostFailed) return null;
      throw error;
    }
  }

  async #ask<T>(method: "GET" | "POST" | "PATCH", path: string, shape: z.ZodType<T>, body?: object): Promise<T> {
    const { url, token } = this.#target;
    for (let attempt = 1; ; attempt++) {
      let problem: string;
      let asked: number | null = null;
      try {
        const response = await fetch(`${url}${path}`, {
          method,
          headers: {
            accept: "application/vnd.github+json",
            authorization: `Bearer ${token}`,
            "x-github-api-version": "2022-11-28",
            ...(body === undefined ? {} : { "content-type": "application/json" }),
          },
          ...(body === undefined ? {} : { body: withoutSecrets(JSON.stringify(body)) }),
          redirect: "error",
          signal: AbortSignal.timeout(20_000),
        });
        const text = withoutSecrets(await limitedText(response));
        if (response.ok) return parsed(text, shape, path);
        const limited = response.status === 429 || response.headers.get("x-ratelimit-remaining") === "0";
        if (!limited && response.status < 500) throw refused(response.status, path);
        problem = limited ? "it limits our rate" : `it answered ${response.status}`;
        asked = askedToWait(response.headers, Date.now());
      } catch (error) {
        if (error instanceof PostFailed) throw error;
        problem = "no answer could be had";
      }
      // Writing a second time is not done blindly: `post` looks first whether the first has arrived.
      if (method === "POST" || attempt >= tries)
        throw new PostFailed(`The review was not posted to GitHub: ${problem}.`);
      await this.#wait(Math.min(asked ?? backoff(attempt, Math.random), 60_000));
    }
  }
}

function parsed<T>(text: string, shape: z.ZodType<T>, path: string): T {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new PostFailed(`The review was not posted: GitHub answered ${path} with something that is not JSON.`);
  }
  const result = shape.safeParse(content);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new PostFailed(
    `The review was not posted: GitHub answered ${path} in an unexpected shape: ${issue?.path.join(".") || "the whole"}: ${issue?.message}.`,
  );
}

function refused(status: number, path: string): PostFailed {
  const hint =
    status === 401 || status === 403
      ? "GITHUB_TOKEN is wrong, or lacks `pull-requests: write`"
      : status === 404
        ? "there is no such pull request, or GITHUB_TOKEN may not see it"
        : status === 422
          ? "it does not take the comment"
          : "it does not say why";
  return new PostFailed(`The review was not posted: GitHub answered ${status} to ${path.split("?")[0]}: ${hint}.`);
}
