/**
 * The data directory that the arguments name, the last one where there are several, as the command line reads them.
 * @param {readonly string[]} args
 * @returns {string | undefined}
 */
export function dataDirOf(args) {
  const named = args.flatMap((arg, index) => {
    if (arg.startsWith('--data-dir=')) return [arg.slice('--data-dir='.length)];
    const value = args[index + 1];
    return arg === '--data-dir' && value !== undefined ? [value] : [];
  });
  return named.at(-1);
}
