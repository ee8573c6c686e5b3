import type { Happening } from "./changes.ts";
import type { Wording } from "./wording.ts";

/** A mail as Sentry writes it to members: for a metric the monitor's name in the subject, for errors issue and title. */
export function mailMessage({ issue, event, at }: Happening, wording: Wording): { subject: string; text: string } {
  const { status, headline } = wording;
  const about = status === null ? `${issue.shortId} - ${issue.title}` : `${issue.title} - ${issue.project.slug}`;
  const tags = Object.entries({ environment: event.environment, level: event.level, ...event.tags });
  const lines = [
    headline,
    wording.measured,
    wording.description,
    tags.map(([key, value]) => `${key}: ${value}`).join(", "),
    wording.link,
    `At: ${at.toISOString()}`,
    `Project: ${issue.project.slug}`,
    `This email was triggered by the alert ${wording.alert}`,
  ];
  return {
    subject: status === null ? about : `[${status}] ${about}`,
    text: lines.filter((line) => line !== null && line !== "").join("\n\n"),
  };
}
