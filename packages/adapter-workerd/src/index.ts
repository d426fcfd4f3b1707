/**
 * isoftp on Cloudflare Workers.
 * @module
 */
export * from "@isoftp/core";
export { FTPClient, type WorkerdFTPClientOptions } from "./client.ts";
export { type WorkerdDialerOptions, workerdDialer } from "./dialer.ts";
export { FTPPool, type WorkerdFTPPoolOptions } from "./pool.ts";
export { SmallFTPClient } from "./small-client.ts";
