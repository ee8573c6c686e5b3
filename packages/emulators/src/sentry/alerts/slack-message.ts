import { z } from "zod";
import type { ActionBody } from "../workflow-body.ts";
import type { Happening } from "./changes.ts";
import type { Wording } from "./wording.ts";

const extras = z.object({ tags: z.string().default(""), notes: z.string().default("") });
const colors = { Critical: "#E03E2F", Warning: "#F2B712", Resolved: "#4DC771" };

/**
 * A message as Sentry's Slack integration posts it: title and text in blocks of one coloured attachment, the tags that the
 * action names, its notes, and a footer with project, alert and short id.
 */
export function slackMessage(action: ActionBody, { issue, event, at }: Happening, wording: Wording) {
  const { tags, notes } = extras.parse(action.data);
  const own: Record<string, string> = { environment: event.environment, level: event.level, ...event.tags };
  const shown = tags
    .split(",")
    .map((name) => name.trim())
    .flatMap((name) => (own[name] === undefined ? [] : [`${name}: \`${escaped(own[name])}\``]));
  const body = wording.measured ?? (issue.title === event.message ? "" : event.message);
  const started = `<!date^${Math.floor(issue.firstSeen.getTime() / 1000)}^Started: {date_pretty} at {time}|${at.toISOString()}>`;
  const blocks = [
    section(`<${wording.link}|*${escaped(wording.headline)}*>`),
    ...(body === "" ? [] : [section(escaped(body))]),
    ...(shown.length === 0 ? [] : [context(shown.join("  "))]),
    ...(notes === "" ? [] : [section(`notes: ${escaped(notes)}`)]),
    ...(issue.category === "metric" ? [context(started)] : []),
    context(`Project: ${issue.project.slug}    Alert: ${escaped(wording.alert)}    Short ID: ${issue.shortId}`),
  ];
  const text = `[${issue.project.slug}] ${wording.headline}`;
  return { text, attachments: [{ color: colors[wording.status ?? "Critical"], fallback: text, blocks }] };
}

const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });
const context = (text: string) => ({ type: "context", elements: [{ type: "mrkdwn", text }] });

/** Slack's three control characters. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
