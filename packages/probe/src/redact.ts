/** Shorter texts are no secrets that anybody guards, and to replace them would garble every sentence. */
const shortest = 4;
/** This much of a secret, from its beginning on, is one that a limit has cut; less tells nothing and stands in ordinary words. */
const shortestCut = 10;

const mark = "[secret]";

/**
 * Replaces secrets in a text: as they are, as JSON, a URL, HTML and base64 have them, and cut short by somebody's limit.
 * Everything that is printed, stored, signed or sent goes through here, for a vendor's answer may repeat what it was sent.
 *
 * The probe has the same text, as it imports nothing of the rest; test/redact.test.ts of the tool holds the two equal.
 */
export function redact(text: string, secrets: Iterable<string>): string {
  const guarded = [...new Set(secrets)].filter((secret) => secret.length >= shortest);
  if (guarded.length === 0 || text === "") return text;
  // Longest first: a secret that is part of another one must not leave the rest of it behind.
  const forms = [...new Set(guarded.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  return forms.reduce((clean, form) => withoutForm(clean, form), text);
}

function withoutForm(text: string, form: string): string {
  const beginning = form.slice(0, shortestCut);
  // Nearly every answer: one search is all that it costs.
  if (!text.includes(beginning)) return text;
  const clean = text.replaceAll(form, mark);
  if (form.length <= shortestCut) return clean;
  const parts = clean.split(beginning);
  return parts.slice(1).reduce((joined, part) => {
    let more = 0;
    while (more < part.length && part[more] === form[shortestCut + more]) more += 1;
    return `${joined}${mark}${part.slice(more)}`;
  }, parts[0] ?? "");
}

/** Every spelling of a secret that a vendor's answer, or a writer of ours, may give it. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const url = encodeURIComponent(secret);
  const html = secret.replace(/[&<>"']/g, (c) => `&${{ "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[c] ?? "#39"};`);
  const plain = [secret, json, JSON.stringify(json).slice(1, -1), url, lowerHex(url), url.replaceAll("%20", "+")];
  return [...plain, encodeURIComponent(url), html, ...base64Of(secret)];
}

const lowerHex = (url: string): string => url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());

/**
 * What base64 makes of a secret wherever it stands in what was encoded (`user:SECRET`, `Bearer SECRET`): three alignments, each
 * without the characters at its ends that depend on what stands beside it.
 */
function base64Of(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret);
  const inner = [0, 1, 2].map((before) => {
    const padded = new Uint8Array(before + bytes.length);
    padded.set(bytes, before);
    const encoded = btoa(String.fromCharCode(...padded)).replace(/=+$/, "");
    const first = [0, 2, 3][before] ?? 0;
    return encoded.slice(first, padded.length % 3 === 0 ? undefined : -1);
  });
  const standard = inner.filter((form) => form.length >= shortest);
  return [...standard, ...standard.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"))];
}
