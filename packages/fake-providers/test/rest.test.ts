import { afterEach, describe, expect, it, vi } from "vitest";
import { VendorError } from "../src/shared/rest.ts";
import { vendorAnswering } from "./vendor.ts";

afterEach(() => vi.unstubAllGlobals());

describe("calls to a vendor", () => {
  it("wait as long as a 429 says, whatever the method", async () => {
    const { rest, sent, pauses } = vendorAnswering(
      { status: 429, headers: { "x-ratelimit-reset": "7" } },
      { body: { id: 1 } },
    );
    expect(await rest.call("POST", "/api/v1/monitor", { name: "m" })).toEqual({ id: 1 });
    expect(pauses).toEqual([7000]);
    expect(sent).toHaveLength(2);
  });

  it("do not wait for longer than five minutes", async () => {
    const { rest, sent } = vendorAnswering({ status: 429, headers: { "x-ratelimit-reset": "3600" } });
    await expect(rest.call("GET", "/x")).rejects.toThrow("Datadog answered 429 to GET /x");
    expect(sent).toHaveLength(1);
  });

  it("are repeated after a 5xx a bounded number of times", async () => {
    const { rest, sent, pauses } = vendorAnswering({ status: 503, body: { errors: ["down"] } });
    await expect(rest.call("PUT", "/x", {})).rejects.toThrow('503 to PUT /x: {"errors":["down"]}');
    expect(sent).toHaveLength(4);
    expect(pauses).toEqual([500, 1000, 2000]);
  });

  it("are never repeated when they create and may have been carried out", async () => {
    const failing = vendorAnswering({ status: 502 });
    await expect(failing.rest.call("POST", "/x", {})).rejects.toThrow("502");
    expect(failing.sent).toHaveLength(1);
    const broken = vendorAnswering({ drop: true });
    await expect(broken.rest.call("POST", "/x", {})).rejects.toThrow(
      "Datadog could not be reached for POST /x at http://127.0.0.1:1: connection refused",
    );
    expect(broken.sent).toHaveLength(1);
  });

  it("take a delete for done whose first attempt broke and whose second finds nothing", async () => {
    const { rest } = vendorAnswering({ drop: true }, { status: 404 });
    expect(await rest.call("DELETE", "/x")).toBeNull();
    const direct = vendorAnswering({ status: 404 });
    await expect(direct.rest.call("DELETE", "/x")).rejects.toBeInstanceOf(VendorError);
  });

  it("tell 'there is none' from a failure", async () => {
    expect(await vendorAnswering({ status: 404 }).rest.find("/x")).toBeNull();
    await expect(vendorAnswering({ status: 403 }).rest.find("/x")).rejects.toThrow("403");
  });

  it("wait for what has just been created, but not forever", async () => {
    const slow = vendorAnswering({ status: 404 }, { status: 404 }, { body: { id: 1 } });
    expect(await slow.rest.findNew("/x")).toEqual({ id: 1 });
    await expect(vendorAnswering({ status: 404 }).rest.findNew("/x")).rejects.toThrow(
      "does not show what it has just created",
    );
  });

  it("never put credentials or bodies into an error", async () => {
    const { rest } = vendorAnswering({ status: 400, body: { errors: ["no"] } });
    const error: unknown = await rest.call("POST", "/x", { value: "s3cret" }).catch((thrown: unknown) => thrown);
    expect(String(error)).not.toMatch(/s3cret|abc/);
  });
});
