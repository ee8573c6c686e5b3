import type { Json } from "./resource.ts";

/**
 * The same with every list readonly, at any depth: what definition files may give. Facts that a team writes `as const` have readonly
 * lists, which a type with plain ones does not take.
 */
export type ReadonlyLists<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? Json extends Item
        ? readonly ReadonlyJson[]
        : { readonly [Key in keyof T]: ReadonlyLists<T[Key]> }
      : string extends keyof T
        ? Json extends T[keyof T]
          ? { readonly [key: string]: ReadonlyJson }
          : { [Key in keyof T]: ReadonlyLists<T[Key]> }
        : { [Key in keyof T]: ReadonlyLists<T[Key]> };

/** A part of a vendor's own body. */
type ReadonlyJson =
  | (string | number | boolean | null)
  | readonly ReadonlyJson[]
  | { readonly [key: string]: ReadonlyJson };
