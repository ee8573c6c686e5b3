/** What the plugin has for one vendor, reached as the vendor's folder says: its variables, its address, its headers. */
import { Environment } from "../vendors/environment.ts";
import { createHttp, type Http } from "../vendors/http/manage.ts";
import type { VendorConnections } from "../vendors/registry.ts";
import type { Vendor } from "../vendors/vendor.ts";
import type { PluginPart } from "./server/types.ts";

/** A vendor from within the plugin. What is missing is an error only when the vendor is asked: a preview works without credentials. */
export interface Reach<Name extends Vendor["name"]> {
  /** @throws Error naming the credentials that are not set, or a variable that cannot be used */
  connect(): VendorConnections[Name];
  /**
   * @param scopes what the credential must be allowed, for messages
   * @param at an address other than that of the connection; paths are relative to it
   */
  http(scopes: string, at?: (connection: VendorConnections[Name]) => string): Http;
}

/** A plugin's part with the resources of a vendor. */
export function partOf<Name extends Vendor["name"]>(
  vendor: Vendor<Name>,
  env: NodeJS.ProcessEnv,
  resourcesOf: (reach: Reach<Name>) => PluginPart["resources"],
): PluginPart {
  const stop = new AbortController();
  const connect = () => {
    const connection = vendor.connect(new Environment(env));
    const missing = vendor.credentials.filter((name) => !env[name]?.trim());
    if (missing.length === 0) return connection;
    const { vendor: name } = vendor.access(connection);
    throw new Error(`${missing.join(" and ")} is not set: ${name} cannot be asked without it.`);
  };
  const http: Reach<Name>["http"] = (scopes, at) =>
    createHttp(() => {
      const connection = connect();
      const { url, ...access } = vendor.access(connection);
      const baseUrl = `${(at?.(connection) ?? url).replace(/\/+$/, "")}/`;
      return { ...access, scopes, baseUrl, signal: stop.signal };
    });
  return {
    resources: resourcesOf({ connect, http }),
    // Addresses at once; a credential that no header can carry matters where its vendor is asked, and to nobody else.
    configure: () => {
      const others = Object.entries(env).filter(([name]) => !vendor.credentials.includes(name));
      vendor.connect(new Environment(Object.fromEntries(others)));
    },
    // What cannot be sent is a secret nevertheless, and is asked for while an error is told.
    secretValues: () => vendor.credentials.map((name) => new Environment(env).text(name) ?? ""),
    cancel: () => stop.abort(),
  };
}
