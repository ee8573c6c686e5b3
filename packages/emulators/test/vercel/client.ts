import { createVercel } from "../../src/vercel/app.ts";
import { teamContext } from "../team.ts";

/** A fresh emulated Vercel, with a caller that carries the token and names the team. */
export function startVercel(context = teamContext()) {
  const vercel = createVercel(context);
  const send = async (method: string, path: string, init: RequestInit = {}) => {
    const url = path.includes("teamId=") ? path : `${path}${path.includes("?") ? "&" : "?"}teamId=team_acme`;
    const headers = { authorization: `Bearer ${context.tokens.vercel.token}`, ...init.headers };
    const response = await vercel.app.request(url, { ...init, method, headers });
    const text = await response.text();
    const body: unknown = text === "" ? null : JSON.parse(text);
    return { status: response.status, body };
  };
  const call = (method: string, path: string, body?: unknown) =>
    send(
      method,
      path,
      body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } },
    );
  return { context, vercel, call, send };
}
