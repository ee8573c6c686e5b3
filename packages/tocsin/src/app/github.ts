import type { z } from "zod";
import { githubUrl } from "../project/github-url.ts";
import { limitedText } from "../shared/limited-text.ts";
import { VendorError, VendorUnreachable } from "../vendors/http/errors.ts";
import { type Limits, VendorHttp } from "../vendors/http/read.ts";
import { cleanCause, withoutSecrets } from "../vendors/secrets.ts";

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

/** GitHub's REST interface of one repository; paths begin behind `/repos/owner/name`. */
export class GitHub {
  readonly #target: Repository & { right: string };
  readonly #http: VendorHttp;

  /** @param target `right`: what the token must be allowed, as GitHub writes it (`issues: write`) */
  constructor(target: Repository & { right: string }, limits: Limits) {
    this.#target = target;
    const { url, token } = target;
    const headers = { authorization: `Bearer ${token}`, accept: "application/vnd.github+json", "user-agent": "tocsin" };
    this.#http = new VendorHttp({ vendor: "GitHub", url, headers, credential: "GITHUB_TOKEN", ...limits });
  }

  /** @throws VendorError */
  async get<T>(path: string, what: string, schema: z.ZodType<T>): Promise<T> {
    const { repository, right } = this.#target;
    return (await this.#http.get({ path: `/repos/${repository}${path}`, what, scope: right, schema })).data;
  }

  /**
   * One write, never repeated: the next run sees what has become of it.
   * @throws VendorError, with what GitHub says of a body that it does not take (422)
   */
  async send<T>(method: "POST" | "PATCH", path: string, schema: z.ZodType<T>, body: object): Promise<T> {
    const { url, repository, token, right } = this.#target;
    const what = `${method} ${path}`;
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${url}/repos/${repository}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: "application/vnd.github+json",
          "user-agent": "tocsin",
          "content-type": "application/json",
        },
        body: withoutSecrets(JSON.stringify(body)),
        redirect: "error",
        signal: AbortSignal.timeout(20_000),
      });
      text = withoutSecrets(await limitedText(response));
    } catch (cause) {
      throw new VendorUnreachable("GitHub", `GitHub could not be reached for ${what}.`, { cause: cleanCause(cause) });
    }
    if (response.status === 422) throw new GitHubRefused("GitHub", `GitHub answered 422 to ${what}.`);
    if (!response.ok) {
      const hint = [401, 403].includes(response.status) ? `: GITHUB_TOKEN needs \`${right}\`` : "";
      throw new VendorError("GitHub", `GitHub answered ${response.status} to ${what}${hint}.`);
    }
    const parsed = schema.safeParse(jsonOf(text));
    if (!parsed.success) throw new VendorError("GitHub", `GitHub answered ${what} in an unexpected shape.`);
    return parsed.data;
  }
}

/** GitHub does not take a body: what it would make is there already, for one. */
export class GitHubRefused extends VendorError {
  override readonly name = "GitHubRefused";
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
