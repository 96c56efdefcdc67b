/** Stands in the bundle for a package whose feature the gateway does not use; see `vite.gateway.config.ts`. */
export const jsbn = {};
export default { jsbn };
