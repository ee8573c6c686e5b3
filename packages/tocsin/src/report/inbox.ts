import { document, type Html, html, timeTag } from "../shared/html.ts";
import { style } from "../shared/style.ts";

/** A notification as the page shows it. */
export interface ShownNotification {
  at: string;
  /** A channel or an address. */
  place: string;
  subject: string;
  text: string;
  state: "firing" | "warning" | "no data" | "recovered" | null;
}

const tones = { firing: "bad", warning: "warn", "no data": "unsure", recovered: "good" } as const;

const own = `
.message { border: 1px solid var(--line); border-left: 6px solid var(--line); border-radius: 6px; margin: .75rem 0; padding: .6rem .8rem; background: var(--panel); }
.message pre { font: inherit; white-space: pre-wrap; margin: .4rem 0 0; overflow-wrap: break-word; }
`;

/** Slack and mail of the local stack as one page, the newest first. Pure. */
export function renderInbox(messages: readonly ShownNotification[], { refresh }: { refresh?: number } = {}): string {
  const title = "Notifications of the local stack";
  const body = html`<header><h1>${title}</h1>
<p class="dim">${messages.length === 0 ? "Nothing has arrived yet." : `${messages.length} arrived, the newest first.`}</p></header>
<main id="main">
${messages.toReversed().map(card)}
</main>`;
  return document({ title, style: style + own, refresh, body });
}

const card = ({ at, place, subject, text, state }: ShownNotification): Html => {
  const rest = text.startsWith(subject) ? text.slice(subject.length).trimStart() : text;
  return html`<article class="message ${state === null ? "" : tones[state]}">
<p class="dim small">${timeTag(at)}, ${place.startsWith("#") ? "Slack" : "mail"} ${place}${state !== null && html` <span class="tag ${tones[state]}">${state}</span>`}</p>
<h2>${subject}</h2>
<pre>${rest}</pre>
</article>`;
};
