import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clientsOf } from "../../../src/app/history/clients.ts";
import { type Collected, collectHistory } from "../../../src/app/history/collect.ts";
import { type Fires, firesAtVendors } from "../../../src/app/lint/history.ts";
import type { Definition } from "../../../src/model/definition.ts";
import { measured, stack } from "../../support/definitions.ts";
import { type Handler, serve } from "../verify/server.ts";

export const hour = 3_600_000;
export const day = 24 * hour;
/** A quarter past three, so that the newest day is a part of one, and the one before is settled. */
export const now = Date.UTC(2026, 10, 20, 3, 15);

export const cpu: Definition = measured({ critical: 80, over: "sustained", noData: "ok" }, {}, { id: "shop/cpu" });

interface Lookback {
  days?: number;
  budget?: number;
  at?: number;
}

/** A vendor that answers as the test says, and a folder for what was read. */
export async function historyWorld(handler: Handler) {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-history-"));
  const vendor = await serve(handler);
  const options = ({ days = 2, budget = 100, at = now }: Lookback = {}) => {
    vendor.paths.length = 0;
    const { url } = vendor;
    const connections = { datadog: { url, apiKey: "k", appKey: "a" }, sentry: { url, token: "t" } };
    return {
      stack,
      clients: clientsOf(connections, { tries: 1, deadlineMs: 20_000 }),
      range: { from: at - days * day, to: at },
      now: at,
      budget,
      folder,
      aheadMs: 0,
      progress: () => {},
    };
  };
  return {
    read: (definitions: readonly Definition[], lookback?: Lookback): Promise<Map<string, Collected>> =>
      collectHistory(definitions, options(lookback)),
    fires: (definitions: readonly Definition[], lookback?: Lookback): Promise<Fires> =>
      firesAtVendors(definitions, options(lookback)),
    asked: vendor.paths,
    end: async () => {
      await vendor.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** What Datadog answers about a metric: `value` at each minute of the time that was asked for. */
export function metricAnswer(url: string | undefined, value: (at: number) => number | null, interval = 60) {
  const query = new URL(url ?? "/", "http://127.0.0.1").searchParams;
  const [from, to] = [Number(query.get("from")), Number(query.get("to"))];
  const pointlist = [];
  for (let at = from; at < to; at += interval) pointlist.push([at * 1000, value(at * 1000)]);
  return { status: "ok", series: [{ tag_set: [], interval, pointlist }] };
}

export function readOf(all: Map<string, Collected>, id: string): Extract<Collected, { kind: "read" }> {
  const one = all.get(id);
  if (one?.kind !== "read") throw new Error(`${id} was not read: ${one?.reason ?? "nothing is said of it"}`);
  return one;
}
