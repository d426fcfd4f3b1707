import type { DataPort, DataVisit, Service, Visit } from "./visit.ts";

const FEATURES = ["UTF8", "SIZE", "MDTM", "EPSV", "REST STREAM", "MLST type*;size*;modify*;"];
const TLS_FEATURES = ["AUTH TLS", "PBSZ", "PROT"];

/** What commands are answered by a server that does nothing out of the ordinary. */
const REPLIES: Readonly<Record<string, string>> = {
	USER: "331 Password, please",
	PASS: "230 Logged in",
	ACCT: "230 Logged in",
	OPTS: "200 Done",
	PBSZ: "200 PBSZ=0",
	PROT: "200 Protected",
	TYPE: "200 Done",
	MODE: "200 Done",
	STRU: "200 Done",
	PWD: '257 "/" is where you are',
	CWD: "250 Done",
	CDUP: "250 Done",
	NOOP: "200 Done",
	REST: "350 Go on",
	MKD: '257 "made"',
	RMD: "250 Done",
	DELE: "250 Done",
	RNFR: "350 And its new name?",
	RNTO: "250 Done",
	SYST: "215 UNIX Type: L8",
	ALLO: "202 Not needed",
	ABOR: "226 Nothing to give up",
};

/** What goes on between a visitor and an ordinary server. */
export class Servant {
	readonly #visit: Visit;
	readonly #service: Service;
	#port: DataPort | undefined;
	/** Whether PROT P was said. */
	isPrivate = false;

	constructor(visit: Visit, service: Service) {
		this.#visit = visit;
		this.#service = service;
	}

	async serve(): Promise<void> {
		const { greeting = "220 Welcome" } = this.#service;
		if (greeting !== false) await this.#reply(greeting);
		for (let line = await this.#visit.line(); line !== undefined; line = await this.#visit.line()) {
			const gap = line.indexOf(" ");
			const verb = (gap < 0 ? line : line.slice(0, gap)).toUpperCase();
			const argument = gap < 0 ? "" : line.slice(gap + 1);
			const answer = this.#service.on?.[verb] ?? (() => this.ordinary(verb, argument));
			const reply = typeof answer === "function" ? await answer(argument, this.#visit) : answer;
			if (reply !== undefined) await this.#reply(reply);
			if (verb === "QUIT") this.#visit.end();
		}
	}

	/** The data connection that EPSV or PASV has announced last. */
	async data(): Promise<DataVisit> {
		if (!this.#port) throw new Error("No data connection was asked for");
		return await this.#port.accept();
	}

	/** What an ordinary server does. */
	async ordinary(verb: string, argument: string): Promise<string | undefined> {
		switch (verb) {
			case "QUIT":
				return "221 Goodbye";
			case "FEAT": {
				const tls = this.#visit.mode === "TLS" ? TLS_FEATURES : [];
				return ["211-Features:", ...(this.#service.features ?? [...FEATURES, ...tls]).map((line) => ` ${line}`), "211 End"].join(
					"\r\n",
				);
			}
			case "AUTH":
				if (this.#visit.mode !== "TLS") return "502 No TLS here";
				await this.#reply("234 Go on with TLS");
				await this.#visit.startTls();
				return undefined;
			case "PROT":
				this.isPrivate = argument === "P";
				return REPLIES.PROT;
			case "EPSV":
				return `229 Entering Extended Passive Mode (|||${await this.#open()}|)`;
			case "PASV": {
				const port = await this.#open();
				return `227 Entering Passive Mode (127,0,0,1,${port >> 8},${port & 255})`;
			}
			case "RETR":
				return await this.#send(this.#service.files?.[argument]);
			case "LIST":
			case "MLSD":
			case "NLST":
				return await this.#send(this.#service.listing ?? "");
			case "STOR":
			case "APPE":
			case "STOU":
				await this.#reply("150 Send it");
				await (await this.data()).received();
				return "226 Stored";
			case "SIZE": {
				const file = this.#service.files?.[argument];
				return file === undefined ? "550 No such file" : `213 ${Buffer.byteLength(file)}`;
			}
			case "MDTM":
				return this.#service.files?.[argument] === undefined ? "550 No such file" : "213 20240102030405";
			case "MLST":
				return "550 No such file";
			default:
				return REPLIES[verb] ?? `500 ${verb} is not known here`;
		}
	}

	async #reply(reply: string): Promise<void> {
		const { pieces = () => [`${reply}\r\n`] } = this.#service;
		for (const piece of pieces(reply)) await this.#visit.say(piece);
	}

	async #open(): Promise<number> {
		this.#port?.close();
		this.#port = await this.#visit.dataPort({ tls: this.isPrivate });
		return this.#port.port;
	}

	async #send(bytes: Uint8Array | string | undefined): Promise<string> {
		if (bytes === undefined) return "550 No such file";
		await this.#reply("150 Here it comes");
		const data = await this.data();
		await data.send(bytes);
		await data.end();
		return "226 Done";
	}
}
