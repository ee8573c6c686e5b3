/** Bytes of an answer, unpacked: several times what the largest page of a vendor's list holds. */
export const mostBytes = 24 * 1024 * 1024;

/** An answer that goes on beyond what anybody has to send. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";

  constructor(most: number) {
    super(`its answer is larger than ${Math.round(most / 1024 / 1024)} MB`);
  }
}

/**
 * The text of an answer, read only as far as `most` bytes after it is unpacked: neither a long answer nor a short one that unpacks
 * to a long one takes more memory than that.
 * @throws TooLarge, and what reading throws
 */
export async function limitedText(response: Response, most = mostBytes): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parts: string[] = [];
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return parts.join("") + decoder.decode();
    bytes += value.byteLength;
    if (bytes > most) {
      await reader.cancel().catch(() => {});
      throw new TooLarge(most);
    }
    parts.push(decoder.decode(value, { stream: true }));
  }
}
