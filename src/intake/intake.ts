import { reasonOf } from '../kernel/errors.ts';
import type { County } from '../workflow/county.ts';
import type { Archive, Via } from '../workflow/ports.ts';
import { registerTicket } from '../workflow/registerTicket.ts';
import { type IntakeResult, problemsOf, TicketJson } from './ticketSchema.ts';
import { understandTicket } from './understand.ts';

/** What intake works with. */
export interface IntakeParts {
  archive: Archive;
  county(): County;
  now(): Date;
}

/** A ticket as it came, with its row in the sheet where there is one. */
export interface RawTicket {
  value: unknown;
  row?: number;
}

interface Sound {
  ticket: TicketJson;
  row?: number;
  place: number;
}

/** Tickets of one transaction: a batch that fails as a whole is done again one by one. */
const BATCH = 500;

const noOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'no' in value ? String(value.no).slice(0, 64) : '';

const register = (parts: IntakeParts, via: Via, batch: readonly Sound[]): Promise<IntakeResult[]> =>
  parts.archive.work(async (desk) => {
    const county = parts.county();
    const at = parts.now();
    // One look for all of them.
    await desk.intakeDigests(batch.map(({ ticket }) => ticket.no));
    const results: IntakeResult[] = [];
    for (const { ticket, row } of batch) {
      const outcome = await registerTicket({ desk, county, via }, understandTicket(ticket, county), at);
      results.push({ ...outcome, ...(row === undefined ? {} : { row }) });
    }
    return results;
  });

const registerBatch = async (parts: IntakeParts, via: Via, batch: readonly Sound[]): Promise<IntakeResult[]> => {
  try {
    return await register(parts, via, batch);
  } catch (thrown) {
    const [only] = batch;
    if (batch.length === 1 && only)
      return [
        {
          no: only.ticket.no,
          outcome: 'rejected',
          reason: `未能保存：${reasonOf(thrown).slice(0, 200)}`,
          ...(only.row === undefined ? {} : { row: only.row }),
        },
      ];
    const results: IntakeResult[] = [];
    for (const one of batch) results.push(...(await registerBatch(parts, via, [one])));
    return results;
  }
};

/**
 * Takes tickets in, one result for each in the order they came. A bad one never sinks its neighbours; the same content
 * again changes nothing.
 */
export const takeIn = async (parts: IntakeParts, via: Via, raw: readonly RawTicket[]): Promise<IntakeResult[]> => {
  const results: IntakeResult[] = [];
  const sound: Sound[] = [];
  raw.forEach(({ value, row }, place) => {
    const parsed = TicketJson.safeParse(value);
    const at = row === undefined ? {} : { row };
    if (parsed.success) sound.push({ ticket: parsed.data, place, ...at });
    else results[place] = { no: noOf(value), ...at, outcome: 'rejected', reason: problemsOf(parsed.error) };
  });
  for (let start = 0; start < sound.length; start += BATCH) {
    const batch = sound.slice(start, start + BATCH);
    const taken = await registerBatch(parts, via, batch);
    batch.forEach(({ place }, index) => {
      const result = taken[index];
      if (result) results[place] = result;
    });
  }
  return results;
};
