import { equal, ok } from "../../checks/assert.ts";
import type { Case } from "../case.ts";

const withoutMlsd = (mode: string): string[] => (mode === "TLS" ? ["AUTH TLS", "PBSZ", "PROT", "UTF8"] : ["UTF8"]);

export const listingLineCases: readonly Case[] = [
	{
		number: 85,
		title: "lines on which a pattern could go back and forth are read like others",
		server: (visit) => {
			const pieces = [" ", "a=", "((((", "1 ", " -> ", ";", "[", "1 Jan 1 2024 ", "<DIR> "];
			const lines = pieces.flatMap((piece) => ["-rw", "01-31-24  10:02AM ", "A.B;1 "].map((start) => start + piece.repeat(2000)));
			return visit.serve({ features: withoutMlsd(visit.mode), listing: lines.map((line) => `${line}\r\n`).join("") });
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const entries = await client.list();
			ok(entries.length > 0, "there are entries");
			for (const { name, raw } of entries) ok(raw.includes(name), "a name is in its line");
		},
	},
	{
		number: 87,
		title: "facts that are none cost no more than themselves",
		server: (visit) => {
			const facts = ["size=-1;", "size=1e9;", "size=0x10;", "size=18446744073709551616;", "modify=99999999999999;", "x;", ""];
			const lines = [...facts.map((fact) => `type=file;${fact} x`), "size=1;size=2;type=file; x", "type=dir; .", "type=file;x"];
			return visit.serve({ listing: lines.map((line) => `${line}\r\n`).join("") });
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const entries = await client.list();
			const told = entries.map(({ name, type, size, modifiedAt }) => [name, type, size ?? "", modifiedAt ?? ""]);
			const plain = Array.from({ length: 7 }, () => ["x", "file", "", ""]);
			equal(told, [...plain, ["x", "file", 2, ""], ["type=file;x", "unknown", "", ""]], "entries");
		},
	},
	{
		number: 88,
		title: "a size that no file has is none, and one past 2^53 is exact",
		server: (visit) => {
			const sizes = ["18446744073709551615", "9223372036854775808", "9007199254740993"];
			const listing = sizes.map((size) => `-rw-r--r-- 1 a b ${size} Jan  1  2024 x\r\n`).join("");
			return visit.serve({ features: withoutMlsd(visit.mode), listing });
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const entries = await client.list();
			equal(
				entries.map(({ size }) => size ?? "none"),
				["none", "none", 2 ** 53],
				"sizes",
			);
			equal(String(entries[2]?.sizeExact), "9007199254740993", "the exact size");
		},
	},
	{
		number: 89,
		title: "CR, LF, tabs, blanks and NUL in a line are no end of anything but the line",
		server: (visit) => {
			const line = "-rw-r--r-- 1 anna www 3 Jan  1  2024 x";
			const lines = ["\r", "\n", " ", "\t", "\0", "\r\n\t \0"].flatMap((piece) =>
				Array.from(line, (_, at) => `${line.slice(0, at)}${piece}${line.slice(at)}\r\n`),
			);
			return visit.serve({ features: withoutMlsd(visit.mode), listing: `${lines.join("")}${line}\r\n` });
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const entries = await client.list();
			for (const { name, raw, modifiedAt } of entries) {
				ok(name !== "" && raw.includes(name), `a name in ${JSON.stringify(raw)}`);
				ok(!Number.isNaN(modifiedAt?.getTime()), "a date, or none");
			}
			equal(entries.at(-1)?.size, 3, "the line behind them all");
		},
	},
	{
		number: 91,
		title: "lines of no form, and of several, are told one by one",
		server: (visit) =>
			visit.serve({
				features: withoutMlsd(visit.mode),
				listing: "<html>\r\ntotal -9560322322989056\r\n01-31-24  10:02AM  3 dos\r\n-rw-r--r-- 1 a b 3 Jan  1  2024 unix\r\n",
			}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const entries = await client.list();
			const told = entries.map(({ name, type }) => [name, type]);
			equal(
				told,
				[
					["<html>", "unknown"],
					["dos", "file"],
					["unix", "file"],
				],
				"entries",
			);
		},
	},
	{
		number: 95,
		title: "a date without its year is never more than a day ahead, and an hour that does not exist is none",
		server: (visit) => {
			const dates = Array.from(
				{ length: 12 },
				(_, at) => `${"JanFebMarAprMayJunJulAugSepOctNovDec".slice(at * 3, at * 3 + 3)} 15 10:02`,
			);
			const lines = [...dates, "Feb 29 00:0", "Jan 31 24:00"].map((date) => `-rw-r--r-- 1 a b 3 ${date} x\r\n`);
			return visit.serve({ features: withoutMlsd(visit.mode), listing: lines.join("") });
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const entries = await client.list();
			const times = entries.map(({ modifiedAt }) => modifiedAt?.getTime());
			const day = 24 * 60 * 60 * 1000;
			const now = Date.now();
			for (const time of times.slice(0, 12))
				ok(time !== undefined && time <= now + day && time > now - 366 * day, "within a year, and no more than a day ahead");
			ok(entries[12]?.modifiedAt?.toISOString().endsWith("-02-29T00:00:00.000Z"), "29 February, at midnight");
			ok(entries.length === 14 && times[13] === undefined, "24:00 is no time");
		},
	},
];
