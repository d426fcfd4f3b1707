/** A data connection, on the server's side. With TLS where the client has asked for it, unless told otherwise. */
export interface DataVisit {
	/** Waits until it is taken. */
	send(bytes: Uint8Array | string): Promise<void>;
	/** Ends it properly: with TLS after close_notify. */
	end(): Promise<void>;
	/** Ends it without close_notify: FIN and nothing else. */
	cut(): void;
	/** RST. */
	reset(): void;
	/** Bytes on the bare socket, below TLS. */
	sendBelowTls(bytes: Uint8Array | string): Promise<void>;
	/** Waits for the TLS handshake; whether it resumed an earlier session. False when there is none. */
	isResumed(): Promise<boolean>;
	/** Everything that the client sends, until it ends. */
	received(): Promise<Uint8Array>;
	/** When the client has gone, however. */
	readonly gone: Promise<void>;
}

/** A port on which a data connection is waited for. */
export interface DataPort {
	readonly port: number;
	/** The first connection that comes. */
	accept(): Promise<DataVisit>;
	/** Takes no connections any more. */
	close(): void;
}

/** A port on which a data connection is listened to on its way. */
export interface Overheard {
	readonly port: number;
	/** Whether the client says close_notify before its FIN, once it has ended the first connection. */
	readonly saysGoodbye: Promise<boolean>;
}

export interface DataPortOptions {
	/** Whether connections make a handshake; as PROT says unless told. */
	readonly tls?: boolean;
	readonly certificate?: CertificateName | undefined;
	/** Whether connections stay open when the client has ended its side, instead of ending the other as well. */
	readonly staysOpen?: boolean;
}

/** What is answered to a command: a reply, without its line end, or what is done; what that gives is the reply, undefined if there is none. */
export type Answer = string | ((argument: string, visit: Visit) => string | undefined | Promise<string | undefined>);

export interface Service {
	/** The first reply; `false`: none is sent. */
	readonly greeting?: string | false;
	/** The lines of FEAT. UTF8, SIZE, MDTM, EPSV, REST STREAM and MLST (with `AUTH TLS`, PBSZ, PROT) unless told. */
	readonly features?: readonly string[];
	/** What RETR gives; others are refused with 550. */
	readonly files?: Readonly<Record<string, Uint8Array | string>>;
	/** What LIST, MLSD and NLST give, byte for byte. */
	readonly listing?: Uint8Array | string;
	/** How a reply goes out, with its line ends: one write for each piece. Whole, with CRLF, unless told. */
	readonly pieces?: (reply: string) => readonly (string | Uint8Array)[];
	/** By verb: what this server does otherwise. */
	readonly on?: Readonly<Record<string, Answer>>;
}

/** A control connection, on the server's side. */
export interface Visit {
	readonly mode: "plain" | "TLS";
	/** How many control connections came before it. */
	readonly number: number;
	/** When the client has gone, however. */
	readonly gone: Promise<void>;
	/** Sends bytes as they are. Waits until they are taken; false when the client has gone. */
	say(text: string | Uint8Array): Promise<boolean>;
	/** Sends a reply, and its line end. */
	reply(line: string): Promise<boolean>;
	/** The client's next line, without its line end; undefined when it has gone. */
	line(): Promise<string | undefined>;
	/** As an ordinary server, but for what is told, until the client has gone. In TLS mode AUTH TLS is understood. */
	serve(service?: Service): Promise<void>;
	/** The handshake, after which everything is read and sent with TLS. */
	startTls(certificate?: CertificateName): Promise<void>;
	/** Opens a data port: what 229 or 227 can name. */
	dataPort(options?: DataPortOptions): Promise<DataPort>;
	/** Opens a port that leads to a data port of ours, and listens to what passes. */
	overhear(port: DataPort): Promise<Overheard>;
	/** What an ordinary server does with a command: for answers that do so only now and then, within `serve()`. */
	ordinary(verb: string, argument: string): Promise<string | undefined>;
	/** The data connection that the last EPSV or PASV of `serve()` has announced. */
	data(): Promise<DataVisit>;
	/**
	 * A port that nobody has any business to connect to: whoever does is counted, and cut off. A free one of the server's own address, unless
	 * told; the loopback has others, such as 127.0.0.2.
	 */
	decoy(host?: string, port?: number): Promise<number>;
	/** FIN; with TLS after close_notify. */
	end(): void;
	/** FIN, with TLS too nothing else. */
	cut(): void;
	/** RST. */
	reset(): void;
	/** What lies below TLS, to spoil it: bytes on the bare socket. */
	sayBelowTls(text: string | Uint8Array): void;
	pause(milliseconds: number): Promise<void>;
}

export type CertificateName = "server" | "wrongName" | "selfSigned" | "expired";
