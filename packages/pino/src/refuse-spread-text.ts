import { describeValue, HekaError } from 'heka-core';

/** What the error shows as an example if the text is not a url. */
const EXAMPLE_URL = 'tcp://127.0.0.1:5565';

/**
 * Refuses options that were a text: pino spreads those of a worker into a new object, which leaves a member for each
 * character, `{ 0: 't', 1: 'c', 2: 'p' }`.
 *
 * @throws HekaError `INVALID_OPTION`
 */
export function refuseSpreadText(options: object): void {
  const text = spreadText(options);
  if (text === undefined) return;
  const url = text.includes('://') ? text : EXAMPLE_URL;
  throw new HekaError(
    'INVALID_OPTION',
    `the options are ${describeValue(text)}, allowed: an object such as { url: ${describeValue(url)} }`,
  );
}

function spreadText(options: object): string | undefined {
  const characters: string[] = [];
  for (const [name, value] of Object.entries(options)) {
    // Members whose names are numbers come first, in their order.
    if (name !== String(characters.length) || typeof value !== 'string' || value.length !== 1) break;
    characters.push(value);
  }
  return characters.length === 0 ? undefined : characters.join('');
}
