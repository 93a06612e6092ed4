export const CAT_HELP = `heka cat - show the messages of files of Heka frames

  heka cat [options] FILE...     FILE - is standard input

  --format FORMAT                pretty (default on a terminal), json (default elsewhere: one line each),
                                 heka (the intact frames themselves), count (only how many, by logger and
                                 severity)
  --signer NAME_VERSION=KEY      check signatures, of this signer; may be given several times
  --signers FILE                 the same from a JSON file: {"NAME_VERSION": "KEY", ...}
  --require-signature            refuse messages without a signature; needs a key
  --max-message-bytes SIZE       larger messages are refused (default 4mb)
  -h, --help                     this text

Without signers signatures are not looked at; with one, messages of others are refused. Bytes that are no frame are
passed over and told on standard error.
Exit codes: 0, 1 where a file cannot be read or there is no frame to show, 2 for a wrong command line.
`;
