import { HELP_SWITCH, MESSAGE_SWITCHES, SIGNATURE_SWITCHES } from '../arguments/common-switches.ts';
import type { Help } from '../arguments/help-text.ts';

const OUTPUT = {
  ...MESSAGE_SWITCHES,
  'max-message-bytes': {
    value: 'SIZE',
    help: 'refuse larger messages (default 4mb); SIZE may have a unit: 64k, 1.5mb',
  },
} as const;

/** All switches of `heka cat`. */
export const CAT_SWITCHES = { ...OUTPUT, ...SIGNATURE_SWITCHES, ...HELP_SWITCH } as const;

/** What `heka cat --help` prints. */
export const CAT_HELP: Help = {
  summary: 'print the messages in files of Heka frames',
  usage: 'heka cat [switches] FILE...',
  introduction: 'FILE - is standard input.',
  sections: [
    { title: 'What to print', switches: OUTPUT },
    {
      title: 'Signatures',
      switches: SIGNATURE_SWITCHES,
      note: 'Without a key signatures are not looked at. With one, a message of a signer whose key was not given is refused.',
    },
    { title: 'Help', switches: HELP_SWITCH },
  ],
  notes: [
    'Bytes that are not a frame are passed over and reported on standard error.',
    'Exit codes: 0, also for an empty file; 1 if a file cannot be read, or if there are bytes but no frame in them; 2 for a wrong command line.',
  ],
};
