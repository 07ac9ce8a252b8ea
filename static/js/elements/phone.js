/**
 * The phone as the screens see it, in one name: no screen knows of rows, receipts or requests.
 * Separate so that the parts behind it may be split and joined without touching a screen.
 */

export * from './directory.js';
export * from './lists.js';
export * from './sentences.js';
export * from './session.js';
export * from './writing.js';

/** @typedef {import('./lists.js').Case} Case */
