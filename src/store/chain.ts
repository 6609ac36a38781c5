import { canonical } from '../kernel/canonical.ts';
import { sha256 } from '../kernel/ids.ts';

/** The hash of an event in its ticket's chain: what happened, and the hash of what happened before. */
export const link = (previous: string, no: string, seq: number, event: unknown): string =>
  sha256(`${previous}\n${no}\n${seq}\n${canonical(event)}`);
