/**
 * The protocol without I/O: for writing operations of one's own, other drivers, and tests.
 * @module
 */

export { defaultProtocolLimits, type ProtocolLimits } from "../limits.ts";
export * from "../listing/index.ts";
export * from "../operations/index.ts";
export type { PassiveAddress } from "./address.ts";
export { parsePassiveReply } from "./address.ts";
export type { Channel } from "./channel.ts";
export { type Command, encodeCommand } from "./command.ts";
export { defaultTimeouts, type Patience, type Timeouts } from "./deadlines.ts";
export type { Effect, TraceEvent } from "./effect.ts";
export { newProfile, type ServerProfile, type SessionFacts, type SessionOptions } from "./facts.ts";
export { parseFeatures } from "./features.ts";
export type { Input } from "./input.ts";
export { encode, finalReply, next, type Operation, perform, type Step, send, sessionFacts, type Wake } from "./operation.ts";
export { follow, type Phase, phases, type Transition } from "./phase.ts";
export { isIntermediate, isPreliminary, isRefusal, isSuccess, type Reply } from "./reply.ts";
export { ReplyParser } from "./reply-parser.ts";
export { Session } from "./session.ts";
export type { Outcome, Task } from "./task.ts";
export type { TextCodec } from "./text.ts";
