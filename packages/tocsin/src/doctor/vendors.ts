import { z } from "zod";
import type { Definition } from "../model/definition.ts";
import type { Resource } from "../model/resource.ts";
import type { SqlProbe } from "../model/sql-probe.ts";
import type { StackConfig } from "../model/stack.ts";
import type { Connections } from "../vendors/connections.ts";
import { type DoctorLine, failed, ok, wrong } from "../vendors/doctor-line.ts";
import type { VendorHttp } from "../vendors/http/read.ts";
import { vendors } from "../vendors/index.ts";
import type { Scope } from "../vendors/vendor.ts";

/** A look, not a siege: whoever waits for the doctor wants to be told that a vendor is away. */
const limits = { tries: 2, timeoutMs: 10_000, deadlineMs: 25_000 };

/** Seconds by which a clock may differ: tokens are good for minutes, and Datadog takes points up to 10 minutes ahead. */
const clockLimit = 60;

export interface Patient {
  stack: StackConfig;
  definitions: readonly Definition[];
  resources: readonly Resource[];
  sqlProbes: readonly SqlProbe[];
  connections: Connections;
  now: () => Date;
  /** Whether the vendors' clock is the real one. */
  realTime: boolean;
}

/** Asks every vendor that is connected what our commands will ask of it. */
export async function vendorLines(patient: Patient): Promise<DoctorLine[]> {
  const { connections, stack, definitions, now } = patient;
  const parts = vendors.map(async (vendor): Promise<DoctorLine[]> => {
    const connection = connections[vendor.name];
    if (!connection) return [];
    const client = vendor.client(connection, limits);
    const own = vendor.doctor?.account?.(client, definitions, stack) ?? [];
    const scopes = vendor.scopes(stack, now()).map((scope) => scopeLine(vendor.name, client.http, scope));
    const lines = [...(await own), ...(await Promise.all(scopes))];
    return [...lines, ...clockLines(vendor.name, client.http, patient)];
  });
  return (await Promise.all(parts)).flat();
}

async function scopeLine(area: string, http: VendorHttp, scope: Scope): Promise<DoctorLine> {
  const what = `${scope.scope} (${scope.needs})`;
  try {
    await http.get({
      ...scope.ask,
      what: "what a doctor looks at",
      scope: scope.scope,
      schema: scope.schema ?? z.unknown(),
    });
    return ok(area, what, "it may be read");
  } catch (error) {
    return failed(area, what, scope.scope, error);
  }
}

function clockLines(area: string, http: VendorHttp, { realTime, now }: Patient): DoctorLine[] {
  if (!realTime || http.vendorTime === null) return [];
  const off = Math.round((now().getTime() - http.vendorTime.getTime()) / 1000);
  const found = `this machine's clock is ${Math.abs(off)} s ${off >= 0 ? "ahead of" : "behind"} the vendor's`;
  if (Math.abs(off) <= clockLimit) return [ok(area, "clock", found)];
  const remedy = "Set this machine's clock (NTP): signals that it sends would carry a wrong time.";
  return [wrong(area, "clock", found, remedy)];
}
