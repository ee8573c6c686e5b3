import type { Definition } from "./definition.ts";
import { type Fault, fault } from "./fault.ts";
import { signalKinds } from "./signals/kinds.ts";

/** `@word` in a text, as Datadog's messages take it for somebody to notify; of an address only what begins with its `@`. */
const handle = /(?:^|[\s({])(@[\w.+-]*\w)/;

/** Texts of Datadog's messages in which an attribute or a person is written as a handle: whom an alert notifies its route says. */
export function textFaults({ signal, title, why, firstChecks, recovered, owner }: Definition): Fault[] {
  const { by } = signalKinds[signal.kind];
  if (by !== "datadog" && by !== "synthetics") return [];
  const unit: [string, string][] = "unit" in signal ? [["signal.unit", signal.unit]] : [];
  const texts: [string, string][] = [
    ...Object.entries({ title, why, recovered, owner }),
    ...firstChecks.map((text, i): [string, string] => [`firstChecks.${i}`, text]),
    ...unit,
  ];
  return texts.flatMap(([path, text]) => {
    const found = handle.exec(text)?.[1];
    if (found === undefined) return [];
    const message = `Datadog would notify ${found}: in its messages a word that begins with @ is a handle`;
    return [fault("model/handle", path, message, "Leave the @ out. Whom an alert notifies its route says.")];
  });
}
