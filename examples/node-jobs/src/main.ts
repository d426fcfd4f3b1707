import { plan } from "./plan.ts";
import { settingsFrom } from "./settings.ts";
import { status } from "./status.ts";
import { work } from "./work.ts";

const commands: Readonly<Record<string, () => Promise<void>>> = {
	async plan() {
		const { copied, skipped, directories } = await plan(settingsFrom());
		console.log(`${copied} files to copy, ${directories} directories made, ${skipped} left as they are`);
	},
	async work() {
		const worker = await work(settingsFrom(), console.log);
		const stop = (): void => void worker.close();
		process.once("SIGTERM", stop).once("SIGINT", stop);
	},
	async status() {
		console.log(JSON.stringify(await status(settingsFrom()), undefined, "\t"));
	},
};

const command = commands[process.argv[2] ?? ""];
if (command) await command();
else {
	console.error(`One of: ${Object.keys(commands).join(", ")}`);
	process.exitCode = 2;
}
