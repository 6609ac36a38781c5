/** A picture or file that passed through the town: a resident's, or one the bot uploaded. */
export interface TownFile {
  name: string;
  bytes: Buffer;
}

/** A file as a message names it. `image` is the type when it is a picture; `GET /town/files/:id` gives the bytes. */
export interface Media {
  id: string;
  name: string;
  size: number;
  image?: string;
}

/** What can be shown as a picture, by its first bytes: whatever it is called. */
const PICTURES: readonly (readonly [string, string])[] = [
  ['89504e470d0a1a0a', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['474946383', 'image/gif'],
];
const WEBP = /^52494646.{8}57454250/;

/** `image/png` and the like; undefined when it is no picture that a browser shows. */
export const pictureType = (bytes: Buffer): string | undefined => {
  const head = bytes.subarray(0, 12).toString('hex');
  return WEBP.test(head) ? 'image/webp' : PICTURES.find(([sign]) => head.startsWith(sign))?.[1];
};

/** Tells the files of one run from those of an earlier one: what is gone is never another file. */
const RUN = Date.now().toString(36);
/** Kept in memory: the newest so many bytes, the latest always. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The town's files by id, for the page. They do not outlive the simulator. */
export interface FileShelf {
  put(file: TownFile): Media;
  get(id: string): TownFile | undefined;
  clear(): void;
}

export const openShelf = (): FileShelf => {
  const files = new Map<string, TownFile>();
  let size = 0;
  let count = 0;
  return {
    put: (file) => {
      count += 1;
      const id = `${RUN}-${count}`;
      files.set(id, file);
      size += file.bytes.length;
      for (const [old, { bytes }] of files) {
        if (size <= MOST_BYTES || old === id) break;
        files.delete(old);
        size -= bytes.length;
      }
      const image = pictureType(file.bytes);
      return { id, name: file.name, size: file.bytes.length, ...(image ? { image } : {}) };
    },
    get: (id) => files.get(id),
    clear: () => {
      files.clear();
      size = 0;
    },
  };
};
