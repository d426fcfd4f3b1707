import { encode, type Operation } from "../protocol/operation.ts";
import { type Transfer, type TransferSummary, transfer } from "./transfer.ts";

export interface UploadOptions extends Pick<Transfer, "type" | "offset" | "isRepeatable"> {
	/** APPE instead of STOR: the server adds the bytes to the end of what is there. */
	readonly append?: boolean | undefined;
}

/** STOR or APPE (RFC 959, 4.1.3); with `offset` the bytes go into the file from there on. The driver brings the bytes. */
export function* upload(path: string, options: UploadOptions = {}): Operation<TransferSummary> {
	const { append, ...rest } = options;
	const command = yield* encode(append ? "APPE" : "STOR", path);
	return yield* transfer({ direction: "upload", command, ...rest });
}
