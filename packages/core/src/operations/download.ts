import { encode, type Operation } from "../protocol/operation.ts";
import { type Transfer, type TransferSummary, transfer } from "./transfer.ts";

export interface DownloadOptions extends Pick<Transfer, "type" | "offset" | "isRepeatable"> {}

/** RETR (RFC 959, 4.1.3), from `offset` on. The driver takes the bytes. */
export function* download(path: string, options: DownloadOptions = {}): Operation<TransferSummary> {
	const command = yield* encode("RETR", path);
	return yield* transfer({ direction: "download", command, ...options });
}
