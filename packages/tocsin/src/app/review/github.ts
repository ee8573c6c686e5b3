import { z } from "zod";
import { githubUrl } from "../../project/github-url.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { VendorError } from "../../vendors/http/errors.ts";
import { numberedPages } from "../../vendors/pages.ts";
import { GitHub, type GitHubPatience, type Repository } from "../github.ts";
import { eventOf } from "./event.ts";

/** Where a comment goes: the number of a pull request. */
export interface Target extends Repository {
  number: number;
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
  const event = eventOf(env, eventShape);
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

const perPage = 100;

/**
 * Puts a text in the place of the comment that begins with the same first line, or writes a new one. Only a comment of our
 * own is touched: anybody may write such a first line.
 * @returns the comment's address
 * @throws PostFailed
 */
export async function post(text: string, target: Target, patience: GitHubPatience = {}): Promise<string> {
  const comments = new Comments(target, patience);
  try {
    return await comments.put(text);
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    throw new PostFailed(`The review was not posted: ${error.message}`, { cause: error });
  }
}

class Comments {
  readonly #github: GitHub;
  readonly #thread: string;

  constructor(target: Target, patience: GitHubPatience) {
    this.#github = new GitHub({ ...target, right: "pull-requests: write" }, patience);
    this.#thread = `/issues/${target.number}/comments`;
  }

  async put(text: string): Promise<string> {
    const marker = text.split("\n", 1)[0] ?? "";
    const own = await this.#own(marker);
    if (own !== null) return this.#update(own, text);
    try {
      return await this.#create(text);
    } catch (error) {
      // A comment that was written although the answer was lost must not be written twice.
      const written = error instanceof VendorError ? await this.#own(marker) : null;
      if (written === null) throw error;
      return this.#update(written, text);
    }
  }

  /** Id of our comment with this first line; null if there is none. */
  async #own(marker: string): Promise<number | null> {
    const comments = await numberedPages({ vendor: "GitHub", what: "comments" }, perPage, (page) =>
      this.#github.get(`${this.#thread}?per_page=${perPage}&page=${page + 1}`, z.array(comment)),
    );
    let self: string | null | undefined;
    for (const { id, body, user: author } of comments) {
      if (!body?.startsWith(marker) || author === null) continue;
      self ??= await this.#github.login();
      if (self === null ? author.type === "Bot" : author.login === self) return id;
    }
    return null;
  }

  async #update(id: number, body: string): Promise<string> {
    const path = `/issues/comments/${id}`;
    return (await this.#github.write("PATCH", path, comment, { body })).html_url ?? String(id);
  }

  async #create(body: string): Promise<string> {
    const { id, html_url: address } = await this.#github.write("POST", this.#thread, comment, { body });
    return address ?? String(id);
  }
}
