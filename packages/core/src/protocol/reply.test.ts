import { expect, test } from "vitest";
import { isIntermediate, isPreliminary, isRefusal, isSuccess } from "./reply.ts";

test.each([
	[100, "preliminary"],
	[199, "preliminary"],
	[200, "success"],
	[299, "success"],
	[300, "intermediate"],
	[399, "intermediate"],
	[400, "refusal"],
	[599, "refusal"],
])("%i is of one kind only: %s", (code, kind) => {
	const reply = { code, text: "", lines: [`${code} `] };
	const kinds = {
		preliminary: isPreliminary(reply),
		success: isSuccess(reply),
		intermediate: isIntermediate(reply),
		refusal: isRefusal(reply),
	};
	expect(kinds).toEqual({ preliminary: false, success: false, intermediate: false, refusal: false, [kind]: true });
});
