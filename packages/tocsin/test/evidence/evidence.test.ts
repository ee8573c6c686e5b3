import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../src/gate/digest.ts";
import { checkEvidence, type EvidenceFile, type Expectations, signEvidence } from "../../src/gate/evidence.ts";
import { generateKeys, KeyUnusable, publicText, readPrivateKey, readPublicKey } from "../../src/gate/keys.ts";
import type { Route } from "../../src/model/definition.ts";
import { type SqlProbe, sqlProbeSchema } from "../../src/model/sql-probe.ts";
import { canonicalJson } from "../../src/shared/digest.ts";
import { drilled } from "../drill/world.ts";
import { definition, everybody, measured } from "../support/definitions.ts";

const own = generateKeys();
const key = readPrivateKey(own.privateKey, "test");
const publicKey = readPublicKey(own.publicKey, "test");
const now = new Date("2026-11-21T12:00:00Z");
const { receipt } = await drilled({});

function file(over: Partial<Omit<EvidenceFile, "signature" | "publicKey">> = {}): EvidenceFile {
  const at = "2026-11-21T11:00:00.000Z";
  const drill = {
    stack: "staging",
    run: "d1",
    startedAt: at,
    endedAt: at,
    complete: true,
    problems: [],
    receipts: [receipt],
  };
  const digests = { "shop/errors": digestOf(definition(), [everybody]) };
  const clean = { checkedAt: at, complete: true, findings: [] };
  const drift = { before: clean, after: clean };
  const about = { version: 2 as const, project: "shop", stack: "staging", createdAt: at, tool: "tocsin 0.1.0" };
  return signEvidence({ ...about, digests, drift, drill, ...over }, key);
}

const check = (content: unknown, over: Partial<Expectations> = {}) =>
  checkEvidence(content, { publicKey, project: "shop", stack: "staging", maxAge: 86_400, now, ...over });
const refusal = (content: unknown, over: Partial<Expectations> = {}) => {
  const verdict = check(content, over);
  return verdict.valid ? "valid" : verdict.refusal;
};

describe("evidence", () => {
  it("is valid as it was signed, also after a way through a file", () => {
    expect(check(JSON.parse(JSON.stringify(file(), null, 2)))).toMatchObject({ valid: true });
  });

  it("is refused after any change of any value in it", () => {
    const text = JSON.stringify(file());
    const places = [...text.matchAll(/[0-9a-z](?=[^"]*")/g)].map(({ index }) => index);
    fc.assert(
      fc.property(fc.constantFrom(...places), (at) => {
        const changed = `${text.slice(0, at)}${text[at] === "3" ? "4" : "3"}${text.slice(at + 1)}`;
        let content: unknown;
        try {
          content = JSON.parse(changed);
        } catch {
          return;
        }
        if (canonicalJson(content) === canonicalJson(JSON.parse(text))) return;
        // The last characters of base64 may hold bits that mean nothing.
        if (at > text.indexOf('"signature"') && at < text.indexOf('"publicKey"')) return;
        expect(check(content).valid).toBe(false);
      }),
    );
  });

  it.each<[string, unknown, Partial<Expectations>, string]>([
    ["a receipt was raised", { ...file(), drill: { ...file().drill, run: "d2" } }, {}, "bad-signature"],
    ["the signature is gone", { ...file(), signature: "" }, {}, "bad-signature"],
    ["a member is gone", { ...file(), drill: undefined }, {}, "malformed"],
    ["it is something else", ["no"], {}, "malformed"],
    ["a member was added", { ...file(), extra: 1 }, {}, "malformed"],
    ["it is of another stack", file(), { stack: "prod" }, "wrong-stack"],
    ["it is of another project", file({ project: "bakery" }), {}, "wrong-project"],
    ["an older tool made it", { ...file(), version: 1 }, {}, "outdated"],
    ["drift was taken out", { ...file(), drift: { before: file().drift.before } }, {}, "malformed"],
    ["it is too old", file(), { maxAge: 1800 }, "expired"],
    ["it is of tomorrow", file(), { now: new Date("2026-11-20T12:00:00Z") }, "from-the-future"],
    ["stack and drill differ", file({ stack: "prod" }), { stack: "prod" }, "contradictory"],
    ["a digest is missing", file({ digests: {} }), {}, "contradictory"],
    ["another key signed", file(), { publicKey: readPublicKey(generateKeys().publicKey, "x") }, "foreign-key"],
    ["its key is none", { ...file(), publicKey: "AAAA" }, { publicKey: undefined }, "malformed"],
  ])("is refused when %s", (_, content, over, expected) => {
    expect(refusal(content, over)).toBe(expected);
  });

  it("tells everything that is wrong with what was signed, at once", () => {
    const verdict = check(file({ project: "bakery" }), { stack: "prod", maxAge: 60 });
    expect(verdict).toEqual({
      valid: false,
      refusal: "wrong-project",
      reason:
        "It is about project bakery, not shop. It is about stack staging, not prod. It is of 2026-11-21 11:00 UTC, and may be 60 s old.",
    });
  });

  it("signed by a foreign key that puts its own key in is refused when a key is trusted", () => {
    const { signature: _s, publicKey: _p, ...statement } = file();
    const forged = signEvidence(statement, readPrivateKey(generateKeys().privateKey, "x"));
    expect(refusal(forged)).toBe("foreign-key");
    expect(refusal({ ...forged, publicKey: own.publicKey })).toBe("bad-signature");
  });
});

describe("keys", () => {
  it("are read as base64 and as PEM", () => {
    const pair = generateKeyPairSync("ed25519");
    const pem = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect(publicText(readPrivateKey(pem, "x"))).toBe(publicText(pair.publicKey));
    const publicPem = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
    expect(publicText(readPublicKey(publicPem, "x"))).toBe(publicText(pair.publicKey));
  });

  it("that are none are refused without being shown", () => {
    const secret = "c2VjcmV0LXRoaW5n";
    expect(() => readPrivateKey(secret, "TOCSIN_EVIDENCE_KEY")).toThrow(KeyUnusable);
    expect(() => readPrivateKey(secret, "TOCSIN_EVIDENCE_KEY")).toThrow(/^TOCSIN_EVIDENCE_KEY holds no private key/);
    expect(() => readPrivateKey(secret, "X")).not.toThrow(secret);
  });

  it("of another kind are refused", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect(() => readPrivateKey(pem, "X")).toThrow(/kind ec; evidence is signed with Ed25519/);
  });
});

describe("a digest", () => {
  it("does not depend on the order of members, and changes with any of them", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 2 }), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    const of = (over: Parameters<typeof definition>[0] = {}, routes = [everybody]) =>
      digestOf(definition(over), routes);
    expect(of({ title: "Another" })).not.toBe(of());
    expect(of({ aliases: ["shop/old"] })).toBe(of());
    expect(of()).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it("changes with the statement behind a metric, but not with how a drill makes it fire, nor with another's", () => {
    const late = { service: "shop", metric: "shop.late", unit: "orders", sql: "select count(*) from public.orders" };
    const statement = (over: object = {}) => sqlProbeSchema.parse({ id: "late-orders", ...late, ...over });
    const watching = measured({}, { source: "probe", series: { cpu: { metric: "shop.late", aggregate: "max" } } });
    const of = (...probes: SqlProbe[]) => digestOf(watching, [everybody], probes);
    expect(of(statement({ sql: "select 0" }))).not.toBe(of(statement()));
    expect(of(statement({ drill: { what: "late", rows: { orders: [{ status: "open" }] } } }))).toBe(of(statement()));
    expect(of(statement(), statement({ id: "stock", metric: "shop.stock" }))).toBe(of(statement()));
    expect(digestOf(definition(), [everybody], [statement()])).toBe(digestOf(definition(), [everybody]));
  });

  it("changes with the route, but not with one that is of no concern", () => {
    const of = (...routes: Route[]) => digestOf(definition(), routes);
    expect(of({ ...everybody, slack: [] })).not.toBe(of(everybody));
    expect(of({ ...everybody, name: "nobody" }, everybody)).toBe(of(everybody));
  });
});
