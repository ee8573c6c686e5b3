import type { Definition } from "../../model/definition.ts";
import type { Signal } from "../../model/signal.ts";
import { faultOf } from "../emulated/fire.ts";
import { type DrillRun, type Firing, type Injected, needed, plain, type Target } from "../firing.ts";
import { observeMonitor } from "./observe.ts";

/** Ports, certificates and names: the emulated world's own can be made to fail, those of anybody else's cannot. */

/** What a test asks, as faults of hosts name it (`POST /faults`), and what then happens, for people; null for any other signal. */
function askedOf(signal: Signal): Pick<Injected<"host">, "method" | "path" | "what"> | null {
  switch (signal.kind) {
    case "tcp-check": {
      const path = `${signal.host}:${signal.port}`;
      return { method: "TCP", path, what: `${path} is closed` };
    }
    case "tls-check": {
      const path = `${signal.host}:${signal.port}`;
      return { method: "TLS", path, what: `the certificate of ${path} ends within a day` };
    }
    case "dns-check":
      return { method: "DNS", path: signal.domain, what: `${signal.domain} leads elsewhere` };
    default:
      return null;
  }
}

/** What fails, or a test that is inverted where nobody can make it fail. */
export function hostInjection(
  signal: Signal,
  otherwise: Injected<"inverted">,
): Injected<"host"> | Injected<"inverted"> {
  const asked = askedOf(signal);
  return asked === null ? otherwise : { kind: "host", ...asked, otherwise };
}

/** Only where the hosts are emulated. @throws Error elsewhere */
export function hostFiring(drill: DrillRun, target: Target, { method, path, what }: Injected<"host">): Firing {
  const emulated = needed(drill.emulated, "the local stack");
  let change: { n: number; undo: Parameters<DrillRun["undo"]>[0] } | null = null;
  return {
    ...plain,
    how: "real",
    injected: what,
    notes: ["The test was run as it is, and failed by itself. It is restored."],
    observe: (fresh) => observeMonitor(drill, target, fresh),
    begin: async () => {
      const undo = { vendor: "emulated", what, method: "DELETE", path: faultOf(target.token), body: {} } as const;
      change = { n: drill.journal.change(undo), undo };
      const match = { method, path: `^${path.replaceAll(".", "\\.")}$` };
      await emulated.addFault(target.token, { vendor: "hosts", match });
    },
    end: async () => {
      if (change === null) return;
      await drill.undo(change.undo);
      drill.journal.restored(change.n);
      change = null;
    },
  };
}

/** Whether another definition asks the same. */
export function hostTouch({ method, path }: Injected<"host">, { signal }: Definition): boolean {
  const asked = askedOf(signal);
  return asked?.method === method && asked.path === path;
}
