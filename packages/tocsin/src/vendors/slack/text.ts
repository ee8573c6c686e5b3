import { z } from "zod";

/**
 * What a Slack message says. Vendors put the body of theirs into attachments or blocks and often leave `text` empty, so that
 * looking into `text` alone would miss it.
 */
const field = z.object({ title: z.string().nullish(), value: z.string().nullish() });
const attachment = z.object({
  pretext: z.string().nullish(),
  title: z.string().nullish(),
  text: z.string().nullish(),
  fallback: z.string().nullish(),
  footer: z.string().nullish(),
  fields: z.array(field).nullish(),
  /** Block Kit: many kinds, deeply nested, still growing; only its texts are looked for. */
  blocks: z.array(z.unknown()).nullish(),
});

export const messageSchema = z.object({
  /** Seconds since 1970 by Slack's clock with six digits; unique in its channel. */
  ts: z.string().regex(/^\d+\.\d+$/),
  text: z.string().nullish(),
  attachments: z.array(attachment).nullish(),
  blocks: z.array(z.unknown()).nullish(),
  /** On a message with answers: when the newest came. */
  latest_reply: z.string().nullish(),
});

type RawMessage = z.infer<typeof messageSchema>;

/**
 * Everything that a message shows, a line each, the same line once. A link is its title with the address behind it; Slack's
 * escapes of `&`, `<` and `>` are undone.
 */
export function textOf(message: RawMessage): string {
  const parts = [message.text, ...(message.attachments ?? []).flatMap(attachmentTexts), ...blockTexts(message.blocks)];
  const lines = parts.filter((part): part is string => typeof part === "string" && part.trim() !== "");
  return [...new Set(lines)].map((line) => withoutEscapes(withLinks(line))).join("\n");
}

/** `<https://example.com|Logs>` in Slack's own markup. */
const withLinks = (text: string): string => text.replace(/<(https?:\/\/[^|>\s]+)\|([^>]+)>/g, "$2: $1");

function attachmentTexts(one: z.infer<typeof attachment>): (string | null | undefined)[] {
  const fields = (one.fields ?? []).map(({ title, value }) => [title, value].filter(Boolean).join(": "));
  return [one.pretext, one.title, one.text, one.fallback, ...fields, ...blockTexts(one.blocks), one.footer];
}

/** Names of properties of blocks that people read; everything else (ids, links, styles) is not said. */
const readable: ReadonlySet<string> = new Set(["text", "alt_text", "title", "fallback"]);

/** The texts of blocks in reading order. Texts of one rich-text section are one line. */
function blockTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(blockTexts);
  if (value === null || typeof value !== "object") return [];
  if ("type" in value && value.type === "rich_text_section" && "elements" in value) {
    return [blockTexts(value.elements).join("")];
  }
  return Object.entries(value).flatMap(([name, inner]) => {
    if (typeof inner === "string") return readable.has(name) ? [inner] : [];
    return blockTexts(inner);
  });
}

function withoutEscapes(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
