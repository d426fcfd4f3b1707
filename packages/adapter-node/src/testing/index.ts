export { type ListeningServer, type ListenOptions, listen } from "./listen.ts";
export { NodeHost } from "./node-host.ts";
