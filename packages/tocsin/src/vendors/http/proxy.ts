/** Calls through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name: Node's own `fetch` heeds none of them. */
import { EnvHttpProxyAgent, fetch as fetchThrough } from "undici";

const settings = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]);

/** It reads the environment when it is made: by what it read. */
const agents = new Map<string, EnvHttpProxyAgent>();

function agentNow(): EnvHttpProxyAgent {
  const read = JSON.stringify(settings.map((name) => process.env[name]));
  const agent = agents.get(read) ?? new EnvHttpProxyAgent();
  agents.set(read, agent);
  return agent;
}

/** What is read of an answer, whoever fetched it. */
export interface Fetched {
  status: number;
  headers: Headers;
  body: AsyncIterable<Uint8Array> | null;
}

export async function throughProxy(url: string, init: RequestInit): Promise<Fetched> {
  const { body, method, redirect, signal } = init;
  const headers: [string, string][] = [];
  new Headers(init.headers).forEach((value, name) => {
    headers.push([name, value]);
  });
  const answer = await fetchThrough(url, {
    dispatcher: agentNow(),
    ...(typeof body === "string" ? { body } : {}),
    ...{ headers, method, redirect, signal },
  });
  return { status: answer.status, headers: new Headers([...answer.headers]), body: answer.body };
}
