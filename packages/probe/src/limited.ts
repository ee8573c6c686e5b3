/** Bytes of an answer, unpacked: many times what a page of deployments holds, and little of a function's memory. */
const mostBytes = 8 * 1024 * 1024;

/** The text of an answer, read only as far as `mostBytes`. @throws Error for a longer one */
export async function limitedText(response: Response): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > mostBytes) {
      await reader.cancel().catch(() => {});
      throw new Error(`the answer is larger than ${mostBytes / 1024 / 1024} MB`);
    }
    text += decoder.decode(value, { stream: true });
  }
}
