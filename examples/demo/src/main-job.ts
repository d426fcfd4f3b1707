import type { FTPClient } from "@isoftp/core";

export interface Report {
	readonly files: string[];
	readonly bytes: number;
	readonly sha256: string;
	readonly secured: boolean;
}

/** What an application does with an FTP server, the same on every runtime: connect, list, upload, download, close. */
export async function mainJob(client: FTPClient, name: string, content: Uint8Array<ArrayBuffer>): Promise<Report> {
	try {
		await client.connect();
		await client.upload(name, content);
		const files = await client.list();
		const bytes = await client.download(name);
		return {
			files: files.map((file) => file.name),
			bytes: bytes.length,
			sha256: await checksum(bytes),
			secured: client.secured,
		};
	} finally {
		await client.close();
	}
}

export async function checksum(bytes: Uint8Array): Promise<string> {
	const digest = await crypto.subtle.digest("SHA-256", bytes.slice());
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
