/**
 * Filters for trees, made of patterns. An entry point of its own, for it brings a matcher along that others need not carry.
 * @module
 */
export { glob } from "./glob.ts";
