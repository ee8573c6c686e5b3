import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secretTexts } from "../../../src/providers/server/errors.ts";
import { formatPath } from "../../../src/providers/server/path.ts";
import type { Properties, Value } from "../../../src/providers/server/types.ts";
import {
  ARCHIVE,
  ASSET,
  asset,
  decode,
  encode,
  OUTPUT,
  RESOURCE,
  SECRET,
  SIGNATURE,
  UNKNOWN,
} from "../../../src/providers/server/wire.ts";

const secret = (value: Value): Properties => ({ [SIGNATURE]: SECRET, value });

/** Property names; `__proto__` is none, because the protocol's own JSON conversion cannot carry it. */
const name = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text !== "__proto__" && text !== SIGNATURE);
const leaf = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => (Object.is(x, -0) ? 0 : x)),
);
const json: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(name, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;
const properties = fc.dictionary(name, json, { maxKeys: 5, noNullPrototype: true });

/** Wire properties with secrets and unknowns strewn into objects. */
const marked: fc.Arbitrary<Properties> = fc.dictionary(
  name,
  fc.oneof(
    json,
    fc.constant<Value>(UNKNOWN),
    json.filter((value) => value !== null).map(secret),
    fc.dictionary(name, fc.oneof(json, fc.constant<Value>(UNKNOWN), fc.string().map(secret)), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
  { maxKeys: 5, noNullPrototype: true },
);

describe("the wire's form of properties", () => {
  it("brings plain properties through unchanged", () => {
    fc.assert(
      fc.property(properties, (value) => {
        const decoded = decode(encode(value));
        expect(decoded).toEqual({ value, secrets: [], unknown: [] });
      }),
    );
  });

  it("is restored exactly from the plain values and the marks", () => {
    fc.assert(
      fc.property(marked, (wire) => {
        const { value, secrets, unknown } = decode(wire);
        expect(encode(value, { secrets, unknown })).toEqual(wire);
      }),
    );
  });

  it("never shows a handler a signature or an unknown", () => {
    fc.assert(
      fc.property(marked, (wire) => {
        const text = JSON.stringify(decode(wire).value);
        expect(text).not.toContain(SIGNATURE);
        expect(text).not.toContain(UNKNOWN);
      }),
    );
  });

  it("wraps a known secret text wherever it turns up", () => {
    fc.assert(
      fc.property(properties, fc.string({ minLength: 8 }), name, (value, text, key) => {
        const wire = encode({ ...value, [key]: { deep: [`Bearer ${text}`] } }, { secretTexts: [text] });
        expect(wire[key]).toEqual({ deep: [secret(`Bearer ${text}`)] });
      }),
    );
  });
});

describe("decoding", () => {
  it("lists unknown members and keeps the places of unknown elements", () => {
    const { value, unknown } = decode({ ids: ["1", UNKNOWN, "3"], name: UNKNOWN, group: { a: UNKNOWN, b: 1 } });
    expect(value).toEqual({ ids: ["1", null, "3"], group: { b: 1 } });
    expect(unknown.map(formatPath)).toEqual(["ids[1]", "name", "group.a"]);
  });

  it.each([
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  ])("knows the engine's typed placeholder %s", (placeholder) => {
    expect(decode({ x: placeholder })).toEqual({ value: {}, secrets: [], unknown: [["x"]] });
  });

  it("makes a whole array secret when an element is", () => {
    const { value, secrets } = decode({ headers: [{ name: "x", value: secret("abc") }] });
    expect(value).toEqual({ headers: [{ name: "x", value: "abc" }] });
    expect(secrets).toEqual([["headers"]]);
    expect(encode({ headers: [{ name: "x", value: "abc" }] }, { secrets })).toEqual({
      headers: secret([{ name: "x", value: "abc" }]),
    });
  });

  it("understands output values: known, secret, and unknown", () => {
    const output = (members: Properties): Properties => ({ [SIGNATURE]: OUTPUT, ...members });
    const decoded = decode({
      known: output({ value: 1, dependencies: ["urn"] }),
      hidden: output({ value: "s", secret: true }),
      later: output({ secret: true }),
    });
    expect(decoded).toEqual({
      value: { known: 1, hidden: "s" },
      secrets: [["hidden"], ["later"]],
      unknown: [["later"]],
    });
  });

  it("takes a reference to a resource for its id, an empty id for an unknown", () => {
    const reference = (id: string): Properties => ({ [SIGNATURE]: RESOURCE, urn: "urn:x", id });
    expect(decode({ a: reference("7"), b: reference(""), c: reference(UNKNOWN) })).toEqual({
      value: { a: "7" },
      secrets: [],
      unknown: [["b"], ["c"]],
    });
  });

  it("keeps assets and archives as they are, both ways", () => {
    const file: Properties = { [SIGNATURE]: ASSET, path: "./a.txt", hash: "00" };
    const folder: Properties = { [SIGNATURE]: ARCHIVE, assets: { "a.txt": file } };
    const { value } = decode({ file, folder: secret(folder) });
    expect(value).toEqual({ file, folder });
    expect(asset(value.file)).toBe("asset");
    expect(asset(value.folder)).toBe("archive");
    expect(asset({})).toBeUndefined();
    expect(encode(value, { secrets: [["folder"]] })).toEqual({ file, folder: secret(folder) });
  });

  it("refuses a signature it does not know", () => {
    expect(() => decode({ x: { [SIGNATURE]: "later-invention" } })).toThrow("unknown kind");
  });

  it("finds the texts inside secrets, whatever their shape", () => {
    const decoded = decode({
      a: secret("first-secret"),
      b: secret({ deep: ["second-secret", 12345] }),
      c: secret("no"),
    });
    expect(secretTexts(decoded)).toEqual(["first-secret", "second-secret", "12345"]);
  });
});
