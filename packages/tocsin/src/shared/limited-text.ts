import { isUtf8 } from "node:buffer";

/** Longest answer that is read, in bytes, unpacked. A page of a thousand monitors has 3 million, and no list serves larger pages. */
const longestAnswer = 10_000_000;

/** An answer that is longer than we read. */
export class TooLong extends Error {
  constructor(most: number) {
    super(`its answer is longer than ${most / 1_000_000} MB`);
  }
}

/** An answer in another encoding than JSON has (RFC 8259): its texts would come out as others, and be taken for changed. */
export class NotUtf8 extends Error {
  constructor() {
    super("its answer is not text in UTF-8");
  }
}

/** An answer that is longer waits until no other long one is being read, so that twenty at once cost no more than one. */
const shortAnswer = 500_000;
let longOnes: Promise<void> = Promise.resolve();

/**
 * The body as text, read in pieces and given up at the limit: an answer may be packed a thousand times smaller than it is.
 * @throws TooLong, NotUtf8, and what reading throws
 */
export async function limitedText(
  response: { body: AsyncIterable<Uint8Array> | null },
  most = longestAnswer,
): Promise<string> {
  // Bytes, which lie outside of the heap: a text that grows piece by piece leaves several times its length behind.
  const pieces: Uint8Array[] = [];
  let length = 0;
  let done: (() => void) | undefined;
  try {
    for await (const piece of response.body ?? []) {
      length += piece.length;
      if (length > most) throw new TooLong(most);
      pieces.push(piece);
      if (length > shortAnswer && done === undefined) done = await turn();
    }
    const bytes = Buffer.concat(pieces);
    if (!isUtf8(bytes)) throw new NotUtf8();
    return new TextDecoder().decode(bytes);
  } finally {
    pieces.length = 0;
    done?.();
  }
}

/** Waits for the long answers before this one. @returns what lets the next one go on */
async function turn(): Promise<() => void> {
  const before = longOnes;
  let done = (): void => undefined;
  longOnes = new Promise<void>((resolve) => {
    done = resolve;
  });
  await before;
  return done;
}
