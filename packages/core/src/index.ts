/**
 * The FTP client, without a network: an adapter brings that (`@isoftp/adapter-node`, `@isoftp/adapter-workerd`, or your own).
 * @module
 */
export type {
	Bytes,
	CallOptions,
	DownloadOptions,
	DownloadResult,
	FileIdentity,
	ListOptions,
	Progress,
	UploadOptions,
	UploadResult,
} from "./client/calls.ts";
export { FTPClient } from "./client/client.ts";
export { type Clock, systemClock } from "./client/clock.ts";
export type { Sink, Source } from "./client/data-plan.ts";
export type {
	Capabilities,
	Connection,
	Dialer,
	DialTarget,
	Digest,
	Listener,
	ListenOptions,
	SecureOptions,
} from "./client/dialer.ts";
export type { Encoding } from "./client/encodings/codec-for.ts";
export type { KeepAliveOptions } from "./client/keep-alive.ts";
export type { FTPProxy, LoginOptions } from "./client/login-options.ts";
export type { AllowConnect } from "./client/may-connect.ts";
export type { FTPMethods } from "./client/methods.ts";
export type { CoreOptions, FTPClientOptions } from "./client/options.ts";
export { FTPPool, type PoolCloseOptions, type PoolOptions } from "./client/pool.ts";
export type { PoolCounts } from "./client/pool-keeper.ts";
export { resolveWithin } from "./client/resolve-within.ts";
export type { Backoff, Retry } from "./client/retry.ts";
export { SmallFTPClient } from "./client/small-client.ts";
export type { UploadData } from "./client/sources.ts";
export type { Verify } from "./client/transfer-care.ts";
export type { CopyReason, Direction, SkipReason, TreeAction } from "./client/tree/action.ts";
export { type CopyAction, type CopyOptions, type CopyResult, copyTreeFile } from "./client/tree/copy.ts";
export { downloadTree } from "./client/tree/download-tree.ts";
export type { FileTree, ToWrite, TreeEntry, TreeSink, TreeSource } from "./client/tree/file-tree.ts";
export type { Journal } from "./client/tree/journal.ts";
export { mirror } from "./client/tree/mirror.ts";
export type { TreeProgress } from "./client/tree/progress.ts";
export { type RemoveTreeOptions, removeTree } from "./client/tree/remove-tree.ts";
export type { TreeSides } from "./client/tree/sides.ts";
export { FTPTreeError } from "./client/tree/tree-error.ts";
export type {
	Compare,
	JobStore,
	MirrorOptions,
	TreeFilter,
	TreeOptions,
	TreeProblem,
	TreeResult,
} from "./client/tree/tree-options.ts";
export { uploadTree } from "./client/tree/upload-tree.ts";
export type { UniqueUploadOptions, UniqueUploadResult } from "./client/unique-uploads.ts";
export { type FTPUrl, parseFTPUrl } from "./client/url.ts";
export type { WalkEntry, WalkOptions } from "./client/walk.ts";
export {
	FTPAbortError,
	FTPError,
	FTPNetworkError,
	FTPProtocolError,
	FTPReplyError,
	FTPTimeoutError,
	FTPTLSError,
	FTPUsageError,
	type NetworkErrorCode,
	type ProtocolErrorCode,
	type TimeoutCode,
	type TLSErrorCode,
	type UsageErrorCode,
} from "./errors/index.ts";
export type { DownloadLimits, Limits, ListingLimits, ProtocolLimits, TreeLimits } from "./limits.ts";
export type { Dialect, ListingContext } from "./listing/dialect.ts";
export type { Entry } from "./listing/entry.ts";
export { isSafeName } from "./listing/safe-name.ts";
export type { Zone } from "./listing/zone.ts";
export type { HashAlgorithm } from "./operations/hash-algorithms.ts";
export type { ActiveMode } from "./operations/open-active.ts";
export type { Allowance, Quota } from "./operations/quota.ts";
export type { Timeouts } from "./protocol/deadlines.ts";
export type { TraceEvent } from "./protocol/effect.ts";
export type { ServerProfile } from "./protocol/facts.ts";
export type { Operation } from "./protocol/operation.ts";
export type { Reply } from "./protocol/reply.ts";
