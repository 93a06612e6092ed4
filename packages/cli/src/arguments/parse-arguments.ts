import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '../usage-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; strict: true; allowPositionals: true }>
>;

/**
 * Parses the arguments of a command.
 *
 * @param hints what to write instead of an option that people expect and that there is not
 * @throws UsageError for an option that is not known, or lacks its value
 */
export function parseArguments<const O extends Options>(
  args: readonly string[],
  options: O,
  hints: Readonly<Record<string, string>> = {},
): Parsed<O> {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    // Node's text goes on with advice on positional arguments, which is no help here.
    const [text = ''] = (error as Error).message.split(/\. |\n/);
    const reason = text.replace(/\.$/, '').replace(/^[A-Z]/, (letter) => letter.toLowerCase());
    const hint = hints[/^unknown option '(.*)'$/.exec(reason)?.[1] ?? ''];
    throw new UsageError(hint === undefined ? reason : `${reason}: ${hint}`);
  }
}
