import { expect, test } from "vitest";
import { z } from "zod";
import { pathWithIds, recordedCalls, shapeDifferences, withIds } from "../recorded.ts";
import { newClient } from "./client.ts";

/** Where the stub of the recording answered something else than the vendor does (both from the vendor's own recordings). */
const VENDOR_STATUS = new Map([["POST /api/v1/integration/slack/configuration/accounts/acme/channels", 201]]);

/** What the stub echoed and the vendor does not return (from its own recorded answers). */
const NOT_RETURNED = [
  /\.(is_fido|is_totp): /,
  /\.value\.value: /,
  // Links of a monitor come only with `with_assets`, roles not with `with_restricted_roles=false`, the author not after a PUT.
  /^\$\.assets: 0 members/,
  /^\$\.restricted_roles: missing/,
  /^\$\.creator: missing/,
];

const idFields = z.object({ id: z.unknown().optional(), public_id: z.unknown().optional() });

/** What names the created object: the id in the answer itself, or in the first entry of its `data`. */
function idOf(body: unknown): string | undefined {
  const wrapped = z.object({ data: z.array(z.unknown()).min(1) }).safeParse(body);
  const { id, public_id: publicId } = idFields.parse(wrapped.success ? wrapped.data.data[0] : body);
  const found = publicId ?? id;
  return found === undefined ? undefined : String(found);
}

test("the official plugin's whole conversation is answered as it was recorded", async () => {
  const client = newClient();
  const ids = new Map<string, string>();
  const calls = recordedCalls("datadog-plugin");
  for (const call of calls) {
    const path = pathWithIds(call.path, ids);
    // A composite monitor's query holds ids inside a longer text.
    const request: unknown = JSON.parse(
      [...ids].reduce((text, [old, now]) => text.replaceAll(old, now), JSON.stringify(call.request ?? null)),
    );
    const answer = await client.call(call.method, path, request === null ? undefined : request);
    const where = `${call.method} ${call.path}`;
    expect(answer.status, `${where}: ${JSON.stringify(answer.value)}`).toBe(VENDOR_STATUS.get(where) ?? call.status);
    if (call.method === "POST" && !path.endsWith("/delete")) {
      const old = idOf(call.response);
      const now = idOf(answer.value);
      if (old !== undefined && now !== undefined) ids.set(old, now);
    }
    const differences = shapeDifferences(withIds(call.response, ids) ?? null, answer.value);
    expect(
      differences.filter((line) => !NOT_RETURNED.some((known) => known.test(line)) && call.method !== "DELETE"),
      where,
    ).toEqual([]);
  }
  expect(calls.length).toBeGreaterThan(30);
  const held = Object.entries(client.emulator.counts()).filter(([, count]) => count > 0);
  expect(held, "destroy leaves nothing").toEqual([]);
});
