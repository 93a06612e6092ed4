export const LISTEN_HELP = `heka listen - receive Heka messages and show or store them

  heka listen [options]          listens on tcp://127.0.0.1:5565

Where
  --tcp PLACE                    plain TCP; PLACE is PORT or HOST:PORT, port 0 takes a free one
  --tls PLACE                    TLS, with --cert FILE --key FILE (PEM, the key without a passphrase);
                                 --ca FILE asks clients for a certificate of that authority
  --udp PLACE                    UDP: datagrams of whole frames, or of one bare message each
  --unix PATH                    unix stream socket
  --host HOST                    host for places that are a port only (default 127.0.0.1)
  The first four may be given several times. Each address is told on standard error:
  listening on tcp://127.0.0.1:5565

Output
  --format FORMAT                pretty (default on a terminal), json (default elsewhere: one line each),
                                 heka (the frames themselves), count (only how many, by logger and severity)
  -o, --output FILE              append to FILE, not to standard output
  --durable                      end a connection only after everything read from it is written to FILE, so that
                                 senders that confirm by close lose nothing; needs --format heka or json
  --fsync                        with --durable: and synced to the disk

Signatures
  --signer NAME_VERSION=KEY      check messages signed by NAME with key VERSION; may be given several times
  --signers FILE                 the same from a JSON file: {"NAME_VERSION": "KEY", ...}
  --require-signature            refuse messages without a signature; needs a key
  Messages of a signer whose key is not given are refused, as hekad does.

Limits
  --max-message-bytes SIZE       larger messages are refused (default 65536, what Heka's receivers take)
  --max-connections N            connections in all (default 1000)
  --max-connections-per-address N  (default 100)
  --frame-timeout MS             a frame that was started must be finished in this time (default 30000)
  --handshake-timeout MS         the same for a TLS handshake (default 10000)

  -h, --help                     this text

What is refused, and how each connection ends, is told on standard error. SIGINT and SIGTERM stop listening and read
connections to a pause, for 5 seconds at most, before the end; a second one ends at once. With --output, SIGHUP opens
FILE again if it was renamed or removed (log rotation). Exit codes: 0, 1 if something failed, 2 for a wrong command
line, 130 or 143 after a second SIGINT or SIGTERM.
`;
