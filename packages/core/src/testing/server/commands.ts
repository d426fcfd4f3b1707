import { eprt, port } from "./active.ts";
import type { Handler } from "./command.ts";
import { cdup, cwd, dele, mkd, pwd, rmd, rnfr, rnto } from "./directories.ts";
import { mdtm, mfmt, size } from "./facts.ts";
import { hash, ownHash } from "./hashes.ts";
import { feat, noop, opts, stat, syst } from "./information.ts";
import { list, mlsd, mlst, nlst } from "./listing.ts";
import { acct, pass, quit, rein, user } from "./login.ts";
import { allo, avbl, mode, rest, stru, type } from "./parameters.ts";
import { epsv, pasv } from "./passive.ts";
import { retr } from "./retrieve.ts";
import { auth, pbsz, prot } from "./security.ts";
import { site } from "./site.ts";
import { appe, stor, stou } from "./store.ts";

const help: Handler = (session) => {
	const names = [...OPEN.keys(), ...LOGGED_IN.keys()].filter((name) => session.knows(name));
	return session.send(["214-These commands are known:", ...names.map((name) => ` ${name}`), "214 That is all"]);
};

/** A transfer that ran was ended when this command arrived, and has got its 426 (RFC 959, 4.1.3). */
const abor: Handler = (session) => {
	session.takePassive()?.close();
	return session.reply(226, "Nothing is transferred any more");
};

/** Commands for everybody. */
export const OPEN: ReadonlyMap<string, Handler> = new Map(
	Object.entries({
		ACCT: acct,
		AUTH: auth,
		FEAT: feat,
		HELP: help,
		NOOP: noop,
		OPTS: opts,
		PASS: pass,
		PBSZ: pbsz,
		PROT: prot,
		QUIT: quit,
		REIN: rein,
		STAT: stat,
		SYST: syst,
		USER: user,
	}),
);

/** Commands for those who have logged in. */
export const LOGGED_IN: ReadonlyMap<string, Handler> = new Map(
	Object.entries({
		ABOR: abor,
		ALLO: allo,
		APPE: appe,
		AVBL: avbl,
		CDUP: cdup,
		CWD: cwd,
		DELE: dele,
		EPRT: eprt,
		EPSV: epsv,
		HASH: hash,
		LIST: list,
		MDTM: mdtm,
		MFMT: mfmt,
		MKD: mkd,
		MLSD: mlsd,
		MLST: mlst,
		MODE: mode,
		NLST: nlst,
		PASV: pasv,
		PORT: port,
		PWD: pwd,
		REST: rest,
		RETR: retr,
		RMD: rmd,
		RNFR: rnfr,
		RNTO: rnto,
		SITE: site,
		SIZE: size,
		STOR: stor,
		STOU: stou,
		STRU: stru,
		TYPE: type,
		XCRC: ownHash("CRC32"),
		XSHA1: ownHash("SHA-1"),
		XSHA256: ownHash("SHA-256"),
		XSHA512: ownHash("SHA-512"),
	}),
);
