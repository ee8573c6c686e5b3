import grpc from "@grpc/grpc-js";
import rpc from "@pulumi/pulumi/proto/provider_pb.js";
import statuses from "@pulumi/pulumi/proto/status_pb.js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { messageOf, PartlyCreated } from "./errors.ts";

/** The status that a failure has on the wire. A `PartlyCreated` carries the id and the outputs that the state must keep. */
export function statusOf(error: unknown, secrets: readonly string[]): Partial<grpc.StatusObject> {
  const details = messageOf(error, secrets);
  const status = { code: grpc.status.UNKNOWN, details };
  if (!(error instanceof PartlyCreated)) return status;
  const failure = new rpc.ErrorResourceInitFailed()
    .setId(error.id)
    .setProperties(struct.Struct.fromJavaScript(error.outputs))
    .setReasonsList([details]);
  const packed = new any.Any();
  packed.pack(failure.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const message = new statuses.Status().setCode(status.code).setMessage(details);
  message.addDetails(packed);
  // Structured details travel in this header; grpc-js knows no other way.
  const metadata = new grpc.Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(message.serializeBinary()));
  return { ...status, metadata };
}
