import { equal, ok, rejects } from "./assert.ts";
import { collect, pattern, pieces, sha256 } from "./bytes.ts";
import { type Check, fresh, session, type UploadData, type World } from "./world.ts";

const KiB = 1024;
const MiB = 1024 * KiB;

const sizes: readonly (readonly [label: string, size: number])[] = [
	["0 bytes", 0],
	["1 byte", 1],
	["1 MiB", MiB],
	["20 MiB", 20 * MiB],
];

async function expectOnDisk(world: World, name: string, bytes: Uint8Array): Promise<void> {
	const file = await world.disk.file(name);
	equal(file?.size, bytes.length, "the size on the server's disk");
	equal(file?.sha256, await sha256(bytes), "the checksum on the server's disk");
}

async function expectBytes(actual: Uint8Array, expected: Uint8Array): Promise<void> {
	equal(actual.length, expected.length, "the number of bytes received");
	equal(await sha256(actual), await sha256(expected), "the checksum of what was received");
}

const downloads = sizes.map(
	([label, size]): Check => ({
		name: `downloads ${label}`,
		async run(world) {
			const name = fresh("down.bin");
			const bytes = pattern(size);
			await world.disk.write(name, bytes);
			await session(world, async (client) => expectBytes(await client.download(`${world.path}/${name}`), bytes));
		},
	}),
);

const uploads = sizes.map(
	([label, size]): Check => ({
		name: `uploads ${label}`,
		async run(world) {
			const name = fresh("up.bin");
			const bytes = pattern(size, 2);
			await session(world, async (client) => {
				equal((await client.upload(`${world.path}/${name}`, bytes)).bytes, size, "the number of bytes reported");
			});
			await expectOnDisk(world, name, bytes);
		},
	}),
);

const payload = pattern(300 * KiB, 3);
const forms: readonly (readonly [label: string, make: () => UploadData, expected: Uint8Array])[] = [
	["a string", () => "naïve ✓\r\n", new TextEncoder().encode("naïve ✓\r\n")],
	["a Blob", () => new Blob([payload]), payload],
	["a ReadableStream", () => new Blob([payload]).stream(), payload],
	[
		"an AsyncIterable",
		async function* (): AsyncGenerator<Uint8Array> {
			yield* pieces(payload, 10_007);
		},
		payload,
	],
];

const uploadForms = forms.map(
	([label, make, expected]): Check => ({
		name: `uploads ${label}`,
		async run(world) {
			const name = fresh("form.bin");
			await session(world, (client) => client.upload(`${world.path}/${name}`, make()));
			await expectOnDisk(world, name, expected);
		},
	}),
);

export const transferChecks: readonly Check[] = [
	...downloads,
	...uploads,
	...uploadForms,
	{
		name: "downloads as a stream",
		async run(world) {
			const name = fresh("stream.bin");
			const bytes = pattern(2 * MiB + 7, 4);
			await world.disk.write(name, bytes);
			await session(world, async (client) => {
				const stream = await client.downloadStream(`${world.path}/${name}`);
				await expectBytes(await collect(stream as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>), bytes);
				equal((await client.download(`${world.path}/${name}`)).length, bytes.length, "the next download");
			});
		},
	},
	{
		name: "replaces a longer file",
		async run(world) {
			const name = fresh("replaced.bin");
			await world.disk.write(name, pattern(5000));
			const bytes = pattern(400, 5);
			await session(world, (client) => client.upload(`${world.path}/${name}`, bytes));
			await expectOnDisk(world, name, bytes);
		},
	},
	{
		name: "resumes a download",
		async run(world) {
			const name = fresh("resumed down.bin");
			const bytes = pattern(MiB, 6);
			await world.disk.write(name, bytes);
			await session(world, async (client) => {
				const path = `${world.path}/${name}`;
				await expectBytes(await client.download(path, { offset: 700_001 }), bytes.subarray(700_001));
				await expectBytes(await client.download(path, { offset: bytes.length }), new Uint8Array());
				await expectBytes(await client.download(path), bytes);
			});
		},
	},
	{
		name: "resumes an upload",
		async run(world) {
			const name = fresh("resumed up.bin");
			const bytes = pattern(MiB, 7);
			await world.disk.write(name, bytes.subarray(0, 300_003));
			await session(world, (client) => client.upload(`${world.path}/${name}`, bytes.subarray(300_003), { offset: 300_003 }));
			await expectOnDisk(world, name, bytes);
		},
	},
	{
		name: "appends",
		async run(world) {
			const name = fresh("appended.bin");
			const bytes = pattern(90_000, 8);
			const path = `${world.path}/${name}`;
			await session(world, async (client) => {
				await client.upload(path, bytes.subarray(0, 10_000));
				await client.append(path, bytes.subarray(10_000, 50_000));
				await client.upload(path, bytes.subarray(50_000), { append: true });
			});
			await expectOnDisk(world, name, bytes);
		},
	},
	{
		name: "tells the progress, and the total at the end",
		async run(world) {
			const name = fresh("progress.bin");
			const path = `${world.path}/${name}`;
			const bytes = pattern(3 * MiB, 9);
			await session(world, async (client) => {
				for (const direction of ["up", "down"] as const) {
					const seen: number[] = [];
					const onProgress = (progress: { readonly bytes: number }): void => void seen.push(progress.bytes);
					if (direction === "up") await client.upload(path, bytes, { onProgress });
					else await client.download(path, { onProgress });
					equal(seen.at(-1), bytes.length, `the last progress of ${direction}loading`);
					ok(
						seen.every((value, at) => value >= (seen[at - 1] ?? 0)),
						`progress never goes back: ${seen.slice(0, 20)}`,
					);
				}
			});
		},
	},
	{
		name: "is told that there is no such file, and goes on",
		async run(world) {
			await session(world, async (client) => {
				const missing = `${world.path}/${fresh("missing.bin")}`;
				await rejects(() => client.download(missing), { name: "FTPReplyError", code: 550 }, "a missing file");
				await rejects(
					() => client.upload(`${missing}/below.bin`, pattern(10)),
					{ name: "FTPReplyError", code: [550, 553] },
					"an upload below a missing folder",
				);
				const name = fresh("after.bin");
				await client.upload(`${world.path}/${name}`, payload);
				await expectOnDisk(world, name, payload);
			});
		},
	},
];
