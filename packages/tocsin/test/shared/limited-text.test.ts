import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { afterEach, expect, it } from "vitest";
import { limitedText, TooLong } from "../../src/shared/limited-text.ts";

const megabyte = Buffer.alloc(1024 * 1024, "x");
let server: Server | undefined;
afterEach(() => void server?.close());

/** A server that answers with so many megabytes; gives its address, and how many it was asked for. */
async function serving(megabytes: number, packed: boolean) {
  let sent = 0;
  server = createServer((_request, response) => {
    const body = Readable.from(
      (function* () {
        for (; sent < megabytes; sent++) yield megabyte;
      })(),
    );
    response.on("close", () => body.destroy());
    if (packed) response.setHeader("content-encoding", "gzip");
    (packed ? body.pipe(createGzip()) : body).pipe(response);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, sent: () => sent };
}

it.each([
  ["a long answer", false],
  ["a short one that unpacks to a long one", true],
])("stops reading %s", async (_, packed) => {
  const { url, sent } = await serving(400, packed);
  await expect(limitedText(await fetch(url))).rejects.toThrow(TooLong);
  // Packed, all of it fits into the buffers on the way.
  if (!packed) expect(sent()).toBeLessThan(200);
});

it("gives a text as it was sent, whatever its characters", async () => {
  const text = "Größe ✓ 🙂 ".repeat(20_000);
  expect(await limitedText(new Response(text))).toBe(text);
  expect(await limitedText(new Response(null, { status: 204 }))).toBe("");
});

it("takes as much as is allowed, and says how much that is", async () => {
  expect(await limitedText(new Response("abcd"), 4)).toBe("abcd");
  await expect(limitedText(new Response("abcde"), 4)).rejects.toThrow("its answer is longer than 0.000004 MB");
});
