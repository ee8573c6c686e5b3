import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { z } from "zod";

/** What of GitHub a pull request is opened through: one repository with files, branches and pull requests in memory. */
export interface FakeGitHub {
  env: Record<string, string>;
  /** The default branch's files, by path. */
  files: Map<string, string>;
  /** Files of each commit that was made, by path; those only that it changed. */
  branches: Map<string, Map<string, string>>;
  pulls: { title: string; head: string; base: string; body: string }[];
  close: () => void;
}

const tree = z.object({ base_tree: z.string(), tree: z.array(z.object({ path: z.string(), content: z.string() })) });
const ref = z.object({ ref: z.string(), sha: z.string() });
const pull = z.object({ title: z.string(), head: z.string(), base: z.string(), body: z.string() });
const sha1 = (text: string): string => createHash("sha1").update(text).digest("hex");
const blob = (text: string): string => sha1(`blob ${Buffer.byteLength(text)}\0${text}`);

export async function startGitHub(): Promise<FakeGitHub> {
  const files = new Map<string, string>();
  const branches: FakeGitHub["branches"] = new Map();
  const pulls: FakeGitHub["pulls"] = [];
  const made = new Map<string, Map<string, string>>();
  const view = (index: number) => ({ html_url: `https://github.example/acme/alerts/pull/${index + 1}` });
  const answer = (method: string, url: URL, text: string): [number, unknown] => {
    const path = url.pathname.replace("/repos/acme/alerts", "");
    if (method === "GET" && path === "") return [200, { default_branch: "main" }];
    if (method === "GET" && path === "/git/ref/heads/main") return [200, { object: { sha: "head" } }];
    if (method === "GET" && path === "/git/commits/head") return [200, { tree: { sha: "base" } }];
    if (method === "GET" && path.startsWith("/contents/")) {
      const content = files.get(path.slice("/contents/".length));
      return content === undefined ? [404, {}] : [200, { sha: blob(content) }];
    }
    if (method === "GET" && path === "/pulls") {
      const head = url.searchParams.get("head")?.replace("acme:", "");
      return [200, pulls.flatMap((one, index) => (one.head === head ? [view(index)] : []))];
    }
    if (method === "POST" && path === "/git/trees") {
      const { tree: changed } = tree.parse(JSON.parse(text));
      made.set(sha1(text), new Map(changed.map((one) => [one.path, one.content])));
      return [201, { sha: sha1(text) }];
    }
    if (method === "POST" && path === "/git/commits") {
      return [201, { sha: z.object({ tree: z.string() }).parse(JSON.parse(text)).tree }];
    }
    if (method === "POST" && path === "/git/refs") {
      const { ref: name, sha } = ref.parse(JSON.parse(text));
      const branch = name.replace("refs/heads/", "");
      if (branches.has(branch)) return [422, { message: "Reference already exists" }];
      branches.set(branch, made.get(sha) ?? new Map());
      return [201, { ref: name }];
    }
    if (method === "POST" && path === "/pulls") return [201, view(pulls.push(pull.parse(JSON.parse(text))) - 1)];
    return [404, {}];
  };
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const known = request.headers.authorization === "Bearer planted-token";
    const [status, body] = known
      ? answer(request.method ?? "", new URL(request.url ?? "", "http://x"), text)
      : [401, { message: "Bad credentials" }];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const env = {
    GITHUB_TOKEN: "planted-token",
    GITHUB_REPOSITORY: "acme/alerts",
    GITHUB_API_URL: `http://127.0.0.1:${port}`,
  };
  return { env, files, branches, pulls, close: () => void server.close() };
}
