export {
	type ContractAddress,
	type ContractAddresses,
	type ContractCase,
	type ContractContext,
	contractPeers,
	dialerContract,
	type PeerHost,
	type PeerHosts,
} from "./dialer-contract.ts";
export { everySplit } from "./every-split.ts";
export { type FileTreeCase, type FileTreeContext, fileTreeContract } from "./file-tree-contract.ts";
export { FileError, type FileErrorCode, type FileInfo, MemoryFiles, type MemoryFilesOptions } from "./memory-files.ts";
export { type MemoryJournal, memoryJournal } from "./memory-journal.ts";
export { type DialRecord, MemoryNetwork, type MemoryNetworkOptions, type OpenCount } from "./memory-network.ts";
export { MemoryConnection } from "./memory-network-connection.ts";
export type { MemoryDialerOptions } from "./memory-network-dialer.ts";
export { MemoryHost } from "./memory-network-host.ts";
export type { MemoryCertificate } from "./memory-network-tls.ts";
export { type MemoryTree, type MemoryTreeOptions, memoryTree } from "./memory-tree.ts";
export {
	type Answer,
	type DataFault,
	MemoryServer,
	type MemoryServerOptions,
	type MemoryServerQuirks,
	type MemoryUser,
	type RunningServer,
	type ServeOptions,
	type ServerSession,
	type TransferInfo,
} from "./server/index.ts";
export type { Listener, Resumption, ServerHost } from "./server-host.ts";
export { type Played, type PlayOptions, play, testOptions, transcript } from "./transcript.ts";
export { VirtualClock } from "./virtual-clock.ts";
