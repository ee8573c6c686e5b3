import type { Target } from "../../../src/app/review/github.ts";
import { serve } from "../verify/server.ts";

interface Comment {
  id: number;
  body: string;
  html_url: string;
  user: { login: string; type: string };
}

/** As much of GitHub's REST interface for issue comments as a review uses. */
export interface GitHub {
  target: Target;
  comments: Comment[];
  /** `METHOD path` of every request. */
  requests: string[];
  /** Answers that are given before any other, each once: to the first request whose `METHOD path` holds the text. */
  faults: Array<{
    to: string;
    status: number;
    message?: string;
    headers?: Record<string, string>;
    afterwards?: boolean;
  }>;
  close: () => Promise<void>;
}

const self = { login: "github-actions[bot]", type: "Bot" };

/** @param mayAskWho whether the token belongs to a person, who may ask for their own name */
export async function emulatedGitHub(mayAskWho: string | null = null): Promise<GitHub> {
  const comments: Comment[] = [];
  const requests: string[] = [];
  const faults: GitHub["faults"] = [];
  const me = mayAskWho === null ? self : { login: mayAskWho, type: "User" };
  const server = await serve(async (request, response): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://github");
    const name = `${request.method} ${url.pathname}${url.search}`;
    requests.push(name);
    let text = "";
    for await (const chunk of request) text += chunk;
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    };
    const fault = faults.find(({ to }) => name.includes(to));
    if (fault) faults.splice(faults.indexOf(fault), 1);
    if (fault && !fault.afterwards) return answer(fault.status, { message: fault.message ?? "no" }, fault.headers);
    if (request.headers.authorization !== "Bearer token-1") return answer(401, { message: "Bad credentials" });
    const done = (status: number, body: unknown) =>
      fault ? answer(fault.status, { message: "lost" }) : answer(status, body);
    if (name === "GET /user") {
      return mayAskWho === null ? answer(403, { message: "Resource not accessible by integration" }) : answer(200, me);
    }
    const one = /^PATCH \/repos\/acme\/shop\/issues\/comments\/(\d+)$/.exec(name)?.[1];
    if (one !== undefined) {
      const found = comments.find(({ id }) => id === Number(one));
      if (!found) return answer(404, { message: "Not Found" });
      found.body = JSON.parse(text).body;
      return done(200, found);
    }
    if (url.pathname !== "/repos/acme/shop/issues/7/comments") return answer(404, { message: "Not Found" });
    if (request.method === "GET") {
      const [page, size] = [Number(url.searchParams.get("page")), Number(url.searchParams.get("per_page"))];
      return done(200, comments.slice((page - 1) * size, page * size));
    }
    const body: string = JSON.parse(text).body;
    if (body.length > 65_536) return answer(422, { message: "Body is too long (maximum is 65536 characters)" });
    const id = comments.length + 100;
    const written = { id, body, html_url: `https://github.example/acme/shop/pull/7#issuecomment-${id}`, user: me };
    comments.push(written);
    return done(201, written);
  });
  return {
    target: { url: server.url, repository: "acme/shop", number: 7, token: "token-1" },
    comments,
    requests,
    faults,
    close: server.close,
  };
}

export const somebody = { login: "mallory", type: "User" };
