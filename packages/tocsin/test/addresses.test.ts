import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { addressFault as ofProbe } from "../../probe/src/address.ts";
import { addressFault } from "../src/model/address.ts";

const taken = [
  "https://api.datadoghq.com",
  "https://api.datadoghq.com/",
  "HTTPS://API.datadoghq.eu",
  "https://sentry.io/api/",
  "https://proxy.example.com:8443/vendors/datadog",
  "https://203.0.113.7",
  "https://[2001:db8::7]:8443",
  "http://localhost",
  "HTTP://LocalHost:4000",
  "http://127.0.0.1:4000",
  "http://127.8.9.10/api/",
  "http://[::1]:4000",
  "http://[0:0:0:0:0:0:0:1]:4000",
];

const refused = [
  "http://vendor.example",
  "HTTP://vendor.example",
  "http://localhost.evil.example",
  "http://evil.localhost",
  "http://localhost.",
  "http://127.0.0.1.evil.example",
  "http://127.0.0.1@evil.example",
  "http://localhost:80@evil.example",
  "https://key:secret@api.datadoghq.com",
  "http://localhost\\@evil.example",
  "http://evil.example#@localhost",
  "http://evil.example?@localhost",
  "https://api.datadoghq.com?x=1",
  "https://api.datadoghq.com#x",
  "http://2130706433",
  "http://0x7f000001",
  "http://127.1",
  "http://127.0.0.01",
  "http://127.0.0.256",
  "http://0.0.0.0",
  "http://10.0.0.1",
  "http://128.0.0.1",
  "http://[::]",
  "http://[::ffff:127.0.0.1]",
  "http://[fe80::1]",
  "http://[1::1]",
  "http://[::1:1]",
  "http://[::1].evil.example",
  "http://ⓛocalhost",
  "http://vendor.example/http://localhost",
  "ftp://localhost",
  "ws://localhost",
  "file:///etc/passwd",
  "//localhost",
  "localhost:4000",
  "api.datadoghq.com",
  "https:/api.datadoghq.com",
  "https://",
  "https:///x",
  "https://api.datadoghq.com:99999",
  "https://api.datadoghq .com",
  "https://api.datadoghq.com\n",
  "https://api.datadoghq.com\r\nX-A: b",
  " https://api.datadoghq.com",
  "",
];

describe("an address that credentials are sent to", () => {
  it.each(taken)("may be %s", (address) => {
    expect(addressFault(address)).toBeNull();
  });

  it.each(refused)("may not be %j", (address) => {
    expect(addressFault(address)).toMatch(/^(is not a URL|begins with http:\/\/): /);
  });

  it.each([...taken, ...refused])("is judged alike by the probe: %j", (address) => {
    expect(ofProbe(address)).toBe(addressFault(address));
  });

  it("is judged by one text", () => {
    const text = (file: string) => readFileSync(file, "utf8");
    expect(text("packages/probe/src/address.ts")).toBe(text("packages/tocsin/src/model/address.ts"));
  });
});
