import grpc from "@grpc/grpc-js";
import providers from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import rpc from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compare } from "../../../src/providers/server/compare.ts";
import { PartlyCreated } from "../../../src/providers/server/errors.ts";
import { listen } from "../../../src/providers/server/serve.ts";
import type { Plugin, Properties, Value } from "../../../src/providers/server/types.ts";
import { SECRET, SIGNATURE, UNKNOWN } from "../../../src/providers/server/wire.ts";

const URN = "urn:pulumi:dev::proj::parent:x:Y$demo:index/note:Note::n1";
const secret = (value: Value): Properties => ({ [SIGNATURE]: SECRET, value });

/** A vendor of notes in memory; `calls` says what reached it. */
const notes = new Map<string, Properties>();
const calls: string[] = [];
let cancelled = false;

const demo: Plugin = {
  name: "demo",
  version: "1.2.3",
  secretValues: () => ["tok-en-of-demo"],
  cancel: () => {
    cancelled = true;
  },
  invokes: { "demo:index:echo": async (args) => args },
  resources: {
    "demo:index/note:Note": {
      secretOutputs: ["key"],
      computedOutputs: ["key"],
      check: (inputs, _olds, unknown) => ({
        inputs: { color: "red", ...inputs },
        failures: inputs.text === undefined && !unknown.has("text") ? [{ property: "text", reason: "is missing" }] : [],
      }),
      diff: (_id, olds, news, unknown) => compare(olds.inputs, news, { replaceOn: ["color"], unknown }),
      create: async (inputs) => {
        calls.push("create");
        if (inputs.text === "boom") throw new Error(`no: ${String(inputs.pin)} and tok-en-of-demo\n  at line 2`);
        const outputs = { ...inputs, key: "made-up-key" };
        if (inputs.text === "half") throw new PartlyCreated("second step failed", "half-1", outputs);
        notes.set("1", outputs);
        return { id: "1", outputs };
      },
      read: async (id) => {
        const found = notes.get(id);
        if (!found) return null;
        const { key: _key, ...inputs } = found;
        return { id, inputs, outputs: found };
      },
      update: async (id, olds, news) => {
        calls.push("update");
        const outputs = { ...olds.outputs, ...news };
        notes.set(id, outputs);
        return outputs;
      },
      delete: async (id) => {
        notes.delete(id);
      },
    },
  },
};

let server: Awaited<ReturnType<typeof listen>>;
let client: InstanceType<typeof providers.ResourceProviderClient>;
beforeAll(async () => {
  server = await listen(demo);
  client = new providers.ResourceProviderClient(`127.0.0.1:${server.port}`, grpc.credentials.createInsecure());
});
afterAll(() => {
  client.close();
  server.close();
});

const wire = (properties: Properties) => struct.Struct.fromJavaScript(properties);
const plain = (message: { toJavaScript(): unknown } | undefined) => message?.toJavaScript();
type Answer<T> = (error: grpc.ServiceError | null, response: T) => void;
const ask = <T>(send: (answer: Answer<T>) => unknown) =>
  new Promise<T>((resolve, reject) => send((error, response) => (error ? reject(error) : resolve(response))));

const create = (properties: Properties, preview = false) =>
  ask<rpc.CreateResponse>((answer) =>
    client.create(new rpc.CreateRequest().setUrn(URN).setProperties(wire(properties)).setPreview(preview), answer),
  );
const diff = (olds: Properties, news: Properties) =>
  ask<rpc.DiffResponse>((answer) =>
    client.diff(
      new rpc.DiffRequest().setUrn(URN).setId("1").setOlds(wire(olds)).setOldInputs(wire(olds)).setNews(wire(news)),
      answer,
    ),
  );

describe("a served plugin", () => {
  it("says what it can", async () => {
    const handshake = await ask<rpc.ProviderHandshakeResponse>((a) =>
      client.handshake(new rpc.ProviderHandshakeRequest(), a),
    );
    expect(handshake.getAcceptSecrets()).toBe(true);
    const configured = await ask<rpc.ConfigureResponse>((a) => client.configure(new rpc.ConfigureRequest(), a));
    expect(configured.toObject()).toMatchObject({ acceptsecrets: true, acceptoutputs: true, supportspreview: true });
    const info = await ask<{ getVersion(): string }>((a) => client.getPluginInfo(new empty.Empty(), a));
    expect(info.getVersion()).toBe("1.2.3");
    const schema = await ask<rpc.GetSchemaResponse>((a) => client.getSchema(new rpc.GetSchemaRequest(), a));
    expect(JSON.parse(schema.getSchema())).toMatchObject({ name: "demo", resources: { "demo:index/note:Note": {} } });
  });

  it("checks inputs, keeps secrets secret and unknowns unknown", async () => {
    const request = new rpc.CheckRequest().setUrn(URN).setNews(wire({ pin: secret("4711-0815"), text: UNKNOWN }));
    const response = await ask<rpc.CheckResponse>((a) => client.check(request, a));
    expect(plain(response.getInputs())).toEqual({ color: "red", pin: secret("4711-0815"), text: UNKNOWN });
    expect(response.getFailuresList()).toEqual([]);
  });

  it("reports a refused input by its property", async () => {
    const response = await ask<rpc.CheckResponse>((a) =>
      client.check(new rpc.CheckRequest().setUrn(URN).setNews(wire({})), a),
    );
    expect(response.getFailuresList().map((f) => f.toObject())).toEqual([{ property: "text", reason: "is missing" }]);
  });

  it("touches nothing in a preview", async () => {
    calls.length = 0;
    const made = await create({ text: "hello", pin: secret("4711-0815") }, true);
    expect(made.getId()).toBe("");
    expect(plain(made.getProperties())).toEqual({ text: "hello", pin: secret("4711-0815"), key: secret(UNKNOWN) });
    const request = new rpc.UpdateRequest().setUrn(URN).setId("1").setPreview(true);
    request.setOlds(wire({ text: "a", pin: "x", key: secret("k") })).setOldInputs(wire({ text: "a", pin: "x" }));
    const updated = await ask<rpc.UpdateResponse>((a) => client.update(request.setNews(wire({ text: UNKNOWN })), a));
    expect(plain(updated.getProperties())).toEqual({ text: UNKNOWN, key: secret("k") });
    expect(calls).toEqual([]);
  });

  it("creates, reads with secrets wrapped again, updates and deletes", async () => {
    const inputs = { text: "hello", pin: secret("4711-0815") };
    const made = await create(inputs);
    expect(made.getId()).toBe("1");
    const outputs = { ...inputs, key: secret("made-up-key") };
    expect(plain(made.getProperties())).toEqual(outputs);

    const read = new rpc.ReadRequest().setUrn(URN).setId("1").setInputs(wire(inputs)).setProperties(wire(outputs));
    const live = await ask<rpc.ReadResponse>((a) => client.read(read, a));
    expect(plain(live.getProperties())).toEqual(outputs);
    expect(plain(live.getInputs())).toEqual(inputs);

    const imported = await ask<rpc.ReadResponse>((a) => client.read(new rpc.ReadRequest().setUrn(URN).setId("1"), a));
    expect(plain(imported.getInputs())).toEqual({ text: "hello", pin: "4711-0815" });
    expect(plain(imported.getProperties())).toMatchObject({ key: secret("made-up-key") });

    const update = new rpc.UpdateRequest().setUrn(URN).setId("1").setOlds(wire(outputs)).setOldInputs(wire(inputs));
    const updated = await ask<rpc.UpdateResponse>((a) =>
      client.update(update.setNews(wire({ text: secret("now hidden") })), a),
    );
    expect(plain(updated.getProperties())).toEqual({ ...outputs, text: secret("now hidden") });

    await ask((a: Answer<unknown>) => client.delete(new rpc.DeleteRequest().setUrn(URN).setId("1"), a));
    const gone = await ask<rpc.ReadResponse>((a) => client.read(read, a));
    expect(gone.getId()).toBe("");
  });

  it("gives differences property by property", async () => {
    const response = await diff({ text: "a", color: "red" }, { text: "b", color: "blue" });
    const detailed = response.getDetaileddiffMap();
    expect(response.getChanges()).toBe(rpc.DiffResponse.DiffChanges.DIFF_SOME);
    expect(response.getReplacesList()).toEqual(["color"]);
    expect(response.getDeletebeforereplace()).toBe(false);
    expect(detailed.get("text")?.getKind()).toBe(rpc.PropertyDiff.Kind.UPDATE);
    expect(detailed.get("color")?.getKind()).toBe(rpc.PropertyDiff.Kind.UPDATE_REPLACE);
    const same = await diff({ text: "a" }, { text: "a" });
    expect(same.getChanges()).toBe(rpc.DiffResponse.DiffChanges.DIFF_NONE);
  });

  it("sees a value that has become secret as a change, so that the state does not keep it in clear", async () => {
    const response = await diff({ text: "same" }, { text: secret("same") });
    expect(response.getDiffsList()).toEqual(["text"]);
  });

  it("fails with one sentence and no secret in it", async () => {
    await expect(create({ text: "boom", pin: secret("4711-0815") })).rejects.toMatchObject({
      details: "no: [secret] and [secret] at line 2",
    });
  });

  it("hands over the id and outputs of an object that is only half made", async () => {
    const error = await create({ text: "half" }).catch((thrown: unknown) => thrown);
    const details = error instanceof Error && "metadata" in error ? error.metadata : undefined;
    if (!(details instanceof grpc.Metadata)) throw new Error("the failure carries no metadata");
    const packed = Buffer.from(details.get("grpc-status-details-bin")[0] ?? "");
    expect(packed.toString("latin1")).toContain("pulumirpc.ErrorResourceInitFailed");
    expect(packed.toString("latin1")).toContain("half-1");
    expect(packed.toString("latin1")).toContain(SECRET);
  });

  it("names what it has when asked for another type or function", async () => {
    const other = new rpc.CheckRequest().setUrn("urn:pulumi:s::p::demo:index/other:Other::n");
    await expect(ask<rpc.CheckResponse>((a) => client.check(other, a))).rejects.toMatchObject({
      details: 'The demo plugin has no resource type "demo:index/other:Other". It has: demo:index/note:Note.',
    });
    await expect(
      ask<rpc.InvokeResponse>((a) => client.invoke(new rpc.InvokeRequest().setTok("x"), a)),
    ).rejects.toMatchObject({
      details: 'The demo plugin has no function "x".',
    });
  });

  it("answers functions and passes on a cancellation", async () => {
    const request = new rpc.InvokeRequest().setTok("demo:index:echo").setArgs(wire({ a: secret("long-enough"), b: 1 }));
    const response = await ask<rpc.InvokeResponse>((a) => client.invoke(request, a));
    expect(plain(response.getReturn())).toEqual({ a: secret("long-enough"), b: 1 });
    await ask((a: Answer<unknown>) => client.cancel(new empty.Empty(), a));
    expect(cancelled).toBe(true);
  });
});
