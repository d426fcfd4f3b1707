/**
 * isoftp on Cloudflare Workers.
 * @module
 */
export * from "@isoftp/core";
export { FTPClient, type WorkerdFTPClientOptions } from "./client.ts";
export { type WorkerdDialerOptions, workerdDialer } from "./dialer.ts";
export { FTPPool, type WorkerdFTPPoolOptions } from "./pool.ts";
export type { Bucket, WriteOptions as ObjectMetadata } from "./r2/bucket.ts";
export { downloadToR2, uploadFromR2 } from "./r2/r2-files.ts";
export type { ObjectOptions } from "./r2/r2-sink.ts";
export { type R2TreeOptions, r2Tree } from "./r2/r2-tree.ts";
export { SmallFTPClient } from "./small-client.ts";
