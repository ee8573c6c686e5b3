import { spanOf } from "../shared/amounts.ts";
import { type Html, html } from "../shared/html.ts";
import type { ReportAlert } from "./data.ts";

/** How long between two times, for people: `4 min`, `26 h`, `3 d`. */
export const span = (fromIso: string, toIso: string): string => spanOf(Date.parse(toIso) - Date.parse(fromIso));

type Tone = "good" | "warn" | "bad" | "unsure" | "";

const tag = (tone: Tone, text: string): Html => html`<span class="tag ${tone}">${text}</span>`;

const states: Readonly<Record<ReportAlert["state"]["now"], readonly [Tone, string]>> = {
  alert: ["bad", "firing"],
  warning: ["warn", "warning"],
  "no-data": ["unsure", "no data"],
  ok: ["good", "OK"],
  unknown: ["", "state unknown"],
};

export const stateTag = ({ state }: Pick<ReportAlert, "state">): Html => tag(...states[state.now]);

const severities = { page: "bad", ticket: "warn", info: "" } as const;

export const severityTag = ({ severity }: ReportAlert): Html => tag(severities[severity], severity.toUpperCase());

/** Whether an alert is proven, as far as its kind can be. */
export function provenTag({ proven }: ReportAlert): Html {
  if (proven === null) return tag("unsure", "unproven");
  if (proven.changedSince === true) return tag("warn", "changed since proven");
  if (proven.level !== proven.highest) return tag("warn", `only ${proven.level}`);
  return tag("good", "proven");
}

/** An anchor for an alert: ids hold a slash, which a fragment may. */
export const anchor = (id: string): string => `alert-${id.replace("/", "--")}`;
