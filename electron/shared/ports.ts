/** The ports of this computer that RelayDesk uses unless told. */
export const DEFAULT_PORTS = {
  /** The API and, without a desktop, the screens. */
  http: 8642,
  /** What phones dial. */
  relay: 8643,
  /** The adb server. */
  adb: 5037,
} as const;

/** Whether it is a port; 0 leaves the choice to the system. */
export const isPort = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535;

/** Reads a port of a command line or the environment; null for what is none. */
export function parsePort(text: string): number | null {
  const port = Number(text);
  return /^[0-9]{1,5}$/.test(text) && isPort(port) ? port : null;
}
