import { FTPClient } from "@isoftp/adapter-node";
import { Client } from "basic-ftp";
import { describe, expect, it, onTestFinished } from "vitest";
import { dateOf } from "./dates.ts";
import { formats } from "./lines.ts";
import { type ListingServer, startListingServer } from "./server.ts";

const COUNT = 400;

describe.each(formats)("%s", (format) => {
	async function server(): Promise<ListingServer> {
		const started = await startListingServer(format);
		onTestFinished(() => started.close());
		return started;
	}

	it("gives both contenders the same names, sizes and dates", async () => {
		const { port } = await server();
		const ours = new FTPClient("127.0.0.1", { port });
		onTestFinished(() => ours.close());
		await ours.connect();
		const theirs = new Client();
		onTestFinished(() => theirs.close());
		await theirs.access({ host: "127.0.0.1", port });

		const entries = await ours.list(`/${COUNT}`);
		const files = await theirs.list(`/${COUNT}`);
		expect(entries).toHaveLength(COUNT);
		expect(entries.map(({ name, size, modifiedAt }) => ({ name, size, modifiedAt }))).toEqual(
			files.map(({ name, size, modifiedAt, rawModifiedAt }) => ({
				...{ name, size, modifiedAt: modifiedAt ?? dateOf[format](rawModifiedAt, new Date()) },
			})),
		);
	});
});
