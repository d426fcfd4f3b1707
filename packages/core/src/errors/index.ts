export { FTPAbortError } from "./abort-error.ts";
export { FTPError } from "./ftp-error.ts";
export { isNetworks } from "./is-networks.ts";
export { FTPNetworkError, type NetworkErrorCode } from "./network-error.ts";
export { FTPProtocolError, type ProtocolErrorCode } from "./protocol-error.ts";
export { FTPReplyError } from "./reply-error.ts";
export { FTPTimeoutError, type TimeoutCode } from "./timeout-error.ts";
export { FTPTLSError, type TLSErrorCode } from "./tls-error.ts";
export { FTPUsageError, type UsageErrorCode } from "./usage-error.ts";
