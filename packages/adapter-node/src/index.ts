/**
 * FTP and FTPS for Node.js 20 and later.
 * @module
 */
export * from "@isoftp/core";
export { FTPClient, type NodeFTPClientOptions } from "./client.ts";
export { type NodeDialerOptions, nodeDialer } from "./dialer.ts";
export { type FileJournal, type FileJournalOptions, fileJournal } from "./journal/file-journal.ts";
export type { NodeDownloadOptions } from "./local-files.ts";
export { FTPPool, type NodeFTPPoolOptions } from "./pool.ts";
export type { ProxyConnect, ProxyTarget } from "./proxy.ts";
export { SmallFTPClient } from "./small-client.ts";
export type { NodeTlsOptions } from "./tls-options.ts";
export { type LocalTreeOptions, localTree } from "./tree/local-tree.ts";
