import { equal, ok } from "./assert.ts";
import { pattern, sha256 } from "./bytes.ts";
import { type Check, fresh, session, type World } from "./world.ts";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Text of four lines, which comes back as it was. */
const letter = "Dear Alice,\n\ngrüße\nBob\n";

async function transfersCompressed(world: World, name: string, bytes: Uint8Array): Promise<void> {
	const path = `${world.path}/${name}`;
	const commands: string[] = [];
	await session(
		world,
		async (client) => {
			equal((await client.upload(path, bytes, { verify: true })).bytes, bytes.length, "the number of bytes reported");
			equal((await world.disk.file(name))?.sha256, await sha256(bytes), "the checksum on the server's disk");
			equal(
				await sha256(await client.download(path, { verify: true })),
				await sha256(bytes),
				"the checksum of what was received",
			);
			ok(
				(await client.list(world.path)).some((entry) => entry.name === name),
				"the listing has the file",
			);
			const stopped = await client.download(path, { offset: 1000, length: 100 });
			equal(text(stopped), text(bytes.subarray(1000, 1100)), "a part of the file");
			equal(commands.includes("MODE Z"), world.server.name.startsWith("proftpd"), "whether MODE Z was sent");
		},
		{ compression: true, onTrace: ({ type, line }) => void (type === "command" && commands.push(line ?? "")) },
	);
}

/** The representation type (TYPE) and the transmission mode (MODE). */
export const modeChecks: readonly Check[] = [
	{
		name: "transfers text, and bytes after it",
		async run(world) {
			const [name, other] = [fresh("letter.txt"), fresh("bytes.bin")];
			await session(world, async (client) => {
				const { bytes } = await client.upload(`${world.path}/${name}`, letter, { type: "ascii" });
				equal(bytes, new TextEncoder().encode(letter).length + 4, "the bytes that were sent, each line with CR LF");
				equal(text(await client.download(`${world.path}/${name}`, { type: "ascii" })), letter, "the text that comes back");
				// Text mode would change these.
				await client.upload(`${world.path}/${other}`, pattern(10_000));
				equal(await sha256(await client.download(`${world.path}/${other}`)), await sha256(pattern(10_000)), "the bytes");
				equal(await client.size(`${world.path}/${other}`), 10_000, "the size in bytes");
			});
			equal((await world.disk.file(other))?.size, 10_000, "the size on the server's disk");
		},
	},
	{
		// Only ProFTPD knows MODE Z here, and takes 0.4 s for each 16 KiB that anybody uploads so. With the others nothing may change.
		name: "compresses where the server can",
		async run(world) {
			await transfersCompressed(world, fresh("compressed.bin"), pattern(20_000));
		},
	},
];
