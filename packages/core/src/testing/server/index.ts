export { MemoryServer, type RunningServer, type ServeOptions } from "./memory-server.ts";
export type { Answer, DataFault, MemoryServerOptions, MemoryServerQuirks, MemoryUser, TransferInfo } from "./options.ts";
export type { ServerSession } from "./session.ts";
