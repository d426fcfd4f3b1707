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

// Compiled code is measured, not the way to it.
const warm = shape.prepare(Math.min(...sizes) / 4);
for (let spent = 0, round = 0; spent < 0.2 && round < 200; round++) spent += cpuOf(warm);
console.log(JSON.stringify(sizes.map((size) => cpuOf(shape.prepare(size)))));
