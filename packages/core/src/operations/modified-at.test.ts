import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { modifiedAt } from "./modified-at.ts";

test.each([
	["213 20030405060708", "2003-04-05T06:07:08.000Z"],
	["213 19980320114234.123", "1998-03-20T11:42:34.123Z"],
	["213 19980320114234Z", "1998-03-20T11:42:34.000Z"],
	["213 19980320114234.abc", "1998-03-20T11:42:34.000Z"],
	["213 19980320114234--", "1998-03-20T11:42:34.000Z"],
	["213  19980320114234 ", "1998-03-20T11:42:34.000Z"],
	["213 f 19980320114234", "1998-03-20T11:42:34.000Z"],
	// Years since 1900 behind a "19".
	["213 191000405060708", "2000-04-05T06:07:08.000Z"],
	["213 191240131101112", "2024-01-31T10:11:12.000Z"],
])("%s", (reply, time) => {
	const { orders, outcome } = play(modifiedAt("/f"), [`< ${reply}`]);
	expect(orders).toEqual(["> MDTM /f"]);
	expect(outcome).toEqual({ ok: true, value: new Date(time) });
});

test.each([
	["213 19980231114234"],
	["213 19980320256565"],
	["213 1998032011423"],
	["213 199803201142"],
	["213 :9980320114234"],
	["213 1998032011423412"],
	["213 99999999999999"],
	["213 soon"],
	["213 "],
])("%s is no time", (reply) => {
	expect(play(modifiedAt("/f"), [`< ${reply}`]).outcome).toMatchObject({
		error: { name: "FTPProtocolError", code: "BAD_VALUE" },
	});
});
