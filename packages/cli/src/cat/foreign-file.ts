/** How files begin that people take for files of frames, and what to do with them. */
const KINDS: readonly { readonly start: Buffer; advice(file: string): string }[] = [
  compressed('gzip', '1f8b08', 'gzip -dc'),
  compressed('zstd', '28b52ffd', 'zstd -dc'),
  compressed('xz', 'fd377a585a00', 'xz -dc'),
  compressed('bzip2', '425a68', 'bzip2 -dc'),
  {
    start: Buffer.from('{"uuid":"'),
    advice: (file) =>
      `${file} holds messages as JSON lines, and no frames; heka listen --format heka stores frames`,
  },
];

function compressed(kind: string, start: string, command: string): (typeof KINDS)[number] {
  return {
    start: Buffer.from(start, 'hex'),
    advice: (file) => `${file} is compressed with ${kind}; try: ${command} ${file} | heka cat -`,
  };
}

/**
 * What to say about a file that is not one of frames and is known by how it begins; undefined for any other.
 *
 * @param first the first bytes of it
 */
export function adviceOnForeign(file: string, first: Uint8Array): string | undefined {
  const kind = KINDS.find(({ start }) => start.equals(first.subarray(0, start.length)));
  return kind?.advice(file === '-' ? 'standard input' : file);
}
