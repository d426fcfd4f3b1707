import { expect, test } from "vitest";
import { Channels } from "./channels.ts";

function opened(...names: readonly ("control" | "data1" | "data2")[]): Channels {
	const channels = new Channels();
	for (const name of names) channels.open(name);
	return channels;
}

test("a connection is open until it is closed, and closed once", () => {
	const channels = opened("data1");
	expect([channels.isOpen("data1"), channels.isOpen("data2")]).toEqual([true, false]);
	expect([channels.close("data1"), channels.close("data1")]).toEqual([true, false]);
	expect(channels.isOpen("data1")).toBe(false);
});

test("all are closed at once, in the order in which they were opened", () => {
	const channels = opened("control", "data1", "data2");
	channels.close("data1");
	expect(channels.closeAll()).toEqual(["control", "data2"]);
	expect(channels.closeAll()).toEqual([]);
});

test("only the first bytes of a download are the first", () => {
	const channels = opened("data1");
	expect(channels.move("data1")).toBe(false);
	channels.flow("data1");
	expect([channels.move("data1"), channels.move("data1")]).toEqual([true, false]);
	channels.stop("data1");
	expect(channels.move("data1")).toBe(false);
});

test("what flows is wanted until it is left", () => {
	const channels = opened("data1", "data2");
	expect([channels.flowing, channels.isWanted]).toEqual([undefined, false]);
	channels.flow("data1");
	channels.flow("data2");
	expect([channels.flowing, channels.isWanted]).toEqual(["data1", true]);
	expect(channels.leave("data1")).toBe(true);
	expect([channels.flowing, channels.isWanted]).toEqual(["data1", true]);
	expect(channels.leave("data2")).toBe(true);
	expect([channels.flowing, channels.isWanted]).toEqual(["data1", false]);
	channels.stop("data1");
	expect(channels.flowing).toBe("data2");
});

test("what is left while it flows is done when that has ended", () => {
	const channels = opened("data1");
	channels.flow("data1");
	expect([channels.isLeft("data1"), channels.isDone("data1")]).toEqual([false, false]);
	channels.leave("data1");
	expect([channels.isLeft("data1"), channels.isDone("data1")]).toEqual([true, false]);
	channels.stop("data1");
	expect([channels.isLeft("data1"), channels.isDone("data1")]).toEqual([true, true]);
	channels.close("data1");
	expect([channels.isLeft("data1"), channels.isDone("data1")]).toEqual([false, false]);
});

test("what does not flow need not stay open", () => {
	const channels = opened("data1");
	expect(channels.leave("data1")).toBe(false);
	expect([channels.isLeft("data1"), channels.isDone("data1")]).toEqual([false, false]);
});

test("what is closed flows no more", () => {
	const channels = opened("data1");
	channels.flow("data1");
	channels.close("data1");
	expect(channels.flowing).toBeUndefined();
});
