import { z } from "zod";
import { githubUrl } from "../project/github-url.ts";
import { jsonIn } from "../shared/json-text.ts";
import { VendorAnsweredWrong, VendorError, VendorRefused, VendorUnreachable } from "../vendors/http/errors.ts";
import { detailOf } from "../vendors/http/refusal.ts";
import { type Answer, type Patience, send } from "../vendors/http/send.ts";
import { guard, withoutSecrets } from "../vendors/secrets.ts";

/** A repository at GitHub, and what it is reached with. */
export interface Repository {
  /** Base of the REST interface, without a trailing slash. */
  url: string;
  /** `owner/name`. */
  repository: string;
  token: string;
}

/** Out of a workflow's environment; null when token or name is missing. @throws UsageError when the address cannot be used */
export function repositoryFrom(env: Record<string, string | undefined>): Repository | null {
  const { GITHUB_TOKEN: token, GITHUB_REPOSITORY: repository } = env;
  if (!token || !repository || !/^[\w.-]+\/[\w.-]+$/.test(repository)) return null;
  return { url: githubUrl(env), repository, token };
}

/** How long GitHub is waited for; what waits is replaced in tests. */
export type GitHubPatience = Partial<Pick<Patience, "tries" | "timeoutMs" | "sleep">>;

interface Call<T> {
  method: "GET" | "POST" | "PATCH";
  /** Behind the base of the interface. */
  path: string;
  schema: z.ZodType<T>;
  body?: object;
}

/** GitHub asks for at least a minute where many comments or issues are written. */
const longestWaitMs = 120_000;

/** GitHub's REST interface, of one repository. */
export class GitHub {
  readonly #target: Repository & { right: string };
  readonly #patience: Patience;

  /** @param target `right`: what the token must be allowed, as GitHub writes it (`issues: write`) */
  constructor(target: Repository & { right: string }, patience: GitHubPatience = {}) {
    guard([target.token]);
    this.#target = target;
    this.#patience = { timeoutMs: 20_000, tries: 4, longestWaitMs, ...patience };
  }

  /** Reads what is behind `/repos/owner/name`. @throws VendorError */
  get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return this.#ask({ method: "GET", path: `/repos/${this.#target.repository}${path}`, schema });
  }

  /**
   * One write behind `/repos/owner/name`. It is repeated only where GitHub says that it has not taken it: the next run sees what
   * has become of a lost one.
   * @throws GitHubRefused, VendorError
   */
  write<T>(method: "POST" | "PATCH", path: string, schema: z.ZodType<T>, body: object): Promise<T> {
    return this.#ask({ method, path: `/repos/${this.#target.repository}${path}`, schema, body });
  }

  /** Who the token belongs to; null for a workflow's, which belongs to a bot and may not ask. */
  async login(): Promise<string | null> {
    try {
      const schema = z.object({ login: z.string() });
      return (await this.#ask({ method: "GET", path: "/user", schema })).login;
    } catch (error) {
      if (error instanceof VendorRefused) return null;
      throw error;
    }
  }

  async #ask<T>({ method, path, schema, body }: Call<T>): Promise<T> {
    const { url, token, right } = this.#target;
    const what = `${method} ${path.split("?")[0]}`;
    const outcome = await send(
      {
        ...{ vendor: "GitHub", method, url: `${url}${path}`, limits: isRateLimit },
        headers: {
          authorization: `Bearer ${token}`,
          accept: "application/vnd.github+json",
          "user-agent": "tocsin",
          "x-github-api-version": "2022-11-28",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: body === undefined ? undefined : withoutSecrets(JSON.stringify(body)),
      },
      this.#patience,
    );
    if (outcome.kind !== "answered") {
      const failed = outcome.kind === "failed" ? outcome : null;
      const waits = failed?.tooLong == null ? "" : ` and asks to wait ${Math.ceil(failed.tooLong / 1000)} s`;
      const problem = `${failed?.problem ?? "no time is left"}${waits}`;
      throw new VendorUnreachable("GitHub", `GitHub could not be asked: ${what}: ${problem}.`, {
        cause: failed?.cause,
      });
    }
    const { answer } = outcome;
    if (answer.status >= 300) throw refusal(answer, what, right);
    const parsed = schema.safeParse(jsonIn(answer.text));
    if (!parsed.success) {
      throw new VendorAnsweredWrong("GitHub", `GitHub answered ${what} in an unexpected shape.`);
    }
    return parsed.data;
  }
}

/** GitHub does not take a body: what it would make is there already, for one. */
export class GitHubRefused extends VendorError {}

/** GitHub limits by 403 as well: with the calls used up, with a wait, or in words (its secondary limits). */
function isRateLimit({ status, headers, text }: Answer): boolean {
  if (status !== 403) return false;
  if (headers.get("x-ratelimit-remaining") === "0" || headers.has("retry-after")) return true;
  return /secondary rate limit|abuse detection/i.test(text);
}

const refused = z.object({
  message: z.string(),
  errors: z.array(z.union([z.string(), z.object({ message: z.string() }), z.object({ code: z.string() })])).optional(),
});

/** GitHub's own words about a refusal, which know best (a locked thread, a token without a right), and what to do. */
function refusal(answer: Answer, what: string, right: string): VendorError {
  const { status } = answer;
  const parsed = refused.safeParse(jsonIn(answer.text));
  const details = parsed.data?.errors?.map((one) =>
    typeof one === "string" ? one : "message" in one ? one.message : one.code,
  );
  const reason = parsed.success
    ? detailOf(JSON.stringify([parsed.data.message, ...(details ?? [])]))
    : detailOf(answer.text);
  const said = reason === "" ? "" : `: ${reason}`;
  const advice = adviceOf(answer, reason, right);
  const error = new VendorAnsweredWrong("GitHub", `GitHub answered ${status} to ${what}${said}.${advice}`, { status });
  if (status === 422) return new GitHubRefused("GitHub", error.message, { status });
  return status === 401 || status === 403 ? new VendorRefused("GitHub", error.message, { status }) : error;
}

function adviceOf({ status }: Answer, reason: string, right: string): string {
  if (status === 401) return " GITHUB_TOKEN is not valid.";
  if (status === 403 && !/locked|archived|disabled|blocked/i.test(reason)) return ` GITHUB_TOKEN needs \`${right}\`.`;
  if (status === 404) return " It is not there, or GITHUB_TOKEN may not see it.";
  if (status < 400) return " The repository has another name now: set GITHUB_REPOSITORY to it.";
  return "";
}
