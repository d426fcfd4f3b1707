// Measures one shape in each size, in a process of its own.
import { shapesOf, type Task } from "./parsers.ts";

const { parser, name, sizes }: Task = JSON.parse(process.argv[2] ?? "{}");
const shape = (await shapesOf(parser)).find((one) => one.name === name);
if (!shape) throw new Error(`${parser} has no shape "${name}"`);

function cpuOf(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1e6;
}

/** The least of several runs, for what is short: until so many seconds have been spent. */
function leastOf(work: () => void, seconds: number): number {
	let least = Infinity;
	for (let spent = 0, round = 0; spent < seconds && round < 200; round++) {
		const cpu = cpuOf(work);
		spent += cpu;
		least = Math.min(least, cpu);
	}
	return least;
}

// Compiled code is measured, not the way to it.
leastOf(shape.prepare(Math.min(...sizes) / 4), 0.2);
console.log(JSON.stringify(sizes.map((size) => leastOf(shape.prepare(size), 0.1))));
