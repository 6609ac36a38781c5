import type { FileLetter } from '../cards/exchange.ts';
import type { PaperText } from '../cards/paper.ts';
import type { PictureTable } from '../cards/picture.ts';
import type { WorkbookPages } from '../cards/workbook.ts';
import type { Scene } from './act.ts';
import type { Wanted } from './ports.ts';

/** A document as it goes out or is filed: the name people see, with its ending. */
export interface Paper {
  name: string;
  bytes: Buffer;
  /** Of a picture: the page that shows the same (`FileLetter.page`). */
  page?: string;
}

/** An appointment people put into their calendar. `id` is the matter's number: a later one of the same id replaces it. */
export interface Appointment {
  id: string;
  title: string;
  place?: string;
  notes: string;
  from: Date;
  to: Date;
  /** When it was made or changed. */
  at: Date;
  /** 0, and one more with every change. */
  revision: number;
}

/** What the workflow needs of the room that makes documents (`reports`). */
export interface Documents {
  /** A `.docx` that opens in WPS and Word. */
  document(text: PaperText): Promise<Paper>;
  /** A `.png` 1080 dots wide. */
  picture(table: PictureTable): Promise<Paper>;
  /** An `.xlsx`. */
  workbook(book: WorkbookPages): Promise<Paper>;
  /** An iCalendar file. */
  calendarFile(appointment: Appointment): Paper;
}

/** A scene in which documents can be made. */
export interface PaperScene extends Scene {
  documents: Documents;
}

/** Draws a picture, keeps it and returns the letter that shows it. */
export const pictureLetter = async (
  { desk, documents }: PaperScene,
  table: PictureTable,
  at: Date,
): Promise<FileLetter> => {
  const { name, bytes } = await documents.picture(table);
  return { form: 'file', as: 'image', file: await desk.keepFile({ name, bytes, at }), name };
};

/** Sends a document (a picture is shown, anything else opened) to each of these places, after what was wanted before. */
export const sendPaper = async (
  { desk }: Scene,
  to: readonly Wanted['to'][],
  { name, bytes, page }: Paper,
  when: Pick<Wanted, 'at' | 'heldUntil' | 'urgent'>,
): Promise<void> => {
  if (to.length === 0) return;
  const file = await desk.keepFile({ name, bytes, at: when.at });
  const letter = {
    form: 'file' as const,
    as: name.endsWith('.png') ? ('image' as const) : ('file' as const),
    file,
    name,
    ...(page ? { page } : {}),
  };
  await desk.want(to.map((place) => ({ to: place, kind: 'file' as const, letter, tickets: [], ...when })));
};
