/**
 * Where a gateway keeps its data unless told: one rule for the desktop, the command line and `npm start`, so that
 * each finds the gateway of the others.
 */

/** The file that makes a folder a data directory in use. */
export const DATABASE_FILE = 'relaydesk.db';

/** What the rule needs to know of this computer and user. */
export interface DataPlaceFacts {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's own folder. */
  readonly home: string;
  /** The folder of the running program's package.json: a checkout, or the installed app; null where there is none. */
  readonly programDir: string | null;
  /** Whether a folder has a database in it. */
  readonly holdsData: (directory: string) => boolean;
}

/**
 * The place that the system gives to programs of one user. A place of an earlier version goes before it as long as it
 * holds a database: nobody's phones and tokens are gone after an update.
 */
export function chooseDataDir(facts: DataPlaceFacts): string {
  return earlierPlaces(facts).find(facts.holdsData) ?? usualPlace(facts);
}

function usualPlace({ platform, env, home }: DataPlaceFacts): string {
  if (platform === 'win32') return `${env['APPDATA'] || `${home}\\AppData\\Roaming`}\\RelayDesk`;
  if (platform === 'darwin') return `${home}/Library/Application Support/RelayDesk`;
  return `${xdgFolder(env['XDG_DATA_HOME'], `${home}/.local/share`)}/relaydesk`;
}

/** Electron's own place on Linux, then the folder beside the sources that `npm start` used without a window. */
function earlierPlaces({ platform, env, home, programDir }: DataPlaceFacts): readonly string[] {
  const ofDesktop =
    platform === 'win32' || platform === 'darwin'
      ? []
      : [`${xdgFolder(env['XDG_CONFIG_HOME'], `${home}/.config`)}/RelayDesk`];
  const separator = platform === 'win32' ? '\\' : '/';
  return [...ofDesktop, ...(programDir === null ? [] : [`${programDir}${separator}.data`])];
}

/** The XDG Base Directory Specification: a path that is not absolute does not count. */
function xdgFolder(given: string | undefined, otherwise: string): string {
  return given?.startsWith('/') === true ? given : otherwise;
}
