import type grpc from "@grpc/grpc-js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import rpc from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { secretTexts } from "./errors.ts";
import * as operations from "./operations.ts";
import { statusOf } from "./status.ts";
import type { DiffResult, Plugin, Properties, PropertyDiffKind, ResourceHandler } from "./types.ts";
import type { Decoded } from "./wire.ts";
import { decode, encode } from "./wire.ts";

type Struct = ReturnType<rpc.CreateRequest["getProperties"]>;

const read = (message: Struct): Decoded => decode(message?.toJavaScript() ?? {});
const write = (properties: Properties) => struct.Struct.fromJavaScript(properties);

const KINDS: Record<PropertyDiffKind, rpc.PropertyDiff.Kind> = {
  add: 0,
  "add-replace": 1,
  delete: 2,
  "delete-replace": 3,
  update: 4,
  "update-replace": 5,
};

/** Methods of the engine's `pulumirpc.ResourceProvider`; those left out answer "unimplemented", which the engine expects. */
export type Service = Omit<
  { [K in keyof IResourceProviderServer as string extends K ? never : K]: IResourceProviderServer[K] },
  "parameterize" | "call" | "construct" | "list" | "getMapping" | "getMappings"
>;

/** The gRPC methods of a plugin. Every failure becomes a status with one sentence, cleared of secrets. */
export function serviceOf(plugin: Plugin): Service {
  /** Wraps a method: decodes what `parts` picks from the request first, so that a failure can be cleared of its secrets. */
  function method<Request, Response>(
    parts: (request: Request) => Struct[],
    run: (request: Request, decoded: (index: number) => Decoded) => Response | Promise<Response>,
  ): grpc.handleUnaryCall<Request, Response> {
    return (call, answer) => {
      let texts: string[] = [];
      const work = async () => {
        const decoded = parts(call.request).map(read);
        texts = decoded.flatMap(secretTexts);
        return run(call.request, (index) => decoded[index] ?? decode({}));
      };
      work().then(
        (response) => answer(null, response),
        (error: unknown) => answer(statusOf(error, [...texts, ...(plugin.secretValues?.() ?? [])])),
      );
    };
  }

  /** A resource's type is in its URN (`urn:pulumi:stack::project::parent$type::name`); old engines send no type apart. */
  function handlerOf(urn: string): ResourceHandler {
    const type = urn.split("::")[2]?.split("$").pop() ?? "";
    const handler = plugin.resources[type];
    if (handler) return handler;
    const known = Object.keys(plugin.resources).join(", ");
    throw new Error(`The ${plugin.name} plugin has no resource type "${type}". It has: ${known}.`);
  }

  return {
    handshake: method(
      () => [],
      () => new rpc.ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptOutputs(true),
    ),
    getPluginInfo: method(
      () => [],
      () => new plugins.PluginInfo().setVersion(plugin.version),
    ),
    attach: method(
      () => [],
      () => new empty.Empty(),
    ),
    getSchema: method(
      () => [],
      () => new rpc.GetSchemaResponse().setSchema(JSON.stringify(schemaOf(plugin))),
    ),
    checkConfig: method(
      (request) => [request.getNews()],
      (request) => new rpc.CheckResponse().setInputs(request.getNews()),
    ),
    // Nothing in a provider's settings says where a resource lives: credentials and addresses come from the environment.
    diffConfig: method(
      () => [],
      () => new rpc.DiffResponse().setChanges(rpc.DiffResponse.DiffChanges.DIFF_NONE),
    ),
    configure: method(
      (request) => [request.getArgs()],
      async (_request, decoded) => {
        await plugin.configure?.(decoded(0).value);
        return new rpc.ConfigureResponse().setAcceptsecrets(true).setAcceptoutputs(true).setSupportspreview(true);
      },
    ),
    check: method(
      (request) => [request.getNews(), request.getOlds()],
      (request, decoded) => {
        const { inputs, failures } = operations.check(handlerOf(request.getUrn()), decoded(0), decoded(1));
        const list = failures.map(({ property, reason }) =>
          new rpc.CheckFailure().setProperty(property).setReason(reason),
        );
        return new rpc.CheckResponse().setInputs(write(inputs)).setFailuresList(list);
      },
    ),
    diff: method(
      (request) => [request.getOldInputs(), request.getOlds(), request.getNews()],
      async (request, decoded) => {
        const stored = { inputs: decoded(0), outputs: decoded(1) };
        return diffResponse(await operations.diff(handlerOf(request.getUrn()), request.getId(), stored, decoded(2)));
      },
    ),
    create: method(
      (request) => [request.getProperties()],
      async (request, decoded) => {
        const handler = handlerOf(request.getUrn());
        if (request.getPreview()) {
          return new rpc.CreateResponse().setProperties(write(operations.previewCreate(handler, decoded(0))));
        }
        const { id, outputs } = await operations.create(handler, decoded(0));
        return new rpc.CreateResponse().setId(id).setProperties(write(outputs));
      },
    ),
    read: method(
      (request) => [request.getInputs(), request.getProperties()],
      async (request, decoded) => {
        const stored = { inputs: decoded(0), outputs: decoded(1) };
        const live = await operations.read(handlerOf(request.getUrn()), request.getId(), stored);
        // An empty id is how a plugin says that the object is gone.
        if (live === null) return new rpc.ReadResponse();
        return new rpc.ReadResponse().setId(live.id).setInputs(write(live.inputs)).setProperties(write(live.outputs));
      },
    ),
    update: method(
      (request) => [request.getOldInputs(), request.getOlds(), request.getNews()],
      async (request, decoded) => {
        const handler = handlerOf(request.getUrn());
        const stored = { inputs: decoded(0), outputs: decoded(1) };
        const outputs = request.getPreview()
          ? operations.previewUpdate(handler, stored, decoded(2))
          : await operations.update(handler, request.getId(), stored, decoded(2));
        return new rpc.UpdateResponse().setProperties(write(outputs));
      },
    ),
    delete: method(
      (request) => [request.getProperties()],
      async (request, decoded) => {
        await handlerOf(request.getUrn()).delete(request.getId(), decoded(0).value);
        return new empty.Empty();
      },
    ),
    invoke: method(
      (request) => [request.getArgs()],
      async (request, decoded) => {
        const invoke = plugin.invokes?.[request.getTok()];
        if (!invoke) throw new Error(`The ${plugin.name} plugin has no function "${request.getTok()}".`);
        const result = await invoke(decoded(0).value);
        return new rpc.InvokeResponse().setReturn(write(encode(result, { secretTexts: secretTexts(decoded(0)) })));
      },
    ),
    cancel: method(
      () => [],
      () => {
        plugin.cancel?.();
        return new empty.Empty();
      },
    ),
  };
}

function diffResponse({ detailed, deleteBeforeReplace }: DiffResult): rpc.DiffResponse {
  const paths = Object.keys(detailed);
  const root = (path: string) => path.split(/[.[]/)[0] || path;
  const { DIFF_SOME, DIFF_NONE } = rpc.DiffResponse.DiffChanges;
  const response = new rpc.DiffResponse()
    .setChanges(paths.length > 0 ? DIFF_SOME : DIFF_NONE)
    .setDiffsList([...new Set(paths.map(root))])
    .setReplacesList(paths.filter((path) => detailed[path]?.endsWith("-replace")))
    .setDeletebeforereplace(deleteBeforeReplace ?? false)
    .setHasdetaileddiff(true);
  for (const [path, kind] of Object.entries(detailed)) {
    response.getDetaileddiffMap().set(path, new rpc.PropertyDiff().setKind(KINDS[kind]).setInputdiff(true));
  }
  return response;
}

/** Enough of a package schema for the engine's own needs; the typed classes are written by hand. */
function schemaOf(plugin: Plugin) {
  const resources = Object.fromEntries(Object.keys(plugin.resources).map((type) => [type, {}]));
  return { name: plugin.name, version: plugin.version, resources };
}
