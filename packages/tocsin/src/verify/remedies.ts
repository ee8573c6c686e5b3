import type { FindingClass } from "./report.ts";

/** What a person does about a finding of each class. `{stack}` stands for the stack's name. */
const remedies: Record<FindingClass, string> = {
  missing: "Run `tocsin up --stack {stack} --refresh`: it sees that the object is gone and makes it anew.",
  changed: "If the change is wanted, write it into the definition; then run `tocsin up --stack {stack} --refresh`.",
  unmanaged: "Take it over with `tocsin adopt`, or delete it at the vendor.",
  muted: "End the mute at the vendor, or state it with `tocsin mute`, with an end and a reason.",
  disabled: "Find out who switched it off and why; then run `tocsin up --stack {stack} --refresh`.",
  "broken-route": "Repair the channel, handle or integration, then look again.",
  "stale-signal": "Find out why the signal no longer arrives; until then this alert cannot ring.",
  leftover: "Run `tocsin drill --stack {stack} --cleanup`: it puts back what a drill left.",
  "retired-api": "Update Tocsin: the vendor moves this interface, and what depends on it will not be seen.",
  "new-field":
    "Update Tocsin, or accept it in exceptions.yaml until then: nobody has changed anything, and no alert is less watched.",
  unreadable: "Make the vendor readable and look again: until then nothing is known about these objects.",
  duplicate: "Delete the copy at the vendor; the one that Pulumi knows stays.",
  "stale-deployment":
    "Deploy the project to production again, so that it carries the new value; the probe's: `tocsin up --stack {stack} --refresh`.",
  "accepted-expired":
    "Repair what was accepted, or give the entry in exceptions.yaml a later day and a reason that still holds.",
  "accepted-unused": "Take the entry out of exceptions.yaml: what it names is no longer found.",
};

export function remedyFor(named: FindingClass, stack: string): string {
  return remedies[named].replaceAll("{stack}", stack);
}
