import { expect, test } from "vitest";
import { FTPNetworkError } from "../errors/index.ts";
import { Channels } from "./channels.ts";

function opened(...names: readonly ("control" | "data1" | "data2")[]): Channels {
	const channels = new Channels();
	for (const channel of names) {
		channels.ordered({ type: "connect", channel, host: "h", port: 21, tls: "never", serverName: "h" }, false);
	}
	return channels;
}

function download(channels: Channels, channel: "data1" | "data2"): void {
	channels.ordered({ type: "transfer", channel, direction: "download" }, false);
}

function end(channels: Channels, channel: "data1" | "data2"): void {
	channels.happened({ type: "ended", channel, byteCount: 5 });
}

test("a connection is open until it is closed, and closed once", () => {
	const channels = opened("data1");
	expect([channels.isOpen("data1"), channels.isOpen("data2")]).toEqual([true, false]);
	expect([channels.close("data1"), channels.close("data1")]).toEqual([true, false]);
	expect(channels.isOpen("data1")).toBe(false);
});

test("all that are open are known, in the order in which they were opened", () => {
	const channels = opened("control", "data1", "data2");
	channels.close("data1");
	expect(channels.all).toEqual(["control", "data2"]);
});

test("a handshake flows on a data connection, and no upload does", () => {
	const channels = opened("control", "data1", "data2");
	channels.ordered({ type: "transfer", channel: "data1", direction: "upload" }, true);
	channels.ordered({ type: "secure", channel: "control", serverName: "h" }, true);
	expect(channels.flowing).toBeUndefined();
	channels.ordered({ type: "secure", channel: "data2", serverName: "h" }, true);
	expect(channels.flowing).toBe("data2");
	channels.happened({ type: "secured", channel: "data2" });
	expect(channels.flowing).toBeUndefined();
});

test("a server may have begun its handshake before it is accepted", () => {
	const channels = opened("data1");
	channels.ordered({ type: "accept", channel: "data1" }, false);
	expect(channels.flowing).toBeUndefined();
	channels.ordered({ type: "accept", channel: "data1" }, true);
	expect(channels.flowing).toBe("data1");
});

test("the bytes still come after the caller has had enough, or failed, and not after the network has", () => {
	const channels = opened("data1");
	download(channels, "data1");
	channels.happened({ type: "ended", channel: "data1", byteCount: 5, early: true });
	channels.happened({ type: "failed", channel: "data1", cause: new Error("the caller's") });
	expect(channels.flowing).toBe("data1");
	channels.happened({ type: "failed", channel: "data1", cause: new FTPNetworkError("CONNECTION_LOST", "reset") });
	expect(channels.flowing).toBeUndefined();
});

test("only the first bytes of a download are the first", () => {
	const channels = opened("data1");
	expect(channels.move("data1")).toBe(false);
	download(channels, "data1");
	expect([channels.move("data1"), channels.move("data1")]).toEqual([true, false]);
	end(channels, "data1");
	expect(channels.move("data1")).toBe(false);
});

test("what flows is wanted until it is left", () => {
	const channels = opened("data1", "data2");
	expect([channels.flowing, channels.isWanted]).toEqual([undefined, false]);
	download(channels, "data1");
	download(channels, "data2");
	expect([channels.flowing, channels.isWanted]).toEqual(["data1", true]);
	expect(channels.leave("data1")).toBe(true);
	expect([channels.flowing, channels.isWanted]).toEqual(["data1", true]);
	expect(channels.leave("data2")).toBe(true);
	expect([channels.flowing, channels.isWanted]).toEqual(["data1", false]);
	end(channels, "data1");
	expect(channels.flowing).toBe("data2");
});

test("what is left while it flows is done when that has ended", () => {
	const channels = opened("data1");
	download(channels, "data1");
	expect([channels.isLeft("data1"), channels.isDone("data1")]).toEqual([false, false]);
	channels.leave("data1");
	expect([channels.isLeft("data1"), channels.isDone("data1")]).toEqual([true, false]);
	end(channels, "data1");
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
	download(channels, "data1");
	channels.close("data1");
	expect(channels.flowing).toBeUndefined();
});
