import type { LocalContext } from "../context.ts";

/** How one of the emulated databases is reached, as a path below the emulator's address, and its keys. */
export interface DatabaseAccess {
  path: string;
  key: string;
  publishableKey: string;
  jwtSecret: string;
}

/**
 * By service: one database alone answers at the emulator's own address, several each below the name of its service.
 *
 * @throws Error for a service that has none
 */
export function databaseAt(context: LocalContext, service: string): DatabaseAccess {
  const keys = context.databases.get(service);
  if (keys === undefined) throw new Error(`no database of ${service} is emulated`);
  return { path: context.databases.size === 1 ? "" : `/${service}`, ...keys };
}
