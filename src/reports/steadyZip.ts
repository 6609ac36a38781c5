import JSZip from 'jszip';

/** Office files are zip archives; every entry of ours is of this date, so that the same content gives the same bytes. */
export const STEADY_DATE = new Date('2020-01-01T00:00:00Z');

const CORE = 'docProps/core.xml';
const STAMPS = /(<dcterms:(?:created|modified)[^>]*>)[^<]*/g;

/** The same archive without the moment of its making: entries in order, one date, and that date in its properties. */
export const steadyZip = async (bytes: Buffer): Promise<Buffer> => {
  const found = await JSZip.loadAsync(bytes);
  const steady = new JSZip();
  const files = Object.values(found.files)
    .filter(({ dir }) => !dir)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const file of files) {
    const content = await file.async('nodebuffer');
    const written =
      file.name === CORE
        ? Buffer.from(content.toString('utf8').replace(STAMPS, `$1${STEADY_DATE.toISOString().slice(0, 19)}Z`))
        : content;
    steady.file(file.name, written, { date: STEADY_DATE, createFolders: false });
  }
  return steady.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE', platform: 'DOS' });
};
