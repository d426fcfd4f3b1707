import { equal, rejects } from "./assert.ts";
import { pattern } from "./bytes.ts";
import { type Check, fresh, session } from "./world.ts";

const missing = { name: "FTPReplyError", code: [450, 550] } as const;

export const changeChecks: readonly Check[] = [
	{
		name: "renames",
		async run(world) {
			const [from, to] = [fresh("from č.txt"), fresh("to 日本.txt")];
			await world.disk.write(from, pattern(321));
			await session(world, (client) => client.rename(`${world.path}/${from}`, `${world.path}/${to}`));
			equal(await world.disk.file(from), undefined, "the old name on the disk");
			equal((await world.disk.file(to))?.size, 321, "the size under the new name");
		},
	},
	{
		name: "reports renaming a missing file, and goes on",
		async run(world) {
			await session(world, async (client) => {
				const name = fresh("nothing");
				await rejects(() => client.rename(`${world.path}/${name}`, `${world.path}/${name} 2`), missing, "the rename");
				equal((await client.command("NOOP")).code, 200, "the answer to NOOP");
			});
		},
	},
	{
		name: "removes",
		async run(world) {
			const name = fresh("removed.txt");
			await world.disk.write(name, pattern(1));
			await session(world, async (client) => {
				await client.remove(`${world.path}/${name}`);
				equal(await world.disk.file(name), undefined, "the file on the disk");
				await rejects(() => client.remove(`${world.path}/${name}`), missing, "removing it again");
			});
		},
	},
	{
		name: "makes and removes a directory",
		async run(world) {
			const name = fresh("folder ř");
			await session(world, async (client) => {
				await client.mkdir(`${world.path}/${name}`);
				equal(await world.disk.isDirectory(name), true, "the folder is on the disk");
				await client.rmdir(`${world.path}/${name}`);
				equal(await world.disk.isDirectory(name), false, "the folder is gone");
			});
		},
	},
	{
		name: "tells size and existence",
		async run(world) {
			const name = fresh("sized.bin");
			await world.disk.write(name, pattern(70_000));
			await session(world, async (client) => {
				equal(await client.size(`${world.path}/${name}`), 70_000, "the size");
				equal(await client.exists(`${world.path}/${name}`), true, "whether it exists");
				equal(await client.exists(`${world.path}/${name}.not`), false, "whether another exists");
			});
		},
	},
];
