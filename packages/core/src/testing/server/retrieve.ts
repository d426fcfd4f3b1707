import { ToNetwork } from "../../client/line-ends.ts";
import { type Handler, Refusal, required } from "./command.ts";
import { transfer } from "./transfer.ts";

/** RETR, from where REST said. */
export const retr: Handler = (session, args) =>
	transfer(session, () => {
		const info = session.files.stat(session.resolve(required(args)));
		const offset = session.restartAt;
		if (info.type !== "file" || !(info.mode & 0o400)) {
			throw new Refusal(550, info.type === "file" ? "Permission denied" : "Not a plain file");
		}
		if (offset > info.size) {
			throw new Refusal(554, "The file ends before this offset");
		}
		return {
			command: "RETR",
			path: info.path,
			opening: `Opening ${modeName(session.type)} mode data connection for ${args} (${info.size} bytes)`,
			async move(data): Promise<void> {
				const lines = new ToNetwork();
				for (const chunk of session.files.chunks(info.path, offset)) {
					await data.write(session.type === "A" ? lines.push(chunk) : chunk);
				}
				await data.finishSending();
			},
		};
	});

/** How a 150 reply names the type. */
export function modeName(type: "A" | "I"): string {
	return type === "A" ? "ASCII" : "BINARY";
}
