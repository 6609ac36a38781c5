import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Attachment, PlatformName } from '../cards/exchange.ts';
import type { Desk } from '../workflow/ports.ts';
import { type Database, json, type Tx } from './client.ts';
import type { Seal } from './seal.ts';

/** Evidence that a person sent and that is still to be fetched from the platform. */
export interface WantedEvidence {
  id: string;
  ticket: string;
  by: string;
  platform: PlatformName;
  source: Attachment;
  attempts: number;
  at: Date;
}

type EvidenceDesk = Pick<Desk, 'wantEvidence' | 'evidenceSent' | 'evidenceKept' | 'evidenceFailed'>;

/** The part of a desk that keeps what is known of evidence; the files lie apart. */
export const evidenceDesk = (tx: Tx, newId: () => string): EvidenceDesk => ({
  wantEvidence: async (items) => {
    await tx.attachment.createMany({
      data: items.map(({ ticket, by, platform, source, at }) => ({
        id: newId(),
        ticket,
        by,
        state: 'wanted',
        platform,
        source: json(source),
        name: source.name ?? null,
        nextTry: new Date(0),
        at,
      })),
    });
  },
  evidenceSent: async (ticket, { id, by, sha256, type, size, at }) => {
    await tx.attachment.create({
      data: { id, ticket, by, state: 'kept', platform: 'page', source: {}, sha256, type, size, at: new Date(at) },
    });
  },
  evidenceKept: async ({ id, sha256, type, size }) => {
    await tx.attachment.update({ where: { id }, data: { state: 'kept', sha256, type, size, nextTry: null } });
  },
  evidenceFailed: async (id, reason, nextTry) => {
    await tx.attachment.update({
      where: { id },
      data: {
        state: nextTry ? 'wanted' : 'failed',
        reason,
        nextTry: nextTry ?? null,
        attempts: { increment: 1 },
      },
    });
  },
});

const CLAIM_MS = 60_000;

/** Takes what is due to be fetched by `real` (machine ms), for a minute: another instance leaves it alone meanwhile. */
export const takeWantedEvidence = async (
  database: Database,
  real: number,
  limit: number,
): Promise<WantedEvidence[]> => {
  const rows = await database.$queryRaw<
    { id: string; ticket: string; by: string; platform: string; source: unknown; attempts: number; at: Date }[]
  >`
    UPDATE "attachment" SET "nextTry" = ${new Date(real + CLAIM_MS)}
    WHERE "id" IN (SELECT "id" FROM "attachment" WHERE "state" = 'wanted' AND "nextTry" <= ${new Date(real)}
      ORDER BY "at" LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING "id", "ticket", "by", "platform", "source", "attempts", "at"`;
  return rows
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map((row) => ({ ...row, platform: row.platform as PlatformName, source: row.source as Attachment }));
};

/** The files: sealed under `DATA_DIR/attachments`, named by the hash of their plain bytes. */
export interface EvidenceFiles {
  put(sha256: string, bytes: Buffer): Promise<void>;
  get(sha256: string): Promise<Buffer>;
}

export const openEvidenceFiles = (dataDir: string, seal: Seal): EvidenceFiles => {
  const pathOf = (sha256: string): string => join(dataDir, 'attachments', sha256.slice(0, 2), sha256);
  return {
    put: async (sha256, bytes) => {
      const path = pathOf(sha256);
      await mkdir(dirname(path), { recursive: true });
      // Written beside and renamed: a file under its name is always whole.
      await writeFile(`${path}.part`, seal.closeBytes(bytes, sha256), { flush: true });
      await rename(`${path}.part`, path);
    },
    get: async (sha256) => seal.openBytes(await readFile(pathOf(sha256)), sha256),
  };
};
