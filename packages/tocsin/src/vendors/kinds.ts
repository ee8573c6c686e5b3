import type { ResourceKind } from "../model/resource.ts";
import { vendors } from "./index.ts";
import type { Kind } from "./live.ts";

/** Every kind of resource that the product manages. The compiler holds each vendor's part complete. */
export const kinds: Record<ResourceKind, Kind> = Object.assign({}, ...vendors.map((vendor) => vendor.kinds));
