/** Calls through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name: Node's own `fetch` heeds none of them. */
import { EnvHttpProxyAgent, fetch as fetchThrough } from "undici";

let agent: EnvHttpProxyAgent | undefined;

/** What is read of an answer, whoever fetched it. */
export interface Fetched {
  status: number;
  headers: Headers;
  body: AsyncIterable<Uint8Array> | null;
}

export async function throughProxy(url: string, init: RequestInit): Promise<Fetched> {
  agent ??= new EnvHttpProxyAgent();
  const { body, method, redirect, signal } = init;
  const headers: [string, string][] = [];
  new Headers(init.headers).forEach((value, name) => {
    headers.push([name, value]);
  });
  const answer = await fetchThrough(url, {
    dispatcher: agent,
    ...(typeof body === "string" ? { body } : {}),
    ...{ headers, method, redirect, signal },
  });
  return { status: answer.status, headers: new Headers([...answer.headers]), body: answer.body };
}
