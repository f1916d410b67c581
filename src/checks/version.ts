/** Written in when the package is made. */
declare const PACKAGE_VERSION: string | undefined;

export const VERSION = typeof PACKAGE_VERSION === 'undefined' ? '0.0.0' : PACKAGE_VERSION;
