import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '../usage-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; strict: true; allowPositionals: true }>
>;

/**
 * Parses the arguments of a command.
 *
 * @throws UsageError for an option that is not known, or lacks its value
 */
export function parseArguments<const O extends Options>(args: readonly string[], options: O): Parsed<O> {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    // Node's text goes on with advice on positional arguments, which is no help here.
    const [text = ''] = (error as Error).message.split(/\. |\n/);
    throw new UsageError(text.replace(/\.$/, '').replace(/^[A-Z]/, (letter) => letter.toLowerCase()));
  }
}
