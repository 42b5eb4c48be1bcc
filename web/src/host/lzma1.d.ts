/** Its own types are its source, which holds to other rules. */
export function decompress(packed: Uint8Array): Uint8Array | Int8Array | number[];
