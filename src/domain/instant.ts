/**
 * A moment in the law's records: ISO 8601, UTC, milliseconds, ending in `Z`. One spelling only, so that two instants
 * compare as texts and a state read back from the archive equals the state that was written.
 */
export type Instant = string;

export const instant = (date: Date): Instant => date.toISOString();
export const toDate = (moment: Instant): Date => new Date(moment);
