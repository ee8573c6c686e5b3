import { setTimeout as delay } from "node:timers/promises";
import { isAbout, Postbox } from "../../src/drill/inbox.ts";
import { drillOne, type JobInput } from "../../src/drill/job.ts";
import { Pace } from "../../src/drill/pace.ts";
import type { Receipt } from "../../src/drill/receipt.ts";
import type { Observed } from "../../src/vendors/fire-types.ts";
import type { Firing } from "../../src/vendors/firing.ts";
import type { Inbox, Message } from "../../src/vendors/inbox.ts";

/** How one alert and its vendor behave. Whatever is not said works as it should. */
export interface Behaviour {
  /** State before the drill. */
  before?: Observed["state"];
  /** Whether it fires for the signal; `warns`: only that far. */
  fires?: boolean | "warns";
  /** Whether it is over when the signal ends. */
  recovers?: boolean;
  /** Places that the alert and the end are written to. */
  alertTo?: string[];
  recoveryTo?: string[];
  silentRecovery?: string;
  heldFor?: number;
  failBegin?: Error;
  failEnd?: Error;
  failObserve?: Error;
  ceiling?: "delivered" | "recovered";
  /** What mutes it. */
  mutedBy?: string;
  /** As what it fires. */
  firesAs?: "alert" | "no-data";
}

export const places = ["#alerts-staging", "founder@example.com"];
const name = "[staging] Errors tocsin:shop/errors";

/** One alert on a vendor whose clock runs a minute with each look. */
export async function drilled(behaviour: Behaviour): Promise<{ receipt: Receipt; problems: string[]; ended: number }> {
  const {
    before = "ok",
    fires = true,
    recovers = true,
    alertTo = places,
    recoveryTo = places,
    silentRecovery = null,
    heldFor = 0,
    ceiling = "recovered",
    firesAs = "alert",
  } = behaviour;
  let now = Date.parse("2026-11-21T10:00:00Z");
  const begun = now;
  let state = before;
  let triggeredAt: Date | null = new Date(now - 86_400_000);
  let ended = 0;
  const messages: Message[] = [];
  const write = (to: string[], text: string) => {
    for (const place of to)
      messages.push({ place, id: `m${messages.length}`, at: new Date(now), text: `${text} ${name}` });
  };
  // Last week's alert, which carries the same id.
  write(places, "[Triggered]");
  write(places, "[Recovered]");
  const firing: Firing = {
    how: "real",
    firesAs,
    injected: "lines",
    notes: [],
    silentRecovery,
    heldUntil: async () => (heldFor === 0 ? null : new Date(begun + heldFor * 1000)),
    observe: async () => {
      if (behaviour.failObserve) throw behaviour.failObserve;
      now += 60_000;
      return { state, triggeredAt, now: new Date(now) };
    },
    begin: async () => {
      if (behaviour.failBegin) throw behaviour.failBegin;
      if (fires === false) return;
      state = fires === "warns" ? "warn" : firesAs;
      // What is missing has crossed no limit.
      if (firesAs === "alert") triggeredAt = new Date(now + 1000);
      write(alertTo, fires === "warns" ? "[Warn]" : firesAs === "alert" ? "[Triggered]" : "[No data]");
    },
    end: async () => {
      ended++;
      if (behaviour.failEnd) throw behaviour.failEnd;
      if (!recovers || state === "ok") return;
      state = "ok";
      write(recoveryTo, "[Recovered]");
    },
  };
  const inboxes: Inbox[] = [...places, "#other"].map((place) => ({
    place,
    reachable: async () => null,
    read: async () => messages.filter((message) => message.place === place),
  }));
  const problems: string[] = [];
  const postbox = new Postbox(inboxes, new Date(0), 0);
  const pace = new Pace(0, null);
  const input: JobInput = {
    definition: "shop/errors",
    isAbout: (text) => isAbout(text, "shop/errors", "staging"),
    ceiling: {
      level: ceiling,
      reason: ceiling === "recovered" ? "it fired, arrived and recovered" : "too long a window",
    },
    places,
    objects: ["datadog monitor 7"],
    notes: [],
    waits: { fire: 600, deliver: 300, recover: 600, calm: 600, expected: 900 },
    firing,
    ...(behaviour.mutedBy === undefined ? {} : { mutedBy: async () => [behaviour.mutedBy ?? ""] }),
  };
  const receipt = await drillOne(input, {
    postbox,
    pace,
    abort: new AbortController().signal,
    progress: () => {},
    problem: (text) => void problems.push(text),
  });
  await delay(0);
  return { receipt, problems, ended };
}
