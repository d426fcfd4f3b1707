import { parsePath } from "../../../packages/core/src/operations/pwd.ts";
import { repeated, type Shape, tried } from "../shape.ts";

function path(name: string, make: (bytes: number) => string): Shape {
	return {
		name,
		prepare(bytes) {
			const text = make(bytes);
			return tried(() => parsePath({ code: 257, text, lines: [`257 ${text}`] }));
		},
	};
}

export const shapes: readonly Shape[] = [
	path("double quotes", (bytes) => repeated('""', bytes)),
	path("double quotes, and one more", (bytes) => `${repeated('""', bytes)}"`),
	path("a quote that is not closed", (bytes) => `"${repeated("x", bytes)}`),
	path("single quotes", (bytes) => repeated("'", bytes)),
	path("paths in single quotes", (bytes) => repeated("'a' ", bytes)),
	path("a path without quotes", (bytes) => repeated("/", bytes)),
	path("a path that is, and is, and is", (bytes) => repeated("/ is ", bytes)),
	path("control characters", (bytes) => `"${repeated("\u0001", bytes)}"`),
];
