import type { ResourceKind } from "../model/resource.ts";
import { vendors } from "./index.ts";
import type { Kind } from "./live.ts";
import type { Managed } from "./managed.ts";

/** How our plugin manages resources of a kind by their bodies; undefined where it, or another plugin, does so in its own way. */
export const managedOf = (kind: ResourceKind): Managed | undefined =>
  vendors.flatMap(({ managed }) => managed?.kinds ?? []).find((one) => one.kind === kind);

/** Every kind of resource that the product manages. The compiler holds each vendor's part complete. */
export const kinds: Record<ResourceKind, Kind> = Object.assign({}, ...vendors.map((vendor) => vendor.kinds));
