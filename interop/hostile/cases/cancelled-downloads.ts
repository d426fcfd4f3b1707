import { equal, ok } from "../../checks/assert.ts";
import type { Case } from "../case.ts";
import type { Visit } from "../visit.ts";

const PIECE = new Uint8Array(64 * 1024);
/** A GiB, in pieces. */
const PIECES = 16 * 1024;

/** Sends a file without end, and says this when nobody takes it any more. */
const endless =
	(...replies: string[]) =>
	(visit: Visit): Promise<void> =>
		visit.serve({
			on: {
				async RETR() {
					await visit.reply("150 Here it comes");
					const data = await visit.data();
					let isGone = false;
					void data.gone.then(() => {
						isGone = true;
					});
					for (let count = 0; count < PIECES && !isGone; count++) {
						await data.send(PIECE);
						// At full speed the server's own garbage, in the same process, would hide what the client holds.
						await visit.pause(2);
					}
					for (const reply of replies) await visit.reply(reply);
					return undefined;
				},
			},
		});

/** Takes a little of the file, and no more; then asks for something else. */
const cancelling: Case["client"] = async ({ newClient }) => {
	const client = newClient();
	await client.connect();
	const reader = (await client.downloadStream("f")).getReader();
	ok(!(await reader.read()).done, "there is something to read");
	await reader.cancel();
	equal(await client.pwd(), "/", "the answer to the next call is its own");
	// A second time, in another way: with TLS each costs the second that the data gets for its end.
	equal((await client.download("f", { length: 1000 })).length, 1000, "a part of a file");
	equal(await client.pwd(), "/", "the answer to the call after that");
};

const ways: readonly (readonly [what: string, ...replies: string[]])[] = [
	["426 and 226", "426 Broken off", "226 Done"],
	["only 226", "226 Done"],
	["only 426", "426 Broken off"],
	["225", "225 Nothing under way"],
	["426, 226 and 226 once more", "426 Broken off", "226 Done", "226 Done"],
	["a second 150", "150 Here it comes, still"],
	["nothing at all"],
];

export const cancelledDownloadCases: readonly Case[] = [
	...ways.map(
		([what, ...replies]): Case => ({
			number: 45,
			title: `a download that is wanted no longer, of a file without end, and the server says ${what}: the session goes on`,
			server: endless(...replies),
			client: cancelling,
		}),
	),
	{
		number: 45,
		title: "a download that is wanted no longer, and a server that is deaf from then on: the session ends",
		server: (visit) =>
			visit.serve({
				on: {
					async RETR() {
						await visit.reply("150 Here it comes");
						await (await visit.data()).send(PIECE);
						while ((await visit.line()) !== undefined);
						return undefined;
					},
				},
			}),
		async client({ newClient }) {
			const client = newClient({ timeouts: { reply: 500 } });
			await client.connect();
			const reader = (await client.downloadStream("f")).getReader();
			ok(!(await reader.read()).done, "there is something to read");
			await reader.cancel();
			const error = await client.pwd().then(
				() => undefined,
				(reason: unknown) => reason as Error,
			);
			equal(error?.name, "FTPNetworkError", "the next call");
			ok(client.closed, "nobody knows what the next reply would be to");
		},
	},
];
