/** What a provider plugin is made of. For packages of the same version only: this is no public interface. */
export { addressFault } from "../../model/address.ts";
export { compare, sameValue } from "./compare.ts";
export { messageOf, PartlyCreated, secretTexts } from "./errors.ts";
export { formatPath, isWithin, type Path, touches } from "./path.ts";
export { listen, serve } from "./serve.ts";
export type * from "./types.ts";
