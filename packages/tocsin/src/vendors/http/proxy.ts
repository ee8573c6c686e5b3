/** Calls through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name: Node's own `fetch` heeds none of them. */
import { EnvHttpProxyAgent, fetch as fetchThrough, Headers } from "undici";

let agent: EnvHttpProxyAgent | undefined;

export async function throughProxy(url: string, init: RequestInit): Promise<Response> {
  agent ??= new EnvHttpProxyAgent();
  const { body, method, redirect, signal } = init;
  const headers = new Headers();
  new globalThis.Headers(init.headers).forEach((value, name) => {
    headers.set(name, value);
  });
  const answer = await fetchThrough(url, {
    dispatcher: agent,
    ...(typeof body === "string" ? { body } : {}),
    ...{ headers, method, redirect, signal },
  });
  return answer;
}
