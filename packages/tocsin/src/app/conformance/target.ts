import type { Asked as Vendor } from "../../conformance/kind.ts";
import { isTooDeep, type Json, type JsonObject } from "../../model/resource.ts";
import type { Connections } from "../../vendors/connections.ts";
import { type Call, FireHttp } from "../../vendors/http/act.ts";
import { vendors } from "../../vendors/index.ts";
import type { Access } from "../../vendors/vendor.ts";

/** Somebody who answers: an account, or the emulators. */
export interface Target {
  /** Which vendors it is connected to. */
  vendors: ReadonlySet<Vendor>;
  /** @throws VendorError when a vendor cannot be reached or refuses the credential */
  ask: (vendor: Vendor, call: Pick<Call, "method"> & { path: string; body?: JsonObject }) => Promise<Asked>;
}

export interface Asked {
  status: number;
  body: Json;
  /** Of a list: its header `Link`. */
  link?: string;
}

export function targetOf(connections: Connections): Target {
  const { slack } = connections;
  const open: Partial<Record<Vendor, Access>> = {
    ...Object.fromEntries(
      vendors.flatMap(({ name, access }) => {
        const connection = connections[name];
        return connection === undefined ? [] : [[name, access(connection)] as const];
      }),
    ),
    ...(slack && {
      slack: {
        ...{ vendor: "Slack", url: slack.url, credential: "SLACK_TOKEN" },
        headers: { authorization: `Bearer ${slack.token}` },
      },
    }),
  };
  return {
    vendors: new Set([...vendors.map(({ name }) => name), "slack" as const].filter((name) => open[name])),
    ask: async (vendor, { method, path, body }) => {
      const connected = open[vendor];
      if (connected === undefined) throw new Error(`no connection to ${vendor}`);
      const http = new FireHttp(connected);
      const asForm = vendor === "stripe" && body !== undefined && path.startsWith("/v1/");
      const answer = await http.send({
        method,
        url: `${connected.url}${path}`,
        what: `${method} ${path.split("?")[0]}`,
        scope: "write",
        ...(body === undefined ? {} : { body: asForm ? form(body).toString() : body }),
        ...(asForm ? { type: "application/x-www-form-urlencoded" } : {}),
      });
      return {
        status: answer.status,
        body: parsed(answer.text),
        ...(answer.link === null ? {} : { link: answer.link }),
      };
    },
  };
}

function parsed(text: string): Json {
  try {
    const json = text === "" ? null : JSON.parse(text);
    return isTooDeep(json) ? "(nested too deep)" : json;
  } catch {
    return "(not JSON)";
  }
}

/** Stripe's form encoding: `metadata[key]=value`, `enabled_events[0]=value`. */
function form(body: JsonObject): URLSearchParams {
  const fields = new URLSearchParams();
  const add = (name: string, value: Json): void => {
    if (typeof value !== "object" || value === null) fields.append(name, value === null ? "" : String(value));
    else for (const [key, child] of Object.entries(value)) add(name === "" ? key : `${name}[${key}]`, child);
  };
  add("", body);
  return fields;
}
