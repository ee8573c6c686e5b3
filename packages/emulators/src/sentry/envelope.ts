/** One item of an envelope, its payload still as sent. */
export interface EnvelopeItem {
  type: string;
  payload: Buffer;
}

/**
 * Reads an envelope: a JSON header on the first line, then for each item a JSON header on a line and its payload, which is as
 * long as the header's `length` says, or else ends with the line.
 *
 * @returns null when it is not an envelope
 */
export function readEnvelope(body: Buffer): { header: { [key: string]: unknown }; items: EnvelopeItem[] } | null {
  let at = 0;
  const line = (): Buffer => {
    const end = body.indexOf(0x0a, at);
    const found = body.subarray(at, end === -1 ? body.length : end);
    at = end === -1 ? body.length : end + 1;
    return found;
  };
  const header = object(line());
  if (header === null) return null;
  const items: EnvelopeItem[] = [];
  while (at < body.length) {
    const text = line();
    // Clients may end with empty lines.
    if (text.length === 0) continue;
    const item = object(text);
    if (item === null || typeof item.type !== "string") return null;
    if (item.length === undefined) {
      items.push({ type: item.type, payload: line() });
      continue;
    }
    const length = Number(item.length);
    if (!Number.isInteger(length) || length < 0 || at + length > body.length) return null;
    items.push({ type: item.type, payload: body.subarray(at, at + length) });
    at += length;
    if (at < body.length && body[at] !== 0x0a) return null;
    at += 1;
  }
  return { header, items };
}

function object(text: Buffer): { [key: string]: unknown } | null {
  try {
    const parsed: unknown = JSON.parse(text.toString("utf8"));
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null;
  } catch {
    return null;
  }
}
