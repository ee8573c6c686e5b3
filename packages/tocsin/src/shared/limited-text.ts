/** Longest answer that is read, in characters, unpacked. A page of a thousand monitors has 3 million. */
const longestAnswer = 20_000_000;

/** An answer that is longer than we read. */
export class TooLong extends Error {
  constructor(most: number) {
    super(`its answer is longer than ${most / 1_000_000} MB`);
  }
}

/**
 * The body as text, read in pieces and given up at the limit: an answer may be packed a thousand times smaller than it is.
 * @throws TooLong, and what reading throws
 */
export async function limitedText(
  response: { body: AsyncIterable<Uint8Array> | null },
  most = longestAnswer,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of response.body ?? []) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > most) throw new TooLong(most);
  }
  return text + decoder.decode();
}
