import { FTPReplyError, FTPTimeoutError, isNetworks } from "../../errors/index.ts";
import type { CallOptions } from "../calls.ts";
import type { FTPMethods } from "../methods.ts";
import { remotePath, type TreeSides } from "./sides.ts";

/** The directory that a path is in; "" is the root. */
export function parentOf(path: string): string {
	return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Makes a directory at the target; it may be there. */
export async function makeDirectory(client: FTPMethods, sides: TreeSides, path: string, call: CallOptions): Promise<void> {
	if (sides.direction === "down") return await sides.tree.makeDirectory(path);
	const remote = remotePath(sides.remote, path);
	// The current directory is there.
	if (remote === "") return;
	// What is above it is there, unless it is the root: one round trip, as a rule.
	if (path !== "") {
		try {
			return await client.mkdir(remote, call);
		} catch (error) {
			if (!isOpen(error)) throw error;
		}
	}
	await client.mkdir(remote, { ...call, recursive: true });
}

/** Removes a file at the target. It may be gone: a removal whose reply was lost must not be a failure. */
export async function removeTarget(
	client: FTPMethods,
	sides: TreeSides,
	action: { readonly type: "remove" | "removeDirectory"; readonly path: string },
	call: CallOptions,
): Promise<void> {
	const isFile = action.type === "remove";
	if (sides.direction === "down") {
		const { tree } = sides;
		return await (isFile ? tree.remove(action.path) : tree.removeDirectory(action.path));
	}
	await removeRemote(client, remotePath(sides.remote, action.path), isFile, call);
}

/** The same of what is at the server, by its path there. */
export async function removeRemote(client: FTPMethods, remote: string, isFile: boolean, call: CallOptions): Promise<void> {
	const remove = (): Promise<void> => (isFile ? client.remove(remote, call) : client.rmdir(remote, call));
	try {
		await remove();
	} catch (error) {
		if (!isOpen(error)) throw error;
		if (!(await client.exists(remote, call))) return;
		if (error instanceof FTPReplyError) throw error;
		await remove();
	}
}

/** It was refused, perhaps because it was done already; or nobody knows whether it was done. */
function isOpen(error: unknown): boolean {
	return error instanceof FTPReplyError || error instanceof FTPTimeoutError || isNetworks(error);
}
